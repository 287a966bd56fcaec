import { setImmediate as turn } from 'node:timers/promises';
import type { Attendee } from '../messaging/attendee.ts';
import type { IncomingEvent, MessagingEvent } from '../messaging/event.ts';
import type { Instant } from '../messaging/instant.ts';
import type { Message } from '../messaging/message.ts';
import type { Store } from '../store/store.ts';
import { type Arrival, arrival, writeNews } from './arrivals.ts';
import { fillEvent } from './fill.ts';
import { inGroups } from './groups.ts';
import { type Parked, park, parked } from './parked.ts';
import { prune } from './retention.ts';
import { readPage, readState } from './rows.ts';
import { openTail } from './tail.ts';
import { openWaiting } from './waiting.ts';

/** A place in the log: numbers that grow, may skip, and mean the same to every viewer. 0 is before the first. */
export type Place = number;

export interface LoggedEvent {
  readonly place: Place;
  readonly connectionId: string;
  readonly event: MessagingEvent;
  /** When the log took it; `event.at` is the provider's time. */
  readonly receivedAt: Instant;
}

/** Append once, read after, tail. Throws StorageUnavailable from every method. */
export interface EventLog {
  /** Durable when it resolves. Answers those that were new, in their order; repeats add nothing. */
  append(connectionId: string, events: readonly IncomingEvent[]): Promise<readonly LoggedEvent[]>;
  /** Keeps aside what a vendor sent and is no event of ours: name and count, never the body. */
  park(connectionId: string, names: readonly string[]): Promise<void>;
  /** The last place that readers can reach: everything at or before it is visible. */
  head(): Promise<Place>;
  /** The last place that retention has removed: a reader before it has missed something. 0: nothing was removed. */
  removedUpTo(): Promise<Place>;
  /** In order, those after the place: at most `limit` and about 1 MB, so a short page is not the end; an empty one is. */
  read(after: Place, limit: number): Promise<readonly LoggedEvent[]>;
  /** Resolves when something lies after the place, or the signal aborts. */
  waitAfter(after: Place, signal: AbortSignal): Promise<void>;
  /** Keeps what was loaded for a thin event, so that it is loaded once for all listeners and shows the same at replay. */
  fill(place: Place, loaded: { readonly message?: Message; readonly attendee?: Attendee }): Promise<void>;
  /** Called with what was new, in order, before the appends that brought it resolve and before readers see it; answers how to stop. Listeners must not throw. */
  onAppend(listener: (events: readonly LoggedEvent[]) => void): () => void;
}

/** What the log's owner does beside its readers. */
export interface OwnedEventLog extends EventLog {
  /** Removes events that are older than the log keeps, and answers how many. To be called every hour or so. */
  prune(): Promise<number>;
  /** All that was kept aside, by connection and name. */
  parked(): Promise<readonly Parked[]>;
}

export interface EventLogOptions {
  /** Unix milliseconds. */
  readonly now?: () => number;
  /** Days for which events can be replayed. Repeats are known for at least 7, however short it is. */
  readonly keepDays?: number;
}

/** Opens the log of a store. One process appends to a store at a time; what another appends meanwhile is seen with the next append here. */
export async function openEventLog(store: Store, options: EventLogOptions = {}): Promise<OwnedEventLog> {
  const { now = Date.now, keepDays = 30 } = options;
  const { db } = store;
  const state = await readState(db);
  const tail = openTail(state.head);
  const waiting = openWaiting();
  const listeners = new Set<(events: readonly LoggedEvent[]) => void>();
  let removedUpTo = state.removedUpTo;

  const append = inGroups(async (arrivals: readonly Arrival[]) => {
    const receivedAt = new Date(now()).toISOString();
    const { before, news } = await db
      .transaction()
      .execute((transaction) => writeNews(transaction, arrivals, receivedAt));
    const entries = news.flat();
    if (entries.length > 0) {
      tail.push(before, entries);
      const events = entries.map((entry) => entry.logged);
      for (const listener of listeners) listener(events);
      waiting.wake(tail.head());
    }
    return news.map((entries) => entries.map((entry) => entry.logged));
  });

  return {
    append: async (connectionId, events) =>
      events.length === 0 ? [] : append(arrival(connectionId, events)),
    park: (connectionId, names) => park(db, connectionId, names, new Date(now()).toISOString()),
    parked: () => parked(db),
    head: async () => tail.head(),
    removedUpTo: async () => removedUpTo,

    async read(after, limit) {
      const recent = tail.read(after, limit);
      if (recent !== null) return recent;
      // The database answers without letting go of the process: a long replay must leave the others their turns.
      await turn();
      return readPage(db, after, limit);
    },

    async waitAfter(after, signal) {
      if (tail.head() <= after) await waiting.after(after, signal);
    },

    async fill(place, loaded) {
      const filled = await fillEvent(db, place, loaded);
      if (filled !== null) tail.replace(filled);
    },

    onAppend(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    prune: () =>
      prune(db, { now: now(), keepDays }, (place) => {
        removedUpTo = Math.max(removedUpTo, place);
      }),
  };
}
