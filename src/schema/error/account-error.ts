import { Account } from '../account/account.ts';
import { builder } from '../builder.ts';
import { ErrorInterface } from './error.ts';
import { AccountError } from './kinds.ts';

builder.objectType(AccountError, {
  name: 'AccountError',
  description:
    'The account does not work now (ACCOUNT_DISCONNECTED): its owner has to connect it anew at the provider. `AccountStatusChanged` tells when it works again.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    account: t.field({
      type: Account,
      nullable: true,
      description: 'Which account; null where that is not known, or not for this credential to see.',
      resolve: ({ failure }, _arguments, context) =>
        failure.account ? context.reading.account(context.viewer, failure.account) : null,
    }),
  }),
});
