import { Attendee } from '../attendee/attendee.ts';
import { loadAttendee } from '../attendee/load-attendee.ts';
import { builder } from '../builder.ts';
import { orNull } from '../or-null.ts';
import { ChatEvent } from './chat-event.ts';
import type { DeliveredOf } from './delivered.ts';
import { Event } from './event.ts';
import { message } from './message-of-event.ts';

builder.objectRef<DeliveredOf<'MESSAGE_READ'>>('MessageRead').implement({
  description:
    'Somebody has read. Where the provider names no message, everything in the chat up to `at` is read.',
  interfaces: [Event, ChatEvent],
  fields: (t) => ({
    message: t.field({
      ...message,
      description: 'The message that was read; null where the provider names none, or it cannot be loaded.',
    }),
    reader: t.field({
      type: Attendee,
      nullable: true,
      description: 'Who has read it, where the provider tells.',
      resolve: ({ logged: { connectionId, event } }, _, context) =>
        event.readerId === null
          ? null
          : orNull(
              loadAttendee(context, { connectionId, accountId: event.accountId, attendeeId: event.readerId }),
            ),
    }),
  }),
});
