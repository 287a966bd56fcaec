import type { Chat as ChatValue } from '../../messaging/chat.ts';
import { unlisted } from '../account/visible.ts';
import { builder } from '../builder.ts';
import { connectFound, pageArguments } from '../connection.ts';
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
    resolve: (_root, { filter, ...page }, context) => {
      requireScope(context, 'READ');
      const find = async () => {
        const list = await chatsOfAccounts(context, context.reading.accounts(context.viewer), filter ?? {});
        return { ...list, unavailable: [...unlisted(context, filter ?? {}), ...list.unavailable] };
      };
      return connectFound<ChatValue>(context, { field: 'Query.chats', parentId: null, filter }, find, page);
    },
  }),
);
