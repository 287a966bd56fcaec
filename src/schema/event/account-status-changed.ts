import { AccountStatus } from '../account/enums.ts';
import { builder } from '../builder.ts';
import { Product } from '../inbox/enums.ts';
import { account } from './account-of-event.ts';
import type { DeliveredOf } from './delivered.ts';
import { Event } from './event.ts';

builder.objectRef<DeliveredOf<'ACCOUNT_STATUS_CHANGED'>>('AccountStatusChanged').implement({
  description: 'An account, or one product of it, works or stops working.',
  interfaces: [Event],
  fields: (t) => ({
    account: t.field(account),
    status: t.field({
      type: AccountStatus,
      description: 'What it is since this event; `account.status` is what it is now.',
      resolve: ({ logged }) => logged.event.status,
    }),
    product: t.field({
      type: Product,
      nullable: true,
      description: 'Set where only one product of the account is concerned.',
      resolve: ({ logged }) => logged.event.product,
    }),
  }),
});
