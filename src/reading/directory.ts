import type { EventLog } from '../events/log.ts';
import type { Account, AccountRef } from '../messaging/account.ts';
import type { Call } from '../messaging/call.ts';
import type { Failure } from '../messaging/errors.ts';
import type { MessagingEvent } from '../messaging/event.ts';
import type { Log } from '../messaging/log.ts';
import type { Provider } from '../messaging/provider.ts';
import type { Store } from '../store/store.ts';
import { ConnectionAccounts } from './connection-accounts.ts';
import { remembered } from './remembered.ts';

export interface DirectoryOptions {
  readonly connections: readonly {
    readonly provider: Provider;
    /** Narrows to these of the vendor's account ids; absent: all that the key reaches. */
    readonly accounts?: readonly string[];
  }[];
  readonly store: Store;
  readonly events: Pick<EventLog, 'onAppend' | 'append'>;
  readonly log: Log;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** A new call of the background, for one listing. */
  readonly makeCall: () => Call;
  readonly refreshMs?: number;
  /** So long the start waits for providers. */
  readonly startWithinMs?: number;
}

/** A connection of which no account is known, because it could not be listed. */
export interface Unlisted {
  readonly connectionId: string;
  /** The accounts that its configuration names; null: it names none. */
  readonly accountIds: readonly string[] | null;
  readonly failure: Failure;
}

/** The accounts of all connections, whoever may see them. */
export interface Directory {
  /** In order of connection and account, by their ids; without those that were removed. */
  accounts(): readonly Account[];
  /**
   * The same object as long as its record is the same. Also one that was removed (status REMOVED), or that only an event
   * has named yet (CONNECTING), so that what happened to it can be shown.
   */
  account(ref: AccountRef): Account | null;
  unlisted(): readonly Unlisted[];
  /** An account was answered for as one that must be connected again: its connection is listed soon. */
  doubt(account: AccountRef): void;
  /** Whether this says no more than what a listing has told just before. */
  hasTold(connectionId: string, event: MessagingEvent): boolean;
  /** Called after an account came, went or got another record; answers how to stop. */
  onChange(listener: (account: AccountRef) => void): () => void;
  /** Resolves when no listing runs any more. */
  close(): Promise<void>;
}

/**
 * Opens with what the store remembers and lists all connections at once; a provider that is slow or down does not keep
 * the gateway from starting. Lists again every `refreshMs` (10 minutes), after half a minute where that failed, and soon
 * after an event named an account that is not known, or a provider answered that one must be connected again. A status
 * that a listing is the first to find becomes an event. Throws StorageUnavailable.
 */
export async function openDirectory(options: DirectoryOptions): Promise<Directory> {
  const { store, events, log, now, makeCall, refreshMs = 600_000, startWithinMs = 3_000 } = options;
  const listeners = new Set<(account: AccountRef) => void>();
  const connections = new Map(
    options.connections.map(({ provider, accounts }) => [
      provider.connectionId,
      new ConnectionAccounts({
        provider,
        narrowedTo: accounts === undefined ? null : new Set(accounts),
        remembered: remembered(store, provider.connectionId, now),
        log,
        makeCall,
        refreshMs,
        events,
        now,
        changed: (account) => {
          for (const listener of listeners) listener(account);
        },
      }),
    ]),
  );
  await Promise.all([...connections.values()].map((connection) => connection.recall()));
  const stopHearing = events.onAppend((logged) => {
    for (const { connectionId, event } of logged) connections.get(connectionId)?.hear(event);
  });
  await within(
    startWithinMs,
    [...connections.values()].map((connection) => connection.list()),
  );

  return {
    accounts: () =>
      [...connections.values()]
        .flatMap((connection) => [...connection.accounts()])
        .sort(byConnectionAndAccount),
    account: (ref) => connections.get(ref.connectionId)?.account(ref.accountId) ?? null,
    unlisted: () =>
      options.connections.flatMap(({ provider: { connectionId }, accounts = null }) => {
        const failure = connections.get(connectionId)?.failure() ?? null;
        return failure === null ? [] : [{ connectionId, accountIds: accounts, failure }];
      }),
    doubt: ({ connectionId, accountId }) => connections.get(connectionId)?.doubt(accountId),
    hasTold: (connectionId, event) => connections.get(connectionId)?.hasTold(event) ?? false,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      stopHearing();
      await Promise.all([...connections.values()].map((connection) => connection.close()));
    },
  };
}

/** By the texts' own order, the same in every locale. */
function byConnectionAndAccount(one: Account, other: Account): number {
  return compare(one.connectionId, other.connectionId) || compare(one.accountId, other.accountId);
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

/** Resolves when all have, or the time is over. */
async function within(milliseconds: number, promises: readonly Promise<void>[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeIsOver = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([Promise.all(promises), timeIsOver]);
  clearTimeout(timer);
}
