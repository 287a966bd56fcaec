import { builder } from '../builder.ts';
import { ChatEvent } from './chat-event.ts';
import type { DeliveredOf } from './delivered.ts';
import { Event } from './event.ts';
import { messageId } from './message-of-event.ts';

builder.objectRef<DeliveredOf<'MESSAGE_DELETED'>>('MessageDeleted').implement({
  description:
    'A message was deleted. What networks leave of it, if anything, comes with `node(id: …)` as a message that `isDeleted`.',
  interfaces: [Event, ChatEvent],
  fields: (t) => ({ messageId: t.id(messageId) }),
});
