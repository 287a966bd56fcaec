import { Attendee } from '../attendee/attendee.ts';
import { builder } from '../builder.ts';
import { ChatEvent } from './chat-event.ts';
import type { DeliveredOf } from './delivered.ts';
import { Event } from './event.ts';
import { attendeeOfEvent } from './filled.ts';
import { message, messageId } from './message-of-event.ts';

builder.objectRef<DeliveredOf<'MESSAGE_REACTED'>>('MessageReacted').implement({
  description: 'Somebody reacted to a message, or took a reaction back.',
  interfaces: [Event, ChatEvent],
  fields: (t) => ({
    messageId: t.id(messageId),
    message: t.field(message),
    value: t.string({ description: 'The emoji.', resolve: ({ logged }) => logged.event.value }),
    removed: t.boolean({
      description: 'Whether it was taken back.',
      resolve: ({ logged }) => logged.event.removed,
    }),
    attendee: t.field({
      type: Attendee,
      nullable: true,
      description: 'Who reacted, where the provider tells.',
      resolve: ({ logged }, _, context) => attendeeOfEvent(context, logged),
    }),
  }),
});
