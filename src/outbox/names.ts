import { type AccountRef, accountKey } from '../messaging/account.ts';
import type { IncomingEvent } from '../messaging/event.ts';
import type { Message, MessageRef } from '../messaging/message.ts';
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

export interface NamesOptions {
  /** Unix milliseconds. */
  readonly now?: () => number;
  /**
   * Reads a message as its vendor has it: one call where a send waits for its name and an event in its chat tells of a
   * message without saying what it is. Without it, or where it fails, such a message keeps its vendor's id.
   */
  readonly load?: (message: MessageRef) => Promise<Message | null>;
}

/**
 * Opens the names of a store: one for the process, given to all who need it. What is kept of an account is loaded when it
 * is first asked for: about 0.5 KB of memory for each message that has two names, and nothing for all others.
 */
export function openNames(store: Store, options: NamesOptions = {}): OutboxNames {
  const { now = Date.now, load = async () => null } = options;
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

  async function whole(connectionId: string, incoming: IncomingEvent): Promise<IncomingEvent> {
    const { event } = incoming;
    if (event.type !== 'MESSAGE_CREATED' || event.message !== null) return incoming;
    const { accountId, chatId, messageId } = event;
    const found = await of({ connectionId, accountId });
    if (!found.mayBeOurs(event)) return incoming;
    const message = await load({ connectionId, accountId, chatId, messageId }).catch(() => null);
    return { ...incoming, event: { ...event, message } };
  }

  return {
    begin: async (account, sending) => (await of(account)).begin(sending),

    vendorId: async (message) => (await of(message)).vendorId(message.messageId),

    async nameEvents(connectionId, incoming) {
      const events = await Promise.all(incoming.map((one) => whole(connectionId, one)));
      const byAccount = groupedBy(events, ({ event }) => event.accountId);
      const names = new Map<string, AccountNames>();
      for (const [accountId, group] of byAccount) {
        const found = await of({ connectionId, accountId });
        await found.recognise(group.flatMap(({ event }) => ('message' in event && event.message) || []));
        if (found.hasOwn) names.set(accountId, found);
      }
      return events.map((one) => {
        const found = names.get(one.event.accountId);
        return found === undefined ? one : renamedEvent(one, found.shown);
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
