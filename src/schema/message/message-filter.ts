import type { MessageFilter as Filter, Message } from '../../messaging/message.ts';
import { builder } from '../builder.ts';
import type { Passing } from '../connection.ts';
import { DateTime } from '../scalar/date-time.ts';
import { MessageDirection } from './enums.ts';

export const MessageFilter = builder.inputType('MessageFilter', {
  description:
    'Which messages. All that is given must hold. It holds on every provider: where the provider cannot filter, the gateway does, over a bounded number of pages, so a page may come out short.',
  fields: (t) => ({
    accountIds: t.idList({
      description:
        'Only of these accounts. An id that is unknown, or not for this credential to see, matches nothing.',
    }),
    senderId: t.id({
      description:
        'Only by this `Attendee`. An id that is unknown, or not for this credential to see, matches nothing.',
    }),
    direction: t.field({ type: MessageDirection, description: 'Only what came, or only what went.' }),
    sentAfter: t.field({ type: DateTime, description: 'Only what was sent later than this.' }),
    sentBefore: t.field({ type: DateTime, description: 'Only what was sent earlier than this.' }),
  }),
});

export type MessageFilterInput = typeof MessageFilter.$inferInput;

/** What a provider is asked to narrow its answer by; accounts are chosen by which of them are asked, the sender is opened first. */
export function toMessageFilter(
  { direction, sentAfter, sentBefore }: MessageFilterInput,
  senderId: string | null,
): Filter {
  return {
    ...(senderId !== null && { senderId }),
    ...(direction != null && { direction }),
    ...(sentAfter != null && { sentAfter }),
    ...(sentBefore != null && { sentBefore }),
  };
}

/** What passes, whatever the provider made of the filter. Absent where everything does: then the size of a list can be told. */
export function passingMessages(filter: Filter): Passing<Message> {
  if (Object.keys(filter).length === 0) return {};
  const { senderId, direction, sentAfter, sentBefore } = filter;
  const accepts = (message: Message) =>
    (senderId === undefined || message.senderId === senderId) &&
    (direction === undefined || message.direction === direction) &&
    (sentAfter === undefined || message.sentAt > sentAfter) &&
    (sentBefore === undefined || message.sentAt < sentBefore);
  return { accepts, ...(sentAfter !== undefined && { newerThan: sentAfter }) };
}
