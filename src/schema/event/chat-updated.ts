import { builder } from '../builder.ts';
import { ChatEvent } from './chat-event.ts';
import type { DeliveredOf } from './delivered.ts';
import { Event } from './event.ts';

builder.objectRef<DeliveredOf<'CHAT_UPDATED'>>('ChatUpdated').implement({
  description: 'A chat is new, or something of it has changed: title, members, archived, muted …',
  interfaces: [Event, ChatEvent],
});
