import type { Chat as ChatValue } from '../../messaging/chat.ts';
import { unlisted } from '../account/visible.ts';
import { builder } from '../builder.ts';
import { connect, pageArguments } from '../connection.ts';
import { requireScope } from '../viewer/require-scope.ts';
import { ChatConnection } from './chat.ts';
import { ChatFilter } from './chat-filter.ts';
import { chatsOfAccounts } from './lists.ts';

builder.queryField('chats', (t) =>
  t.field({
    type: ChatConnection,
    description:
      'One inbox over every account that the credential may see, newest activity first, whatever the provider. An account that cannot answer stands in `unavailable` and does not hold up the rest.',
    args: {
      ...pageArguments,
      filter: t.arg({ type: ChatFilter, description: 'Which of them; all when left out.' }),
    },
    resolve: async (_root, { filter, ...page }, context) => {
      requireScope(context, 'READ');
      const list = await chatsOfAccounts(context, context.reading.accounts(context.viewer), filter ?? {});
      const unavailable = [...unlisted(context, filter ?? {}), ...list.unavailable];
      return connect<ChatValue>(
        context,
        { field: 'Query.chats', parentId: null, filter, ...list, unavailable },
        page,
      );
    },
  }),
);
