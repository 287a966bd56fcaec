import { builder } from '../builder.ts';
import { ChatEvent } from './chat-event.ts';
import type { DeliveredOf } from './delivered.ts';
import { Event } from './event.ts';

builder.objectRef<DeliveredOf<'CHAT_DELETED'>>('ChatDeleted').implement({
  description: 'A chat is gone: take it out by `chatId`.',
  interfaces: [Event, ChatEvent],
});
