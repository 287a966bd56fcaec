import { type AccountRef, accountKey } from '../messaging/account.ts';
import type { Names } from '../messaging/names.ts';
import type { Store } from '../store/store.ts';
import { AccountNames, type NamingOfSend, type Sending } from './account-names.ts';
import { openNameRows } from './name-rows.ts';
import { renamedEvent, renamedMessage } from './renaming.ts';

/** The names of all messages, as sends and what is heard of them need them. */
export interface OutboxNames extends Names {
  /** To be called before the call that sends. Throws StorageUnavailable. */
  begin(account: AccountRef, sending: Sending): Promise<NamingOfSend>;
}

/**
 * Opens the names of a store: one for the process, given to all who need it. What is kept of an account is loaded when it
 * is first asked for: about 0.5 KB of memory for each message that has two names, and nothing for all others.
 */
export function openNames(store: Store, options: { readonly now?: () => number } = {}): OutboxNames {
  const { now = Date.now } = options;
  const accounts = new Map<string, Promise<AccountNames>>();

  function of(account: AccountRef): Promise<AccountNames> {
    const key = accountKey(account);
    const known = accounts.get(key);
    if (known !== undefined) return known;
    const rows = openNameRows(store.db, account, now);
    const loading = rows.load().then((names) => new AccountNames(rows, now, names));
    accounts.set(key, loading);
    loading.catch(() => accounts.delete(key));
    return loading;
  }

  return {
    begin: async (account, sending) => (await of(account)).begin(sending),

    vendorId: async (message) => (await of(message)).vendorId(message.messageId),

    async nameEvents(connectionId, events) {
      const byAccount = groupedBy(events, ({ event }) => event.accountId);
      const names = new Map<string, AccountNames>();
      for (const [accountId, group] of byAccount) {
        const found = await of({ connectionId, accountId });
        await found.recognise(group.flatMap(({ event }) => ('message' in event && event.message) || []));
        if (found.hasOwn) names.set(accountId, found);
      }
      return events.map((incoming) => {
        const found = names.get(incoming.event.accountId);
        return found === undefined ? incoming : renamedEvent(incoming, found.shown);
      });
    },

    async nameMessages(messages) {
      const names = new Map<string, AccountNames>();
      for (const [key, group] of groupedBy(messages, accountKey)) {
        const [first] = group;
        if (first === undefined) continue;
        const found = await of(first);
        await found.recognise(group.toReversed());
        if (found.hasOwn) names.set(key, found);
      }
      if (names.size === 0) return messages;
      return messages.map((message) => {
        const found = names.get(accountKey(message));
        return found === undefined ? message : renamedMessage(message, found.shown);
      });
    },
  };
}

function groupedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
