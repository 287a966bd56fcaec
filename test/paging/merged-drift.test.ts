import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPaging } from '../../src/paging/index.ts';
import { memoryShelf } from '../../src/paging/shelf.ts';
import { type Random, seeded } from '../../src/sandbox/random.ts';
import { seed } from '../support/seed.ts';
import { Ledger } from './drift.ts';
import { ask, type FakeSource, type Item, listed, MovingList, pagings, sourceOf } from './lists.ts';

/** How lists that move are walked as one. */
interface Walk {
  readonly lists: number;
  readonly longest: number;
  /** Of ten lists, how many have a second source that shows some of the same items. */
  readonly views: number;
  /** One item of so many passes the filter; 1: there is none. */
  readonly every: number;
  readonly changesPerPage: number;
  /** Of 100 pages, how many are asked of a gateway that was just started. */
  readonly restarts: number;
  readonly seed: number;
}

const key = Buffer.alloc(32, 11);
const isOneOf = (item: Item, every: number) => Number(item.id.split('-').at(-1)) % every === 0;

const walks = fc.record({
  lists: fc.integer({ min: 2, max: 12 }),
  longest: fc.constantFrom(0, 20, 120),
  views: fc.constantFrom(0, 5),
  every: fc.constantFrom(1, 1, 3),
  changesPerPage: fc.constantFrom(0, 0.1, 1, 10),
  restarts: fc.constantFrom(0, 20, 100),
  seed: fc.integer(),
});

describe(`lists that move while they are walked as one (seed ${seed})`, () => {
  it('show once what stays, at least once what moves up, and nothing else: 500 walks', async () => {
    await fc.assert(
      fc.asyncProperty(walks, async (walk) => {
        const { lost, repeated, missed, invented } = await mergedWalk(walk);
        expect({ lost, repeated, missed, invented }).toEqual({
          lost: [],
          repeated: [],
          missed: [],
          invented: [],
        });
      }),
      { seed, numRuns: 500 },
    );
  }, 300_000);
});

async function mergedWalk(walk: Walk) {
  const { every, changesPerPage } = walk;
  const random = seeded(`${walk.seed}`);
  const clock = { time: 1000 * walk.longest };
  const lists = Array.from(
    { length: walk.lists },
    (_, index) => new MovingList(random.integer(0, walk.longest), `list${index}`, clock),
  );
  const sources = lists.flatMap((list, index) => sourcesOf(list, `account${index}`, walk, random));
  const ledger = new Ledger(lists, (item) => isOneOf(item, every));
  const now = () => 0;
  // What does not fit into a cursor outlives a gateway.
  const shelf = memoryShelf(now);
  const fresh = () => createPaging({ key, now, shelf });
  let paging = fresh();
  let left = lists.reduce((sum, { items }) => sum + items.length, 0);
  for (let after: string | null = null; ; ) {
    const first = random.integer(1, 60);
    const page = await ask(paging, {
      sources: sources.map(listed),
      first,
      after,
      movesUp: true,
      ...(every > 1 && { accepts: (item: Item) => isOneOf(item, every) }),
    });
    for (const edge of page.edges) ledger.came(edge.node.id);
    if (!page.hasNextPage) return ledger.outcome();
    after = page.endCursor;
    if (left > 0) ledger.change(random, changesPerPage);
    left -= first;
    if (random.chance(walk.restarts / 100)) paging = fresh();
  }
}

/** A list by a random kind of paging; beside it, now and then, a view of some of its items, by another one. */
function sourcesOf(list: MovingList, name: string, { views }: Walk, random: Random): FakeSource[] {
  const one = sourceOf(list, random.pick(pagings), {
    name,
    maxPageSize: random.pick([20, 100, 250]),
    short: random.chance(0.3) ? random.fork(name) : null,
  });
  if (!random.chance(views / 10)) return [one];
  const every = random.integer(2, 6);
  const view = {
    get items() {
      return list.items.filter((item) => isOneOf(item, every));
    },
  };
  return [one, sourceOf(view, random.pick(pagings), { name: `view of ${name}` })];
}
