import type { Attendee as AttendeeValue } from '../../messaging/attendee.ts';
import { builder } from '../builder.ts';
import { connectionType } from '../connection.ts';
import { Node } from '../node/node.ts';

export const Attendee = builder.objectRef<AttendeeValue>('Attendee').implement({
  description:
    'Somebody who takes part in chats, as one account sees them: the same person seen by two accounts is two attendees, because names and distances differ.',
  interfaces: [Node],
});

export const AttendeeConnection = connectionType(Attendee, "Attendees, in the provider's order.");
