import type { Call } from '../../messaging/call.ts';
import { failureOf } from '../../messaging/errors.ts';
import type { Message as MessageValue } from '../../messaging/message.ts';
import type { Asked, Dispatch, Dispatched } from '../../outbox/outbox.ts';
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
          'The message, made from what was sent. Its `id` stays; what only the network knows is there once the message is read again: an attachment has a provisional id until then, by which `node` finds it under its own.',
        resolve: ({ message }) => message,
      }),
    }),
  });
}

/** Hands a send to the outbox. Throws FailureError: CONFLICT, OUTCOME_UNKNOWN, or what the provider answered. */
export function dispatch(context: Context, send: Omit<Dispatch, 'count'>): Promise<Dispatched> {
  return context.outbox.dispatch({ ...send, count: () => countOnly(context.call) });
}

/** Hands a message to a chat that is known to the outbox, and answers it. Throws as `dispatch`. */
export async function dispatchMessage(context: Context, send: Omit<Dispatch, 'count'>): Promise<SentMessage> {
  return sentMessage(await dispatch(context, send));
}

/** What became of the same send before, without asking anybody what it takes to send; null where it is new. Throws as `dispatch`. */
export async function recallMessage(context: Context, asked: Asked): Promise<SentMessage | null> {
  const earlier = await context.outbox.recall(asked);
  return earlier && sentMessage(earlier);
}

function sentMessage({ message }: Dispatched): SentMessage {
  if (message === null) throw new Error('The outbox knows no message of a send to a chat that is known.');
  return { message };
}

/** What is on its way to the network counts, but is not held up by what the operation has read. */
function countOnly(call: Call): void {
  try {
    call.count();
  } catch (error) {
    if (failureOf(error) === null) throw error;
  }
}
