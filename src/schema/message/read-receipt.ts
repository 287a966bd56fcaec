import type { MessageRef, ReadReceipt as Value } from '../../messaging/message.ts';
import { Attendee } from '../attendee/attendee.ts';
import { builder } from '../builder.ts';
import { loadAttendeeIn } from '../chat/people.ts';
import { DateTime } from '../scalar/date-time.ts';

export const ReadReceipt = builder
  .objectRef<Value & { readonly message: MessageRef }>('ReadReceipt')
  .implement({
    description: 'That somebody has read a message, as far as the network tells.',
    fields: (t) => ({
      attendee: t.field({
        type: Attendee,
        nullable: true,
        description: 'Who; null where the network does not say.',
        resolve: ({ message, attendeeId }, _arguments, context) =>
          loadAttendeeIn(context, message, attendeeId),
      }),
      readAt: t.expose('readAt', {
        type: DateTime,
        nullable: true,
        description: 'When; null where the network does not say.',
      }),
    }),
  });
