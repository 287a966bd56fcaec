import { describe, expect, it } from 'vitest';
import { type EventLog, openEventLog } from '../../src/events/log.ts';
import { openStream, type Stream, type StreamItem, type StreamRequest } from '../../src/events/stream.ts';
import { created, createdRange, memoryStore, message } from './happenings.ts';

async function open(given: Partial<StreamRequest> & { log?: EventLog } = {}) {
  const log = given.log ?? (await openEventLog(await memoryStore()));
  const stream = await openStream(log, {
    after: null,
    wants: () => true,
    signal: new AbortController().signal,
    slowAfterMs: 10_000,
    slowAfterEvents: 1_000,
    ...given,
  });
  return { log, stream };
}

async function take(stream: Stream, count: number): Promise<StreamItem[]> {
  const items: StreamItem[] = [];
  while (items.length < count) {
    const { done, value } = await stream.next();
    if (done) break;
    items.push(value);
  }
  return items;
}

const places = (items: readonly StreamItem[]) =>
  items.map((item) => (item.kind === 'EVENT' ? item.logged.place : item.kind));
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('a live stream', () => {
  it('begins where it was opened, though nobody has pulled yet', async () => {
    const { log } = await open();
    await log.append('sales', createdRange(1, 3));
    const { stream } = await open({ log });
    await log.append('sales', createdRange(4, 600));
    expect(places(await take(stream, 600))).toEqual(range(4, 603));
  });

  it('passes only what is wanted', async () => {
    const { log, stream } = await open({ wants: ({ place }) => place % 2 === 0 });
    await log.append('sales', createdRange(1, 6));
    expect(places(await take(stream, 3))).toEqual([2, 4, 6]);
  });

  it('brings 5,000 events of one tick to each of several fast readers', async () => {
    const { log } = await open();
    const streams = await Promise.all(range(1, 5).map(async () => (await open({ log })).stream));
    const reading = Promise.all(streams.map((stream) => take(stream, 5_000)));
    await Promise.all(createdRange(1, 5_000).map((event) => log.append('sales', [event])));
    for (const items of await reading) expect(places(items)).toEqual(range(1, 5_000));
  });

  it('wakes ten thousand idle readers with one event, without a look into the database', async () => {
    const store = await memoryStore();
    const log = await openEventLog(store);
    const streams = await Promise.all(range(1, 10_000).map(async () => (await open({ log })).stream));
    log.onAppend(() => void store.close());
    const waiting = streams.map((stream) => stream.next());
    await log.append('sales', [created(1)]);
    const items = (await Promise.all(waiting)).map(({ value }) => value);
    expect(items.every((item) => item?.kind === 'EVENT' && item.logged.place === 1)).toBe(true);
    await Promise.all(streams.map((stream) => stream.return()));
  });
});

describe('a replay', () => {
  it('brings what came after the place, says once that it has caught up, and goes on live', async () => {
    const { log } = await open();
    await log.append('sales', createdRange(1, 700));
    const { stream } = await open({ log, after: 10 });
    expect(places(await take(stream, 691))).toEqual([...range(11, 700), 'CAUGHT_UP']);
    const next = take(stream, 2);
    await log.append('sales', createdRange(701, 2));
    expect(places(await next)).toEqual([701, 702]);
  });

  it('has caught up at once where nothing came, also where nothing of it is wanted', async () => {
    const { log } = await open();
    await log.append('sales', createdRange(1, 5));
    for (const after of [5, 99]) {
      const { stream } = await open({ log, after });
      expect(await take(stream, 1)).toEqual([{ kind: 'CAUGHT_UP', place: 5 }]);
      await log.append('sales', []);
    }
    const { stream } = await open({ log, after: 0, wants: () => false });
    expect(await take(stream, 1)).toEqual([{ kind: 'CAUGHT_UP', place: 5 }]);
  });

  it('from a place of another database goes on with what comes next here', async () => {
    const { log } = await open();
    await log.append('sales', createdRange(1, 5));
    const { stream } = await open({ log, after: 1_000_000 });
    await log.append('sales', [created(6)]);
    expect(places(await take(stream, 2))).toEqual([6, 'CAUGHT_UP']);
  });

  it('says first what retention has removed', async () => {
    let now = Date.UTC(2026, 2, 1);
    const log = await openEventLog(await memoryStore(), { now: () => now });
    await log.append('sales', createdRange(1, 5));
    now += 31 * 24 * 3_600_000;
    await log.append('sales', [created(6)]);
    const before = (await open({ log, after: 3 })).stream;
    await log.prune();
    const gap = (from: number) => ({ kind: 'GAP', from, to: 5, reason: 'RETENTION' });
    expect((await take(before, 3)).map((item) => (item.kind === 'GAP' ? item : item.kind))).toEqual([
      gap(3),
      'EVENT',
      'CAUGHT_UP',
    ]);
    expect(await take((await open({ log, after: 0 })).stream, 1)).toEqual([gap(0)]);
    expect(places(await take((await open({ log, after: 5 })).stream, 2))).toEqual([6, 'CAUGHT_UP']);
  });
});

describe('a slow reader', () => {
  it('is moved to the head with a gap, and goes on from there', async () => {
    let now = 0;
    const { log, stream } = await open({ now: () => now });
    await log.append('sales', createdRange(1, 5));
    expect(places(await take(stream, 2))).toEqual([1, 2]);
    await log.append('sales', createdRange(6, 998));
    now += 10_000;
    const [gap] = await take(stream, 1);
    expect(gap).toEqual({ kind: 'GAP', from: 2, to: 1_003, reason: 'SLOW_CONSUMER' });
    await log.append('sales', [created(1_004)]);
    expect(places(await take(stream, 1))).toEqual([1_004]);
  });

  it('gets everything where little waits, or it was not away for long, or the rest is not for it', async () => {
    let now = 0;
    const first = await open({ now: () => now });
    await first.log.append('sales', createdRange(1, 1_001));
    await take(first.stream, 1);
    now += 3_600_000;
    expect(places(await take(first.stream, 1_000))).toEqual(range(2, 1_001));

    const second = await open({ now: () => now });
    await second.log.append('sales', createdRange(1, 3_000));
    await take(second.stream, 1);
    now += 9_999;
    expect(places(await take(second.stream, 2_999))).toEqual(range(2, 3_000));

    const third = await open({ now: () => now, wants: ({ place }) => place < 10 || place > 2_998 });
    await third.log.append('sales', createdRange(1, 3_000));
    await take(third.stream, 1);
    now += 10_000;
    expect(places(await take(third.stream, 10))).toEqual([...range(2, 9), 2_999, 3_000]);
  });

  it('is not who waited long for news', async () => {
    let now = 0;
    const { log, stream } = await open({ now: () => now });
    await log.append('sales', [created(1)]);
    await take(stream, 1);
    const next = take(stream, 2_000);
    now += 3_600_000;
    await log.append('sales', createdRange(2, 2_000));
    expect(places(await next)).toEqual(range(2, 2_001));
  });

  it('in the midst of a replay has caught up after its gap', async () => {
    let now = 0;
    const { log } = await open();
    await log.append('sales', createdRange(1, 2_000));
    const { stream } = await open({ log, after: 0, now: () => now });
    await take(stream, 300);
    now += 10_000;
    expect(places(await take(stream, 2))).toEqual(['GAP', 'CAUGHT_UP']);
  });

  it('keeps no more than a page: large events stay in the log until it takes them', async () => {
    const { log } = await open();
    let longest = 0;
    const measured: EventLog = {
      ...log,
      async read(after, limit) {
        const page = await log.read(after, limit);
        longest = Math.max(longest, JSON.stringify(page).length);
        return page;
      },
    };
    const { stream } = await open({ log: measured });
    await log.append(
      'sales',
      range(1, 1_000).map((number) => created(number, { message: message(number, 'x'.repeat(4_000)) })),
    );
    await take(stream, 1);
    expect(longest).toBeLessThan(1_100_000);
    expect(places(await take(stream, 999))).toEqual(range(2, 1_000));
  });
});

describe('the end', () => {
  it('comes at once by return, while it waits and before it began', async () => {
    const waiting = await open();
    const next = waiting.stream.next();
    await waiting.stream.return();
    expect(await next).toEqual({ done: true, value: undefined });
    const fresh = await open();
    await fresh.stream.return();
    expect(await fresh.stream.next()).toEqual({ done: true, value: undefined });
  });

  it('comes at once by the signal, whenever it aborts', async () => {
    const leaving = new AbortController();
    const { log, stream } = await open({ signal: leaving.signal });
    await log.append('sales', createdRange(1, 10));
    await take(stream, 1);
    const late = await open({ log, signal: leaving.signal });
    const waiting = take(late.stream, 1);
    leaving.abort();
    expect(await waiting).toEqual([]);
    expect(await take(stream, 5)).toEqual([]);
    expect(await take((await open({ signal: leaving.signal })).stream, 1)).toEqual([]);
  });
});
