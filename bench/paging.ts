/**
 * Walks a list of 5,000 items that moves meanwhile, through Parley's cursors and by plain offsets: calls, time, and what
 * each of them lost or repeated. Run with `node --import tsx bench/paging.ts`.
 */
import { randomBytes } from 'node:crypto';
import { createPaging } from '../src/paging/index.ts';
import { seeded } from '../src/sandbox/random.ts';
import { Ledger } from '../test/paging/drift.ts';
import { ask, call, listed, MovingList, type PagingKind, sourceOf } from '../test/paging/lists.ts';

const SIZE = 5_000;

interface Measure {
  readonly calls: number;
  readonly milliseconds: number;
  readonly wrong: number;
}

/** Shows a page from the cursor and answers the next one; null: that was the last. */
type Step<Cursor> = (cursor: Cursor | null, show: (id: string) => void) => Promise<Cursor | null>;

async function measure<Cursor>(
  list: MovingList,
  changesPerPage: number,
  step: Step<Cursor>,
  calls: () => number,
): Promise<Measure> {
  const random = seeded('bench');
  const ledger = new Ledger([list]);
  const began = performance.now();
  let changing = 0;
  for (let cursor = await step(null, (id) => ledger.came(id)); cursor !== null; ) {
    const before = performance.now();
    ledger.change(random, changesPerPage);
    changing += performance.now() - before;
    cursor = await step(cursor, (id) => ledger.came(id));
  }
  const milliseconds = performance.now() - began - changing;
  const { lost, repeated } = ledger.outcome();
  return { calls: calls(), milliseconds, wrong: lost.length + repeated.length };
}

function naive(first: number, changesPerPage: number): Promise<Measure> {
  const list = new MovingList(SIZE);
  const source = sourceOf(list, 'offset');
  const step: Step<number> = async (cursor, show) => {
    const offset = cursor ?? 0;
    const page = await source.fetch({ at: 'offset', offset }, first, call());
    for (const item of page.items) show(item.id);
    return page.next === null ? null : offset + first;
  };
  return measure(list, changesPerPage, step, () => source.calls);
}

function parley(kind: PagingKind, first: number, changesPerPage: number): Promise<Measure> {
  const list = new MovingList(SIZE);
  const source = sourceOf(list, kind, { maxPageSize: kind.endsWith('cursor') ? 250 : 100 });
  const paging = createPaging({ key: randomBytes(32), now: Date.now });
  const step: Step<string> = async (after, show) => {
    const page = await ask(paging, { sources: [listed(source)], first, after });
    for (const edge of page.edges) show(edge.node.id);
    return page.hasNextPage ? page.endCursor : null;
  };
  return measure(list, changesPerPage, step, () => source.calls);
}

function row(cells: readonly (string | number)[]): void {
  process.stdout.write(`${cells.map((cell) => `${cell}`.padStart(15)).join('')}\n`);
}

process.stdout.write(
  `A list of ${SIZE} items; "wrong" are items that stayed in their place and came never or twice.\n\n`,
);
row([
  'paging',
  'page size',
  'changes/page',
  'calls',
  'naive',
  'calls ratio',
  'ms/page',
  'wrong',
  'naive wrong',
]);
for (const first of [20, 100]) {
  for (const changesPerPage of [0, 1, 10, 50]) {
    const plain = await naive(first, changesPerPage);
    for (const kind of ['offset', 'drifting cursor', 'keyset cursor', 'date'] as const) {
      const ours = await parley(kind, first, changesPerPage);
      const ratio = (ours.calls / plain.calls).toFixed(2);
      const perPage = (ours.milliseconds / (SIZE / first)).toFixed(2);
      row([kind, first, changesPerPage, ours.calls, plain.calls, ratio, perPage, ours.wrong, plain.wrong]);
    }
  }
}
