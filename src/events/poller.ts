import { type Account, type AccountRef, accountKey } from '../messaging/account.ts';
import type { Call } from '../messaging/call.ts';
import { FailureError, failureOf } from '../messaging/errors.ts';
import type { Log } from '../messaging/log.ts';
import type { AccountPort } from '../messaging/provider.ts';
import type { Store } from '../store/store.ts';
import type { EventLog } from './log.ts';
import { PollPace, type Wait } from './poll-pace.ts';
import { openPollPositions } from './poll-positions.ts';

const usualMs = 30_000;
/** What comes, goes or is asked for within this time is done together. */
const settleMs = 1_000;
const lookMs = 5_000;
const maximumPolls = 8;

/** Does something once, after so many milliseconds; answers how to prevent it. */
export type Timers = (action: () => void, milliseconds: number) => () => void;

export interface PollerOptions {
  /** Appending knows repeats. */
  readonly log: Pick<EventLog, 'append'>;
  readonly store: Store;
  /** Those whose vendor pushes nothing and whose port has `changes`; asked for again every few seconds. */
  readonly accounts: () => readonly PolledAccount[];
  /** A new call of the background, for one poll. */
  readonly makeCall: () => Call;
  readonly logger: Log;
  /** Unix milliseconds. */
  readonly now?: () => number;
  readonly timers?: Timers;
  /** As Math.random. */
  readonly random?: () => number;
}

export interface PolledAccount {
  readonly account: Account;
  readonly port: Pick<AccountPort, 'changes' | 'pollEveryMs'>;
}

export interface Poller {
  /** There may be news of an account: polls it within a second, or as soon as its vendor lets it. Others have no effect. */
  pollNow(account: AccountRef): void;
  /** Resolves when no poll runs any more. */
  close(): Promise<void>;
}

interface Schedule {
  readonly pace: PollPace;
  polled: PolledAccount;
  /** Unix milliseconds. */
  dueAt: number;
  /** Not to be polled before, whoever asks. */
  notBefore: number;
  running: AbortController | null;
  /** Somebody has asked for a poll while one was running, which may not see what he expects. */
  isAskedFor: boolean;
}

/**
 * Asks the vendors that do not push what has changed, account by account, and appends it. A position is kept after what
 * came before it is in the log: whatever happens in between, nothing is lost and the log drops what is repeated.
 */
export function openPoller(options: PollerOptions): Poller {
  const { log, store, accounts, makeCall, logger } = options;
  const { now = Date.now, timers = realTimers, random = Math.random } = options;
  const positions = openPollPositions(store.db, now);
  const schedules = new Map<string, Schedule>();
  const polls = new Set<Promise<void>>();
  let isClosed = false;
  let forget = timers(look, 0);

  function look(): void {
    forget();
    if (isClosed) return;
    follow(accounts());
    const waiting = [...schedules.values()]
      .filter(({ running }) => running === null)
      .sort((one, other) => one.dueAt - other.dueAt);
    const due = waiting.filter(({ dueAt }) => dueAt <= now());
    for (const schedule of due.slice(0, maximumPolls - polls.size)) start(schedule);
    const next = waiting.find(({ running }) => running === null);
    const isFull = polls.size >= maximumPolls;
    forget = timers(look, isFull ? lookMs : Math.min(lookMs, Math.max(0, (next?.dueAt ?? Infinity) - now())));
  }

  /** Accounts that are new are due; those that are gone are not polled again. */
  function follow(current: readonly PolledAccount[]): void {
    const keys = new Set<string>();
    for (const polled of current) {
      const key = accountKey(polled.account);
      keys.add(key);
      const known = schedules.get(key);
      if (known !== undefined) known.polled = polled;
      else schedules.set(key, newSchedule(polled));
    }
    for (const [key, { running }] of schedules) {
      if (!keys.has(key) && running === null) schedules.delete(key);
    }
  }

  function newSchedule(polled: PolledAccount): Schedule {
    const pace = new PollPace(polled.port.pollEveryMs ?? usualMs, random);
    return { pace, polled, dueAt: now(), notBefore: 0, running: null, isAskedFor: false };
  }

  function start(schedule: Schedule): void {
    const running = new AbortController();
    schedule.running = running;
    const polling = poll(schedule, running).then((wait) => {
      polls.delete(polling);
      schedule.running = null;
      schedule.dueAt = now() + wait.for;
      schedule.notBefore = wait.isOwed ? schedule.dueAt : 0;
      if (schedule.isAskedFor) hasten(schedule);
      look();
    });
    polls.add(polling);
  }

  async function poll(
    { polled: { account, port }, pace }: Schedule,
    running: AbortController,
  ): Promise<Wait> {
    try {
      const before = await positions.get(account);
      const changes = await port.changes?.(before, callFor(running));
      if (changes === undefined) return pace.succeeded();
      await log.append(account.connectionId, changes.events);
      if (changes.position !== before) await positions.set(account, changes.position);
      if (changes.pause === undefined) return pace.succeeded(changes.againMs);
      const wait = pace.failed(changes.pause, now());
      report(account, new FailureError(changes.pause), wait);
      return wait;
    } catch (error) {
      const reason = failureOf(error);
      const wait = pace.failed(reason, now());
      if (!isClosed) report(account, error, wait);
      return wait;
    }
  }

  function report({ connectionId, accountId }: AccountRef, error: unknown, wait: Wait): void {
    const reason = failureOf(error);
    const fields = { connectionId, accountId, retryMs: Math.round(wait.for) };
    if (reason === null) logger.error({ ...fields, err: error }, 'Polling an account broke');
    else logger.warn({ ...fields, code: reason.code }, 'An account could not be polled');
  }

  /** Ends with its own time, or when the poller is closed. */
  function callFor(running: AbortController): Call {
    const call = makeCall();
    call.signal.addEventListener('abort', () => running.abort(call.signal.reason), { once: true });
    return {
      signal: running.signal,
      deadline: call.deadline,
      background: call.background,
      count: () => call.count(),
    };
  }

  function hasten(schedule: Schedule): void {
    schedule.isAskedFor = false;
    schedule.dueAt = Math.min(schedule.dueAt, Math.max(now() + settleMs, schedule.notBefore));
  }

  return {
    pollNow(account) {
      const schedule = schedules.get(accountKey(account));
      if (schedule === undefined || isClosed) return;
      if (schedule.running !== null) schedule.isAskedFor = true;
      else {
        hasten(schedule);
        look();
      }
    },

    async close() {
      isClosed = true;
      forget();
      for (const { running } of schedules.values()) running?.abort();
      await Promise.all(polls);
    },
  };
}

const realTimers: Timers = (action, milliseconds) => {
  const timer = setTimeout(action, milliseconds);
  return () => clearTimeout(timer);
};
