import { builder } from '../builder.ts';
import { ChatEvent } from './chat-event.ts';
import type { DeliveredOf } from './delivered.ts';
import { Event } from './event.ts';
import { message, messageId } from './message-of-event.ts';

builder.objectRef<DeliveredOf<'MESSAGE_EDITED'>>('MessageEdited').implement({
  description: 'A message got another text.',
  interfaces: [Event, ChatEvent],
  fields: (t) => ({ messageId: t.id(messageId), message: t.field(message) }),
});
