import { type Account, type AccountRef, accountKey, type Network } from '../../messaging/account.ts';
import { failure } from '../../messaging/errors.ts';
import type { Unavailable } from '../../messaging/page.ts';
import type { Context } from '../context.ts';

/** The account that a node belongs to. Throws ACCOUNT_DISCONNECTED where it has gone since the node was read. */
export function accountOf(context: Context, ref: AccountRef): Account {
  const account = context.reading.account(context.viewer, ref);
  if (account === null) {
    throw failure('ACCOUNT_DISCONNECTED', 'This account is no longer there.', { account: ref });
  }
  return account;
}

/** The name of an account without its record: what a list source and its cursors hold. */
export const refOf = ({ connectionId, accountId }: AccountRef): AccountRef => ({ connectionId, accountId });

export const isSameAccount = (one: AccountRef, other: AccountRef): boolean =>
  one.connectionId === other.connectionId && one.accountId === other.accountId;

/** The ids of the accounts behind one connection that the viewer may see: what a batch over accounts may read. */
export const visibleIn = ({ reading, viewer }: Context, connectionId: string): readonly string[] =>
  reading
    .accounts(viewer)
    .filter((account) => account.connectionId === connectionId)
    .map(({ accountId }) => accountId);

interface AccountsFilter {
  readonly accountIds?: readonly string[] | null | undefined;
  readonly networks?: readonly Network[] | null | undefined;
}

/** The accounts that a filter leaves. An id that the viewer may not see matches nothing, like one that never was. */
export function filterAccounts(
  context: Context,
  accounts: readonly Account[],
  { accountIds, networks }: AccountsFilter,
): readonly Account[] {
  const named = accountIds && new Set(openAccounts(context, accountIds).map(accountKey));
  return accounts.filter(
    (account) =>
      (!named || named.has(accountKey(account))) && (!networks || networks.includes(account.network)),
  );
}

/** What no list over all accounts can show; nothing where the filter names accounts that are all there. */
export function unlisted(context: Context, { accountIds }: AccountsFilter): readonly Unavailable[] {
  const isComplete = accountIds && openAccounts(context, accountIds).length === accountIds.length;
  if (isComplete) return [];
  return context.reading.unlisted(context.viewer).map(({ failure }) => ({ account: null, failure }));
}

function openAccounts(context: Context, ids: readonly string[]): readonly AccountRef[] {
  return ids.flatMap((id) => context.reading.open(context.viewer, id, ['Account'])?.account ?? []);
}
