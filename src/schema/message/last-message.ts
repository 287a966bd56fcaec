import type { Chat } from '../../messaging/chat.ts';
import { FailureError } from '../../messaging/errors.ts';
import type { Message } from '../../messaging/message.ts';
import { visibleIn } from '../account/visible.ts';
import { chatKey } from '../chat/load-chat.ts';
import type { Context } from '../context.ts';
import { loader, oneByOne, perConnection } from '../loader.ts';

const lastMessages = loader<Chat, Message | null>(chatKey, (chats, context) =>
  perConnection(chats, (connectionId, group) => ask(context, connectionId, group)),
);

/** For many chats of one connection at once where its provider can, else the first of each chat's messages. */
async function ask(
  context: Context,
  connectionId: string,
  chats: readonly Chat[],
): Promise<readonly (Message | null | Error)[]> {
  const { reading, call } = context;
  const together = reading
    .provider(connectionId)
    .lastMessages?.(chats, visibleIn(context, connectionId), call);
  if (together) {
    return (await together).map((found) => (found && 'code' in found ? new FailureError(found) : found));
  }
  return oneByOne(chats, async (chat) => {
    const page = await reading.port(chat).messages(chat.chatId, {}).fetch(null, 1, call);
    return page.items[0] ?? null;
  });
}

/** The newest message of a chat, or null where there is none. Throws FailureError where it cannot be told. */
export async function lastMessageOf(context: Context, chat: Chat): Promise<Message | null> {
  return chat.lastMessage === undefined ? lastMessages(context).load(chat) : chat.lastMessage;
}
