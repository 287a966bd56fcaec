import type { Message, MessageRef } from '../../messaging/message.ts';
import type { Context } from '../context.ts';
import { loader, oneByOne } from '../loader.ts';

const messageKey = ({ connectionId, accountId, chatId, messageId }: MessageRef): string =>
  JSON.stringify([connectionId, accountId, chatId, messageId]);

const messages = loader<MessageRef, Message | null>(messageKey, (refs, { outbox, reading, call }) =>
  oneByOne(
    refs,
    async (ref) =>
      (await outbox.message(ref)) ?? (await reading.port(ref).message(ref.chatId, ref.messageId, call)),
  ),
);

/** A message, or null where it is not there; one of ours that no provider names yet comes from the outbox. Throws FailureError where it cannot be asked for. */
export const loadMessage = (context: Context, ref: MessageRef): Promise<Message | null> =>
  messages(context).load(ref);

/**
 * Resolves a field that a preview does not tell: the message is read first, once for all of them. One that has gone since
 * shows what is known. Throws FailureError where it cannot be asked for.
 */
export const ofWhole =
  <Value>(tell: (message: Message) => Value) =>
  (message: Message, _arguments: object, context: Context): Value | Promise<Value> =>
    message.isPreview ? loadMessage(context, message).then((whole) => tell(whole ?? message)) : tell(message);

const clientKeys = loader<MessageRef, string | null>(messageKey, (refs, { outbox }) =>
  outbox.clientMessageIds(refs),
);

/** What a client called the message when it sent it through here; null for all others. */
export async function clientMessageIdOf(context: Context, message: Message): Promise<string | null> {
  return message.direction === 'OUTBOUND' ? clientKeys(context).load(message) : null;
}
