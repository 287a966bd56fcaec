import type { ChatRef } from '../../messaging/chat.ts';
import type { MessagingEvent } from '../../messaging/event.ts';
import { makeId } from '../../messaging/id.ts';
import { builder } from '../builder.ts';
import { Chat } from '../chat/chat.ts';
import { loadChat } from '../chat/load-chat.ts';
import { orNull } from '../or-null.ts';
import { account } from './account-of-event.ts';
import type { DeliveredEvent } from './delivered.ts';
import { Event } from './event.ts';

/** What happened in a chat. */
type InChat = Exclude<
  MessagingEvent,
  { readonly type: 'ACCOUNT_STATUS_CHANGED' | 'SYNCHRONIZATION_CHANGED' }
>;
export type DeliveredInChat = DeliveredEvent & { readonly logged: { readonly event: InChat } };

/** The chat of an event, with the connection that brought it. */
export function chatOfEvent({ logged: { connectionId, event } }: DeliveredInChat): ChatRef {
  return { connectionId, accountId: event.accountId, chatId: event.chatId };
}

export const ChatEvent = builder.interfaceRef<DeliveredInChat>('ChatEvent').implement({
  description: 'Something that happened in a chat.',
  interfaces: [Event],
  fields: (t) => ({
    account: t.field(account),
    chatId: t.id({
      description: 'The chat in which it happened; always there.',
      resolve: (delivered) => makeId({ type: 'Chat', ...chatOfEvent(delivered) }),
    }),
    chat: t.field({
      type: Chat,
      nullable: true,
      description: 'The chat as it is now; null where it cannot be loaded, which never costs the event.',
      resolve: (delivered, _, context) => orNull(loadChat(context, chatOfEvent(delivered))),
    }),
  }),
});
