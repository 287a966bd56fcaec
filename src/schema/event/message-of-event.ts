import { makeId } from '../../messaging/id.ts';
import type { Context } from '../context.ts';
import { Message } from '../message/message.ts';
import { chatOfEvent, type DeliveredInChat } from './chat-event.ts';
import type { DeliveredEvent } from './delivered.ts';
import { messageOfEvent } from './filled.ts';

/** What happened to one message that the provider names. */
type DeliveredOfMessage = DeliveredInChat & {
  readonly logged: { readonly event: { readonly messageId: string } };
};

/** The field `messageId` of events about a message. */
export const messageId = {
  description: 'The message that it is about; always there.',
  resolve: (delivered: DeliveredOfMessage) =>
    makeId({ type: 'Message', ...chatOfEvent(delivered), messageId: delivered.logged.event.messageId }),
};

/** The field `message` of events about a message. */
export const message = {
  type: Message,
  nullable: true,
  description:
    'The message as the provider told it with the event, so that a replay shows what was said then; null where it did not and the message cannot be loaded.',
  resolve: (delivered: DeliveredEvent, _: object, context: Context) =>
    messageOfEvent(context, delivered.logged),
} as const;
