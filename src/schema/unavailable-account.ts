import type { Unavailable } from '../messaging/page.ts';
import { Account } from './account/account.ts';
import { builder } from './builder.ts';
import { ErrorInterface } from './error/error.ts';

export const UnavailableAccount = builder.objectRef<Unavailable>('UnavailableAccount').implement({
  description:
    'An account that a list lacks for now. Show the rest, say which one is missing, and ask again when `error.retryable`.',
  fields: (t) => ({
    account: t.field({
      type: Account,
      nullable: true,
      description: 'Which one; null where a provider could not even list its accounts.',
      resolve: ({ account }, _arguments, context) =>
        account && context.reading.account(context.viewer, account),
    }),
    error: t.field({
      type: ErrorInterface,
      description: 'Why. NOT_SUPPORTED: this provider has no such list, and will not have it later.',
      resolve: (unavailable) => unavailable,
    }),
  }),
});

builder.globalConnectionFields((t) => ({
  totalCount: t.int({
    nullable: true,
    description: 'Of the whole list; null where it is not known without walking everything.',
    resolve: ({ totalCount }) => totalCount,
  }),
  unavailable: t.field({
    type: [UnavailableAccount],
    description: "Accounts that could not answer this page, and why; the others' items are still there.",
    resolve: ({ unavailable }) => [...unavailable],
  }),
}));
