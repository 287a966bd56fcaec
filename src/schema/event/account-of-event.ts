import { Account } from '../account/account.ts';
import { accountOf } from '../account/visible.ts';
import type { Context } from '../context.ts';
import { accountOfEvent, type DeliveredEvent } from './delivered.ts';

/** The field `account` of every event but CaughtUp and Gap. */
export const account = {
  type: Account,
  description: 'The account in which it happened.',
  resolve: (delivered: DeliveredEvent, _: object, context: Context) => {
    const { connectionId, event } = delivered.logged;
    // Gone between delivery and now.
    return (
      accountOfEvent(context, delivered) ?? accountOf(context, { connectionId, accountId: event.accountId })
    );
  },
};
