import type { UnipileV2Control } from './control.ts';
import { findContact } from './find.ts';
import { inboxesOf } from './inboxes.ts';
import type { Stage } from './stage.ts';
import type { Account } from './world.ts';

/** What can happen to an account beside its status (unipile-v2.md §8.4). */
export const ACCOUNT_EVENTS = [
  'account.locked',
  'account.unlocked',
  'account.add',
  'account.reconnect',
  'account.remove',
  'account.initial_sync.running',
  'account.initial_sync.failed',
  'account.initial_sync.completed',
] as const;
export type AccountEvent = (typeof ACCOUNT_EVENTS)[number];

type Names = 'accountStatus' | 'accountEvent' | 'disableInbox' | 'connect' | 'credits';

/** The controls of accounts. What is not there throws. */
export function accountControl(stage: Stage): Pick<UnipileV2Control, Names> {
  function find(id: string): Account {
    const account = stage.world.account(id);
    if (account === undefined) throw new Error('There is no such account.');
    return account;
  }
  // Whatever was answered about an account before may be wrong now.
  function tell(account: Account, type: `account.${string}`, more: Record<string, unknown> = {}): void {
    stage.cache.forget(account.id);
    const payload = { timestamp: new Date(stage.clock.now()).toISOString(), ...more };
    stage.tell({ type, account, payload });
  }

  return {
    accountStatus({ accountId, status, product, reason = 'provider' }) {
      const account = find(accountId);
      if (product === undefined) account.status = status;
      else if (status === 'disconnected') account.signedOut.add(product);
      else account.signedOut.delete(product);
      tell(account, `account.status.${status}`, {
        ...(product === undefined ? {} : { product }),
        ...(status === 'errored' ? { reason } : {}),
      });
    },
    accountEvent({ accountId, type }) {
      if (!ACCOUNT_EVENTS.includes(type)) throw new Error(`There are ${ACCOUNT_EVENTS.join(', ')}.`);
      tell(find(accountId), type);
    },
    disableInbox({ accountId, inboxId, disabled = true }) {
      const account = find(accountId);
      if (!inboxesOf(account).some(({ id }) => id === inboxId)) throw new Error('There is no such inbox.');
      const others = account.disabledInboxes.filter((id) => id !== inboxId);
      account.disabledInboxes = disabled ? [...others, inboxId] : others;
      stage.cache.forget(accountId);
    },
    connect({ accountId, userId }) {
      const account = find(accountId);
      const who = findContact(stage, account, userId);
      Object.assign(who, { accountId, distance: 'FIRST_DEGREE', invitationId: null });
      stage.cache.forget(accountId);
      stage.tell({ type: 'relation.new', account, who });
    },
    credits({ accountId, credits }) {
      find(accountId).credits = credits;
      stage.cache.forget(accountId);
    },
  };
}
