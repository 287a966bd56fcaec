import { type Account as AccountValue, accountKey } from '../../messaging/account.ts';
import { builder } from '../builder.ts';
import { connect, pageArguments } from '../connection.ts';
import { requireScope } from '../viewer/require-scope.ts';
import { wholeSource } from '../whole-source.ts';
import { AccountConnection } from './account.ts';
import { refOf, unlisted } from './visible.ts';

builder.queryField('accounts', (t) =>
  t.field({
    type: AccountConnection,
    description:
      'The accounts that this credential may see, whatever their provider and status, in a fixed order. Costs no call to a provider.',
    args: pageArguments,
    resolve: (_root, page, context) => {
      requireScope(context, 'READ');
      const accounts = context.reading.accounts(context.viewer);
      const source = wholeSource('accounts', accountKey, async () => accounts);
      return connect<AccountValue>(
        context,
        {
          field: 'Query.accounts',
          parentId: null,
          sources: accounts.length === 0 ? [] : [{ source, accounts: accounts.map(refOf) }],
          unavailable: unlisted(context, {}),
        },
        page,
      );
    },
  }),
);
