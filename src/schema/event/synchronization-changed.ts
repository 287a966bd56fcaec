import { builder } from '../builder.ts';
import { Chat } from '../chat/chat.ts';
import { SyncStatus } from '../chat/enums.ts';
import { loadChat } from '../chat/load-chat.ts';
import { ErrorInterface } from '../error/error.ts';
import { Product } from '../inbox/enums.ts';
import { orNull } from '../or-null.ts';
import { Url, webAddress } from '../scalar/url.ts';
import { account } from './account-of-event.ts';
import type { DeliveredOf } from './delivered.ts';
import { Event } from './event.ts';

builder.objectRef<DeliveredOf<'SYNCHRONIZATION_CHANGED'>>('SynchronizationChanged').implement({
  description:
    'The fetching of history from the network has come further: of one chat, of the conversation with one person, or of the account.',
  interfaces: [Event],
  fields: (t) => ({
    account: t.field(account),
    product: t.field({
      type: Product,
      nullable: true,
      description: 'Set where only one product of the account is concerned.',
      resolve: ({ logged }) => logged.event.product,
    }),
    profileUrl: t.field({
      type: Url,
      nullable: true,
      description: 'Whose conversation, as it was given to synchronizeConversations.',
      resolve: ({ logged }) => webAddress(logged.event.profileUrl),
    }),
    chat: t.field({
      type: Chat,
      nullable: true,
      description: 'The chat, where it is one and can be loaded.',
      resolve: ({ logged: { connectionId, event } }, _, context) =>
        event.chatId === null
          ? null
          : orNull(loadChat(context, { connectionId, accountId: event.accountId, chatId: event.chatId })),
    }),
    syncStatus: t.field({
      type: SyncStatus,
      description: 'How far it is.',
      resolve: ({ logged }) => logged.event.syncStatus,
    }),
    error: t.field({
      type: ErrorInterface,
      nullable: true,
      description: 'Why it is FAILED.',
      resolve: ({ logged }) => logged.event.error && { failure: logged.event.error },
    }),
  }),
});
