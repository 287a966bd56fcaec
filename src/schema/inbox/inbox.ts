import type { Chat as ChatValue } from '../../messaging/chat.ts';
import type { Inbox as InboxValue } from '../../messaging/inbox.ts';
import { Account } from '../account/account.ts';
import { accountOf } from '../account/visible.ts';
import { builder } from '../builder.ts';
import { ChatConnection } from '../chat/chat.ts';
import { ChatFilter } from '../chat/chat-filter.ts';
import { chatsOfInbox } from '../chat/lists.ts';
import { connectFound, connectionType, pageArguments } from '../connection.ts';
import { idOf, Node } from '../node/node.ts';
import { InboxCapabilities } from './capabilities.ts';
import { Product } from './enums.ts';

export const Inbox = builder.objectRef<InboxValue>('Inbox');
export const InboxConnection = connectionType(Inbox, 'Inboxes of an account, primary ones first.');

Inbox.implement({
  description:
    'A place in which an account has chats. LinkedIn products (Classic, Sales Navigator, Recruiter, a Company Page) have one each; other networks have one in all.',
  interfaces: [Node],
  fields: (t) => ({
    providerId: t.exposeString('providerId', {
      nullable: true,
      description: "The id that the provider's own tools show; null where there is none.",
    }),
    account: t.field({
      type: Account,
      description: 'Whose inbox it is.',
      resolve: (inbox, _arguments, context) => accountOf(context, inbox),
    }),
    name: t.exposeString('name', {
      description: 'For people, as `Sales Navigator` or the name of a Company Page.',
    }),
    product: t.expose('product', {
      type: Product,
      description: 'Which product of the network it belongs to.',
    }),
    isPrimary: t.exposeBoolean('isPrimary', {
      description:
        'Whether it is the inbox of its product: chats are started from it. Others are views that show some of the same chats, as Other or Archived.',
    }),
    capabilities: t.field({
      type: InboxCapabilities,
      description: 'What can be started from it.',
      resolve: (inbox, _arguments, { reading }) => reading.port(inbox).inboxCapabilities(inbox),
    }),
    chats: t.field({
      type: ChatConnection,
      description: 'Its chats, archived ones too unless the filter says otherwise.',
      args: {
        ...pageArguments,
        filter: t.arg({ type: ChatFilter, description: 'Which of them; all when left out.' }),
      },
      resolve: (inbox, { filter, ...page }, context) =>
        connectFound<ChatValue>(
          context,
          { field: 'Inbox.chats', parentId: idOf(inbox), filter },
          () => chatsOfInbox(context, inbox, filter ?? {}),
          page,
        ),
    }),
  }),
});
