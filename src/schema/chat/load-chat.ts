import type { Chat, ChatRef } from '../../messaging/chat.ts';
import type { Context } from '../context.ts';
import { loader, oneByOne, remembered } from '../loader.ts';

export const chatKey = ({ connectionId, accountId, chatId }: ChatRef): string =>
  JSON.stringify([connectionId, accountId, chatId]);

/** Chats that the operation came through: who descends from one to its messages need not ask for it again. */
const passed = remembered(() => new Map<string, Chat>());

/** Remembers a chat for what lies under it. */
export const passThrough = (context: Context, chat: Chat): void => {
  passed(context).set(chatKey(chat), chat);
};

/** The chat where the operation came through it, else null. */
export const passedChat = (context: Context, ref: ChatRef): Chat | null =>
  passed(context).get(chatKey(ref)) ?? null;

const chats = loader<ChatRef, Chat | null>(chatKey, (refs, context) =>
  oneByOne(
    refs,
    async (ref) =>
      passedChat(context, ref) ?? (await context.reading.port(ref).chat(ref.chatId, context.call)),
  ),
);

/** A chat, or null where it is not there. Throws FailureError where it cannot be asked for. */
export const loadChat = (context: Context, ref: ChatRef): Promise<Chat | null> => chats(context).load(ref);
