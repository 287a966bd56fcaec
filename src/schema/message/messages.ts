import type { Message as MessageValue } from '../../messaging/message.ts';
import { unlisted } from '../account/visible.ts';
import { builder } from '../builder.ts';
import { connect, pageArguments } from '../connection.ts';
import { requireScope } from '../viewer/require-scope.ts';
import { messagesOfAccounts } from './lists.ts';
import { MessageConnection } from './message.ts';
import { MessageFilter } from './message-filter.ts';

builder.queryField('messages', (t) =>
  t.field({
    type: MessageConnection,
    description:
      'The messages of every account that the credential may see in one list, newest first. Accounts whose provider has no such list stand in `unavailable` with NOT_SUPPORTED: read theirs chat by chat.',
    args: {
      ...pageArguments,
      filter: t.arg({ type: MessageFilter, description: 'Which of them; all when left out.' }),
    },
    resolve: (_root, { filter, ...page }, context) => {
      requireScope(context, 'READ');
      const list = messagesOfAccounts(context, context.reading.accounts(context.viewer), filter ?? {});
      return connect<MessageValue>(
        context,
        {
          field: 'Query.messages',
          parentId: null,
          filter,
          ...list,
          unavailable: [...unlisted(context, filter ?? {}), ...(list.unavailable ?? [])],
        },
        page,
      );
    },
  }),
);
