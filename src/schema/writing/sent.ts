import type { Message as MessageValue } from '../../messaging/message.ts';
import type { Dispatch } from '../../outbox/outbox.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { Message } from '../message/message.ts';

interface SentMessage {
  readonly message: MessageValue;
}

/** A payload whose one field is the message that was sent. */
export function sentPayload(name: string, description: string) {
  return builder.objectRef<SentMessage>(name).implement({
    description,
    fields: (t) => ({
      message: t.field({
        type: Message,
        description:
          'The message, made from what was sent. Its `id` stays; what only the network knows (attachments to download) is there once the message is read again.',
        resolve: ({ message }) => message,
      }),
    }),
  });
}

/** Hands a message to the outbox. Throws FailureError: CONFLICT, OUTCOME_UNKNOWN, or what the provider answered. */
export async function dispatched(context: Context, dispatch: Dispatch): Promise<SentMessage> {
  const { message } = await context.outbox.dispatch(dispatch);
  if (message === null) throw new Error('The outbox knows no message of a send to a chat that is known.');
  return { message };
}
