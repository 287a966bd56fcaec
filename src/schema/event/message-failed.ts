import { builder } from '../builder.ts';
import { ErrorInterface } from '../error/error.ts';
import { ChatEvent } from './chat-event.ts';
import type { DeliveredOf } from './delivered.ts';
import { Event } from './event.ts';
import { message, messageId } from './message-of-event.ts';

builder.objectRef<DeliveredOf<'MESSAGE_FAILED'>>('MessageFailed').implement({
  description: 'A message that was accepted (QUEUED) could not be sent after all.',
  interfaces: [Event, ChatEvent],
  fields: (t) => ({
    messageId: t.id(messageId),
    message: t.field(message),
    error: t.field({
      type: ErrorInterface,
      nullable: true,
      description: 'Why.',
      resolve: ({ logged }) => ({ failure: logged.event.error }),
    }),
  }),
});
