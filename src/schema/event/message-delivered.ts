import { builder } from '../builder.ts';
import { ChatEvent } from './chat-event.ts';
import type { DeliveredOf } from './delivered.ts';
import { Event } from './event.ts';
import { message, messageId } from './message-of-event.ts';

builder.objectRef<DeliveredOf<'MESSAGE_DELIVERED'>>('MessageDelivered').implement({
  description: "A message is on the receiver's device. Not every network tells it.",
  interfaces: [Event, ChatEvent],
  fields: (t) => ({ messageId: t.id(messageId), message: t.field(message) }),
});
