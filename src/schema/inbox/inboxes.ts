import type { AccountRef } from '../../messaging/account.ts';
import { accountKey } from '../../messaging/account.ts';
import type { Inbox } from '../../messaging/inbox.ts';
import type { Context } from '../context.ts';
import { loader, oneByOne } from '../loader.ts';

const inboxesOf = loader<AccountRef, readonly Inbox[]>(accountKey, (accounts, { reading, call }) =>
  oneByOne(accounts, (account) => reading.port(account).inboxes(call)),
);

/** An inbox of an account, or null where it has none of that id. */
export async function findInbox(
  context: Context,
  account: AccountRef,
  inboxId: string,
): Promise<Inbox | null> {
  const inboxes = await inboxesOf(context).load(account);
  return inboxes.find((inbox) => inbox.inboxId === inboxId) ?? null;
}
