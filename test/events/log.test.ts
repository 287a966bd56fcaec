import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { type LoggedEvent, type OwnedEventLog, openEventLog } from '../../src/events/log.ts';
import { StorageUnavailable } from '../../src/store/store.ts';
import { created, createdRange, memoryStore, message, status } from './happenings.ts';

const day = 24 * 3_600_000;

async function open(): Promise<OwnedEventLog> {
  return openEventLog(await memoryStore());
}

async function all(log: OwnedEventLog): Promise<LoggedEvent[]> {
  const events: LoggedEvent[] = [];
  for (;;) {
    const page = await log.read(events.at(-1)?.place ?? 0, 100);
    if (page.length === 0) return events;
    events.push(...page);
  }
}

describe('append', () => {
  it('keeps the order of arrival and adds nothing for a repeat', async () => {
    const log = await open();
    const [first, second] = await Promise.all([
      log.append('sales', [created(1), created(2), created(1)]),
      log.append('sales', [created(2), created(3)]),
    ]);
    expect(first.map(({ place, event }) => [place, event])).toEqual([
      [1, created(1).event],
      [2, created(2).event],
    ]);
    expect(second.map(({ event }) => event)).toEqual([created(3).event]);
    expect(await log.append('sales', [created(3), created(1)])).toEqual([]);
    expect((await all(log)).map(({ event }) => event)).toEqual(
      [1, 2, 3].map((number) => created(number).event),
    );
    expect(await log.head()).toBe(3);
  });

  it('knows repeats of one connection from events of another', async () => {
    const log = await open();
    await log.append('sales', [created(1)]);
    expect(await log.append('hiring', [created(1)])).toHaveLength(1);
  });

  it('takes a second disconnection for news and a repeated one not', async () => {
    const log = await open();
    const said = async (...events: ('CONNECTED' | 'NEEDS_RECONNECT')[]) =>
      (
        await log.append(
          'sales',
          events.map((says) => status('acc-1', says)),
        )
      ).length;
    expect(await said('NEEDS_RECONNECT')).toBe(1);
    expect(await said('NEEDS_RECONNECT')).toBe(0);
    expect(await said('CONNECTED', 'CONNECTED', 'NEEDS_RECONNECT', 'CONNECTED')).toBe(3);
    expect(await said('CONNECTED')).toBe(0);
    expect(await log.append('sales', [status('acc-2', 'CONNECTED')])).toHaveLength(1);
  });

  it('does not mix what happens once with what can come again', async () => {
    const log = await open();
    await log.append('sales', [created(1, { identity: { once: 'x' } })]);
    expect(await log.append('sales', [created(2, { identity: { thing: 'x', says: 'y' } })])).toHaveLength(1);
    expect(await log.append('sales', [created(3, { identity: { once: 'x' } })])).toEqual([]);
  });

  it('tells listeners before it resolves, and only of what is new', async () => {
    const log = await open();
    const told: number[][] = [];
    const stop = log.onAppend((events) => told.push(events.map(({ place }) => place)));
    await log.append('sales', [created(1), created(1)]);
    expect(told).toEqual([[1]]);
    await log.append('sales', [created(1)]);
    stop();
    await log.append('sales', [created(2)]);
    expect(told).toEqual([[1]]);
  });

  it('fails as a whole where the store does not answer, and goes on afterwards', async () => {
    const store = await memoryStore();
    const log = await openEventLog(store);
    await log.append('sales', [created(1)]);
    await sql`pragma max_page_count = 1`.execute(store.db);
    const attempts = [
      log.append('sales', [created(2, { message: message(2, 'x'.repeat(500_000)) })]),
      log.append('sales', [created(3)]),
    ];
    for (const attempt of attempts) await expect(attempt).rejects.toBeInstanceOf(StorageUnavailable);
    expect(await log.head()).toBe(1);
    await sql`pragma max_page_count = 1000000`.execute(store.db);
    expect(await log.append('sales', [created(3)])).toMatchObject([{ place: 2 }]);
  });
});

describe('read', () => {
  it('answers the same from memory, from the database and after a restart', async () => {
    const store = await memoryStore();
    const log = await openEventLog(store, { now: () => Date.UTC(2026, 2, 1) });
    const appended = await log.append('sales', createdRange(1, 30));
    const restarted = await openEventLog(store);
    expect(await restarted.head()).toBe(30);
    for (const after of [0, 10, 29, 30, 31]) {
      const expected = appended.filter(({ place }) => place > after);
      expect(await log.read(after, 100)).toEqual(expected);
      expect(await restarted.read(after, 100)).toEqual(expected);
    }
    expect((await restarted.read(3, 2)).map(({ place }) => place)).toEqual([4, 5]);
    await restarted.append('sales', createdRange(31, 5));
    expect((await all(restarted)).map(({ place }) => place)).toEqual(
      Array.from({ length: 35 }, (_, i) => i + 1),
    );
  });

  it('ends a page of large events early, wherever it comes from', async () => {
    const store = await memoryStore();
    const log = await openEventLog(store);
    const sizes = Array.from({ length: 12 }, (_, index) => (index === 5 ? 1_500_000 : 300_000));
    await log.append(
      'sales',
      sizes.map((size, index) => created(index, { message: message(index, 'x'.repeat(size)) })),
    );
    const pages = async (from: OwnedEventLog) => {
      const lengths: number[] = [];
      for (let place = 0; place < 12; ) {
        const page = await from.read(place, 256);
        lengths.push(page.length);
        place = page.at(-1)?.place ?? 12;
      }
      return lengths;
    };
    expect(await pages(log)).toEqual([3, 2, 1, 3, 3]);
    expect(await pages(await openEventLog(store))).toEqual([3, 2, 1, 3, 3]);
  });

  it('goes back to the database for what memory no longer holds', async () => {
    const log = await open();
    for (let from = 0; from < 10_000; from += 1_000) await log.append('sales', createdRange(from, 1_000));
    expect((await all(log)).map(({ place }) => place)).toEqual(
      Array.from({ length: 10_000 }, (_, i) => i + 1),
    );
  });
});

it('shows in their order also what another process has appended meanwhile', async () => {
  const store = await memoryStore();
  const log = await openEventLog(store);
  await log.append('sales', [created(1)]);
  const other = await openEventLog(store);
  await other.append('sales', [created(2), created(3)]);
  expect(await log.append('sales', [created(3), created(4)])).toMatchObject([{ place: 4 }]);
  for (const after of [0, 1, 2, 3]) {
    expect((await log.read(after, 10)).map(({ place }) => place)).toEqual([1, 2, 3, 4].slice(after));
  }
});

describe('waitAfter', () => {
  it('resolves when something lies after the place', async () => {
    const log = await open();
    const signal = new AbortController().signal;
    const waits = [0, 1].map((place) => log.waitAfter(place, signal).then(() => place));
    await log.append('sales', [created(1)]);
    expect(await Promise.race(waits)).toBe(0);
    await log.waitAfter(0, signal);
    await log.append('sales', [created(2)]);
    expect(await Promise.all(waits)).toEqual([0, 1]);
  });

  it('resolves when the signal aborts, before or meanwhile', async () => {
    const log = await open();
    const leaving = new AbortController();
    const wait = log.waitAfter(0, leaving.signal);
    leaving.abort();
    await wait;
    await log.waitAfter(0, leaving.signal);
  });
});

describe('fill', () => {
  it('shows what was loaded to everybody, now and at replay; what was kept first stays', async () => {
    const store = await memoryStore();
    const log = await openEventLog(store);
    await log.append('sales', [created(1), created(2)]);
    await log.fill(1, { message: message(1, 'first') });
    await log.fill(1, { message: message(1, 'second') });
    const expected = [{ event: { message: { text: 'first' } } }, { event: { message: null } }];
    expect(await log.read(0, 10)).toMatchObject(expected);
    expect(await (await openEventLog(store)).read(0, 10)).toMatchObject(expected);
  });

  it('leaves alone what has no such part or is gone', async () => {
    const log = await open();
    const [logged] = await log.append('sales', [status('acc-1', 'CONNECTED')]);
    await log.fill(1, { message: message(1) });
    await log.fill(99, { message: message(1) });
    expect(await log.read(0, 10)).toEqual([logged]);
  });
});

describe('park', () => {
  it('counts names, per connection, and a flood of them under one', async () => {
    let now = Date.UTC(2026, 2, 1);
    const log = await openEventLog(await memoryStore(), { now: () => now });
    await log.park('sales', ['mail_opened', 'mail_opened', 'call_started']);
    now += day;
    await log.park('sales', ['mail_opened']);
    await log.park('hiring', ['mail_opened']);
    expect(await log.parked()).toEqual([
      { connectionId: 'hiring', name: 'mail_opened', count: 1, lastAt: '2026-03-02T00:00:00.000Z' },
      { connectionId: 'sales', name: 'call_started', count: 1, lastAt: '2026-03-01T00:00:00.000Z' },
      { connectionId: 'sales', name: 'mail_opened', count: 3, lastAt: '2026-03-02T00:00:00.000Z' },
    ]);
    await log.park(
      'sales',
      Array.from({ length: 5_000 }, (_, index) => `flood ${index} ${'x'.repeat(200)}`),
    );
    const parked = await log.parked();
    expect(parked.length).toBeLessThan(250);
    expect(parked.reduce((sum, { count }) => sum + count, 0)).toBe(5_005);
  });
});

describe('retention', () => {
  it('removes what is older, says up to where, and keeps places growing', async () => {
    let now = Date.UTC(2026, 2, 1);
    const store = await memoryStore();
    const log = await openEventLog(store, { now: () => now });
    await log.append('sales', createdRange(1, 2_500));
    now += 20 * day;
    await log.append('sales', createdRange(2_501, 3));
    expect(await log.prune()).toBe(0);
    now += 11 * day;
    expect(await log.prune()).toBe(2_500);
    expect(await log.removedUpTo()).toBe(2_500);
    expect((await all(await openEventLog(store))).map(({ place }) => place)).toEqual([2_501, 2_502, 2_503]);
    now += 30 * day;
    expect(await log.prune()).toBe(3);
    const restarted = await openEventLog(store, { now: () => now });
    expect(await restarted.removedUpTo()).toBe(2_503);
    expect(await restarted.append('sales', [created(9_999)])).toMatchObject([{ place: 2_504 }]);
  });

  it('knows repeats for a week at least, and as long as they go on', async () => {
    let now = Date.UTC(2026, 2, 1);
    const log = await openEventLog(await memoryStore(), { now: () => now, keepDays: 1 });
    await log.append('sales', [created(1), created(2)]);
    for (let days = 1; days <= 6; days += 1) {
      now += day;
      await log.prune();
    }
    expect(await log.removedUpTo()).toBe(2);
    expect(await log.append('sales', [created(1)])).toEqual([]);
    now += 3 * day;
    await log.prune();
    expect(await log.append('sales', [created(1)])).toEqual([]);
    expect(await log.append('sales', [created(2)])).toHaveLength(1);
  });
});
