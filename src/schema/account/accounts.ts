import type { Account as AccountValue } from '../../messaging/account.ts';
import { builder } from '../builder.ts';
import { byConnection } from '../by-connection.ts';
import { connect, pageArguments } from '../connection.ts';
import { requireScope } from '../viewer/require-scope.ts';
import { wholeSource } from '../whole-source.ts';
import { AccountConnection } from './account.ts';
import { refOf } from './visible.ts';

builder.queryField('accounts', (t) =>
  t.field({
    type: AccountConnection,
    description:
      'The accounts that this credential may see, whatever their provider and status, in a fixed order. Costs no call to a provider.',
    args: pageArguments,
    resolve: (_root, page, context) => {
      requireScope(context, 'READ');
      return connect<AccountValue>(
        context,
        {
          field: 'Query.accounts',
          parentId: null,
          sources: [...byConnection(context.reading.accounts(context.viewer))].map(
            ([connectionId, accounts]) => ({
              source: wholeSource(
                `accounts:${connectionId}`,
                (account) => account.accountId,
                async () => accounts,
              ),
              accounts: accounts.map(refOf),
            }),
          ),
          unavailable: context.reading.unavailable(context.viewer),
        },
        page,
      );
    },
  }),
);
