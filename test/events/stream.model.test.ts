import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openEventLog } from '../../src/events/log.ts';
import { openStream, type Stream, type StreamItem } from '../../src/events/stream.ts';
import { createdRange, memoryStore } from './happenings.ts';

const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('append' as const), count: fc.integer({ min: 1, max: 400 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('open' as const), after: fc.option(fc.nat(1_000)) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('pull' as const),
      reader: fc.nat(5),
      count: fc.integer({ min: 1, max: 60 }),
      wait: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('close' as const), reader: fc.nat(5) }) },
);

interface Reader {
  readonly stream: Stream;
  readonly after: number | null;
  /** The place at which it began. */
  readonly from: number;
  readonly items: StreamItem[];
  pulling: Promise<void>;
  isClosed: boolean;
}

async function pull(reader: Reader, count: number): Promise<void> {
  for (let taken = 0; taken < count; taken += 1) {
    const { done, value } = await reader.stream.next();
    if (done) return;
    reader.items.push(value);
  }
}

it('between replay and live nothing is lost or repeated, whoever appends, reads or leaves when', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(500), fc.array(step, { maxLength: 40 }), async (kept, steps) => {
      const store = await memoryStore();
      await (await openEventLog(store)).append('sales', createdRange(1, kept));
      // Started anew, so that what was kept comes from the database and the rest from memory.
      const log = await openEventLog(store);
      let head = kept;
      const readers: Reader[] = [];
      const appends: Promise<unknown>[] = [];

      for (const action of steps) {
        if (action.do === 'append') {
          const appending = log.append('sales', createdRange(head + 1, action.count));
          head += action.count;
          appends.push(appending);
          if (action.count % 2 === 0) await appending;
        } else if (action.do === 'open') {
          const visible = await log.head();
          const stream = await openStream(log, {
            after: action.after,
            wants: () => true,
            signal: new AbortController().signal,
            slowAfterMs: Number.POSITIVE_INFINITY,
            slowAfterEvents: 0,
          });
          const from = Math.min(action.after ?? visible, visible);
          readers.push({
            stream,
            after: action.after,
            from,
            items: [],
            pulling: Promise.resolve(),
            isClosed: false,
          });
        } else {
          const reader = readers[action.reader];
          if (reader === undefined) continue;
          if (action.do === 'close') {
            await reader.stream.return();
            await reader.pulling;
            reader.isClosed = true;
          } else {
            reader.pulling = reader.pulling.then(() => pull(reader, action.count));
            // One that waits only for what is there: more than that would wait for ever.
            const there = head - reader.from - reader.items.length;
            if (action.wait && action.count <= there) await reader.pulling;
          }
        }
      }

      await Promise.all(appends);
      // Enough for every pull that still waits, then each reader is brought to the head.
      await log.append('sales', createdRange(head + 1, 40 * 60));
      head += 40 * 60;
      for (const reader of readers) {
        await reader.pulling;
        const marks = () => reader.items.filter((item) => item.kind === 'CAUGHT_UP').length;
        while (!reader.isClosed && reader.items.length - marks() < head - reader.from) await pull(reader, 1);
        if (!reader.isClosed && reader.after !== null && marks() === 0) await pull(reader, 1);

        const seen = reader.items.flatMap((item) => (item.kind === 'EVENT' ? [item.logged.place] : []));
        expect(seen).toEqual(seen.map((_, index) => reader.from + 1 + index));
        expect(reader.items.every((item) => item.kind !== 'GAP')).toBe(true);
        expect(marks()).toBeLessThanOrEqual(reader.after === null ? 0 : 1);
        if (!reader.isClosed) {
          expect(seen.at(-1) ?? reader.from).toBe(head);
          expect(marks()).toBe(reader.after === null ? 0 : 1);
        }
        await reader.stream.return();
      }
      await store.close();
    }),
    { numRuns: 40 },
  );
});
