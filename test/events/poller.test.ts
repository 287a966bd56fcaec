import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { type OwnedEventLog, openEventLog } from '../../src/events/log.ts';
import { openPoller, type PolledAccount, type Poller, type Timers } from '../../src/events/poller.ts';
import type { Call } from '../../src/messaging/call.ts';
import { failure } from '../../src/messaging/errors.ts';
import type { IncomingEvent } from '../../src/messaging/event.ts';
import { StorageUnavailable, type Store } from '../../src/store/store.ts';
import { accountOf, caller } from '../reading/fakes.ts';
import { silentLog } from '../store/silent-log.ts';
import { created, memoryStore } from './happenings.ts';

const second = 1_000;
const minute = 60 * second;

/** Time that moves when it is told to, and lets everything else happen in between. */
function manualTime() {
  let time = Date.UTC(2026, 2, 1, 9);
  const waiting = new Map<() => void, number>();
  const timers: Timers = (action, milliseconds) => {
    waiting.set(action, time + milliseconds);
    return () => waiting.delete(action);
  };
  const ready = async () => {
    for (let count = 0; count < 20; count += 1) await turn();
  };
  async function advance(milliseconds: number): Promise<void> {
    const until = time + milliseconds;
    await ready();
    for (;;) {
      const [next] = [...waiting].filter(([, due]) => due <= until).sort(([, one], [, other]) => one - other);
      if (next === undefined) break;
      waiting.delete(next[0]);
      time = Math.max(time, next[1]);
      next[0]();
      await ready();
    }
    time = until;
  }
  return { now: () => time, timers, advance };
}

type Changes = NonNullable<PolledAccount['port']['changes']>;

let time: ReturnType<typeof manualTime>;
let store: Store;
let log: OwnedEventLog;
/** When which account was polled, in seconds since the start, and from which position. */
let polls: { readonly at: number; readonly id: string; readonly position: string | null }[];
let accounts: PolledAccount[];
let random: number;
let poller: Poller;

beforeEach(async () => {
  time = manualTime();
  store = await memoryStore();
  log = await openEventLog(store);
  polls = [];
  accounts = [];
  random = 0.5;
  return async () => {
    await poller.close();
    await store.close();
  };
});

function open(given: Partial<Parameters<typeof openPoller>[0]> = {}): void {
  poller = openPoller({
    log,
    store,
    accounts: () => accounts,
    makeCall: () => caller().call,
    logger: silentLog,
    now: time.now,
    timers: time.timers,
    random: () => random,
    ...given,
  });
}

/** An account whose changes are answered so; nothing new otherwise. */
function polled(
  id: string,
  changes: Changes = async (position) => ({ events: [], position: position ?? '0' }),
) {
  const begin = time.now();
  const account: PolledAccount = {
    account: accountOf('founder', id),
    port: {
      changes: (position, call) => {
        polls.push({ at: (time.now() - begin) / second, id, position });
        return changes(position, call);
      },
    },
  };
  accounts.push(account);
  return account;
}

/** Each answer waits until the test gives it, or the poll is given up. */
function held() {
  const answers: (() => void)[] = [];
  const changes: Changes = (_, { signal }) =>
    new Promise((resolve, reject) => {
      answers.push(() => resolve({ events: [], position: '1' }));
      signal.addEventListener('abort', () => reject(failure('PROVIDER_UNAVAILABLE', 'Given up.')));
    });
  return { changes, answer: () => answers.shift()?.() };
}

const times = (id?: string) => polls.filter((poll) => id === undefined || poll.id === id).map(({ at }) => at);
const logged = async () => (await log.read(0, 100)).map(({ event }) => event);

/** Answers one page of events after the other, each at a position of its own. */
function pages(...news: (readonly IncomingEvent[])[]): Changes {
  return async (position) => {
    const index = position === null ? 0 : Number(position);
    const events = news[index];
    return { events: events ?? [], position: events === undefined ? String(index) : String(index + 1) };
  };
}

describe('what changed', () => {
  it('is appended, and asked for from where it ended, also after a restart', async () => {
    polled('a', pages([], [created(1), created(2)], [created(3)]));
    open();
    await time.advance(30 * second);
    expect(await logged()).toEqual([created(1).event, created(2).event]);
    await poller.close();
    open();
    await time.advance(0);
    expect(polls.map(({ position }) => position)).toEqual([null, '1', '2']);
    expect(await logged()).toEqual([1, 2, 3].map((number) => created(number).event));
  });

  it('is neither lost nor repeated where the gateway ends between append and save', async () => {
    polled('a', pages([created(1)], [created(2)]));
    const dying = {
      append: async (...given: Parameters<OwnedEventLog['append']>) => {
        await log.append(...given);
        throw new StorageUnavailable(new Error('The process ends.'));
      },
    };
    open({ log: dying });
    await time.advance(0);
    await poller.close();
    open();
    await time.advance(30 * second);
    expect(polls.map(({ position }) => position)).toEqual([null, null, '1']);
    expect(await logged()).toEqual([created(1).event, created(2).event]);
  });

  it('is asked for again from the same position where it could not be stored', async () => {
    polled('a', pages([created(1)]));
    let isDown = true;
    open({
      log: {
        append: async (...given) => {
          if (isDown) throw new StorageUnavailable(new Error('The disk is full.'));
          return log.append(...given);
        },
      },
    });
    await time.advance(0);
    isDown = false;
    await time.advance(minute);
    expect(polls.map(({ position }) => position)).toEqual([null, null]);
    expect(await logged()).toEqual([created(1).event]);
  });

  it('of one account has its own position', async () => {
    polled('a', pages([], [], []));
    polled('b', pages([]));
    open();
    await time.advance(minute);
    expect(polls.filter(({ id }) => id === 'a').map(({ position }) => position)).toEqual([null, '1', '2']);
    expect(polls.filter(({ id }) => id === 'b').map(({ position }) => position)).toEqual([null, '1', '1']);
  });
});

describe('the schedule', () => {
  it('is every 30 seconds, or as the port says', async () => {
    polled('a');
    const b = polled('b');
    accounts[1] = { ...b, port: { ...b.port, pollEveryMs: 20 * second } };
    open();
    await time.advance(minute);
    expect(times('a')).toEqual([0, 30, 60]);
    expect(times('b')).toEqual([0, 20, 40, 60]);
  });

  it('is sooner where the port expects something sooner, and never later', async () => {
    const expected = [5 * second, 10 * second, 90 * second];
    polled('a', async (position) => ({
      events: [],
      position: position ?? '0',
      againMs: expected.shift() ?? Number.POSITIVE_INFINITY,
    }));
    open();
    await time.advance(75 * second);
    expect(times()).toEqual([0, 5, 15, 45, 75]);
  });

  it.each([
    [0, [0, 24, 48]],
    [1, [0, 36, 72]],
  ])('has 20 %% of chance in it: %s', async (chance, expected) => {
    random = chance;
    polled('a');
    open();
    await time.advance(Math.max(...expected) * second);
    expect(times()).toEqual(expected);
  });

  it('takes in accounts that come and leaves out those that go', async () => {
    polled('a');
    open();
    await time.advance(10 * second);
    polled('b');
    await time.advance(5 * second);
    expect(times('b')).toHaveLength(1);
    accounts = accounts.filter(({ account }) => account.accountId === 'b');
    await time.advance(minute);
    expect(times('a')).toEqual([0]);
    expect(times('b')).toHaveLength(3);
  });

  it('never polls an account twice at once, however long it takes, even if it goes and comes back', async () => {
    const { changes, answer } = held();
    const a = polled('a', changes);
    open();
    await time.advance(5 * minute);
    accounts = [];
    await time.advance(minute);
    accounts = [a];
    await time.advance(minute);
    poller.pollNow(a.account);
    await time.advance(minute);
    expect(times()).toEqual([0]);
    answer();
    await time.advance(second);
    expect(times()).toEqual([0, 481]);
  });

  it('polls at most eight accounts at once, and all of them', async () => {
    let running = 0;
    let most = 0;
    const { changes, answer } = held();
    for (let index = 0; index < 30; index += 1) {
      polled(`account-${index}`, async (position, call) => {
        running += 1;
        most = Math.max(most, running);
        const answered = await changes(position, call);
        running -= 1;
        return answered;
      });
    }
    open();
    for (let round = 0; round < 30; round += 1) {
      await time.advance(0);
      answer();
    }
    await time.advance(0);
    expect(most).toBe(8);
    expect(new Set(polls.map(({ id }) => id)).size).toBe(30);
  });
});

describe('a vendor that is asked too often', () => {
  const refusing = (refusals: number, retryAt: () => string | null = () => null) => {
    let count = 0;
    return async (position: string | null) => {
      count += 1;
      if (count <= refusals) throw failure('RATE_LIMITED', 'Too often.', { retryAt: retryAt() });
      return { events: [], position: position ?? '0' };
    };
  };
  const waits = () =>
    times().flatMap((at, index) => (index === 0 ? [] : [Math.round(at - (times()[index - 1] ?? 0))]));

  it('is asked half as often each time, down to every ten minutes, and slowly more often again', async () => {
    polled('a', refusing(6));
    open();
    await time.advance(3 * 60 * minute);
    expect(waits().slice(0, 6)).toEqual([60, 120, 240, 480, 600, 600]);
    expect(waits().slice(6, 9)).toEqual([480, 384, 307]);
    expect(waits().at(-1)).toBe(30);
  });

  it('is not asked before the time that it names', async () => {
    polled(
      'a',
      refusing(1, () => new Date(time.now() + 20 * minute).toISOString()),
    );
    open();
    await time.advance(19 * minute);
    for (const { account } of accounts) poller.pollNow(account);
    await time.advance(minute + 59 * second);
    expect(times()).toEqual([0]);
    await time.advance(second * 62);
    expect(times()).toEqual([0, 22 * 60]);
  });
});

describe('a vendor that asks for a pause after some of it was read', () => {
  it('is not asked before, and what was read is appended', async () => {
    const retryAt = new Date(time.now() + 20 * minute).toISOString();
    const { failure: pause } = failure('RATE_LIMITED', 'Too often.', { retryAt });
    polled('a', async (position) =>
      position === null
        ? { events: [created(1)], position: '1', pause }
        : { events: [created(2)], position: '2' },
    );
    open();
    await time.advance(19 * minute);
    expect(await logged()).toEqual([created(1).event]);
    for (const { account } of accounts) poller.pollNow(account);
    await time.advance(4 * minute);
    expect(polls.slice(0, 2)).toMatchObject([
      { at: 0, position: null },
      { at: 22 * 60, position: '1' },
    ]);
    expect(await logged()).toEqual([created(1).event, created(2).event]);
  });
});

describe('a vendor that does not answer', () => {
  it.each([
    ['is down', () => failure('PROVIDER_UNAVAILABLE', 'Down.')],
    ['has lost the account', () => failure('ACCOUNT_DISCONNECTED', 'Signed out.')],
    ['is misread by us', () => new TypeError('a fault of ours')],
  ])('is asked less often, and as often as before once it answers: %s', async (_, error) => {
    let isDown = true;
    polled('a', async () => {
      if (isDown) throw error();
      return { events: [], position: '1' };
    });
    open();
    await time.advance(60 * minute);
    expect(times().slice(0, 7)).toEqual([0, 60, 180, 420, 900, 1_500, 2_100]);
    isDown = false;
    await time.advance(10 * minute);
    const count = times().length;
    await time.advance(minute);
    expect(times().length - count).toBe(2);
  });

  it('does not hold up the others', async () => {
    polled('a', async () => {
      throw failure('PROVIDER_UNAVAILABLE', 'Down.');
    });
    polled('b');
    open();
    await time.advance(minute);
    expect(times('b')).toEqual([0, 30, 60]);
  });
});

describe('somebody who expects news', () => {
  it('has the account polled within a second, once for all who ask', async () => {
    const { account } = polled('a');
    polled('b');
    open();
    await time.advance(10 * second);
    for (let count = 0; count < 20; count += 1) poller.pollNow(account);
    await time.advance(40 * second);
    expect(times('a')).toEqual([0, 11, 41]);
    expect(times('b')).toEqual([0, 30]);
  });

  it('has it polled again after a poll that may have begun too early', async () => {
    const { changes, answer } = held();
    const { account } = polled('a', changes);
    open();
    await time.advance(second);
    poller.pollNow(account);
    answer();
    await time.advance(5 * second);
    expect(times()).toEqual([0, 2]);
  });

  it('of an account that is not polled has no effect', async () => {
    open();
    poller.pollNow(accountOf('founder', 'stranger'));
    await time.advance(minute);
    expect(polls).toEqual([]);
  });
});

describe('closing', () => {
  it('gives up polls that are under way, waits for them, and polls no more', async () => {
    const { changes } = held();
    let seen: Call | undefined;
    const { account } = polled('a', (position, call) => {
      seen = call;
      return changes(position, call);
    });
    open();
    await time.advance(second);
    await poller.close();
    expect(seen?.signal.aborted).toBe(true);
    poller.pollNow(account);
    await time.advance(10 * minute);
    expect(times()).toEqual([0]);
  });

  it('ends a poll whose own time is over', async () => {
    const { call, leave } = caller();
    polled('a', held().changes);
    open({ makeCall: () => call });
    await time.advance(second);
    leave();
    await time.advance(70 * second);
    expect(times()).toEqual([0, 61]);
  });
});
