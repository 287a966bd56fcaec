import fc from 'fast-check';
import { createPaging } from '../../src/paging/index.ts';
import { type Random, seeded } from '../../src/sandbox/random.ts';
import {
  ask,
  type Item,
  isLeftOut,
  listed,
  MovingList,
  type PagingKind,
  pagings,
  sourceOf,
} from './lists.ts';

/** How a list is walked while it moves. */
export interface Drift {
  readonly paging: PagingKind;
  /** The vendor's largest page. */
  readonly maxPageSize: number;
  readonly size: number;
  /** Items per page: the same on every page, or 0 for another number on each. */
  readonly first: number;
  readonly changesPerPage: number;
  readonly isShort: boolean;
  /** One row of so many is left out of the answers; 0: none. */
  readonly leftOut: number;
  /** Of 100 pages, how many are asked of a gateway that was just started, and how many from an edge before the last. */
  readonly restarts: number;
  readonly earlierEdges: number;
  readonly seed: number;
}

/** What came of it, for the items that were there from the first page to the last. */
export interface Outcome {
  /** Did not move, and did not come. */
  readonly lost: string[];
  /** Did not move, and came twice. */
  readonly repeated: string[];
  /** Moved up, and did not come. */
  readonly missed: string[];
  /** Came, and never was. */
  readonly invented: string[];
  readonly calls: number;
  /**
   * The calls of somebody who knows where everything is: for each page asked for, as many as its items take where each
   * answer is as long as the vendor's limit allows. Cursors that hide an offset can only be followed: there what the
   * list moved down by since the page before comes again, and takes calls too.
   */
  readonly needed: number;
}

const key = Buffer.alloc(32, 7);

/** The largest pages of the vendors: of Unipile v2, and of v1. */
export const maxPageSizes = fc.constantFrom(100, 250);

/**
 * Walks a list to its end while it moves. Changes end with as many pages as the list had when the walk began: a list
 * that for ever changes faster than it is read has no end.
 */
export async function driftedWalk(drift: Drift): Promise<Outcome> {
  const random = seeded(`${drift.seed}`);
  const list = new MovingList(drift.size);
  const ledger = new Ledger([list], (item) => !isLeftOut(item, drift.leftOut));
  const { maxPageSize } = drift;
  const short = drift.isShort ? random.fork('short') : null;
  const source = sourceOf(list, drift.paging, { maxPageSize, short, leftOut: drift.leftOut });
  const fresh = () => createPaging({ key, now: () => 0 });
  let paging = fresh();
  let needed = 0;
  let movedDown = 0;
  let left = drift.size;
  for (let after: string | null = null; ; ) {
    const first = drift.first === 0 ? random.integer(1, 100) : drift.first;
    const page = await ask(paging, { sources: [listed(source)], first, after, movesUp: true });
    needed += Math.max(1, Math.ceil(page.edges.length / (drift.isShort ? maxPageSize * 0.8 : maxPageSize)));
    const isEarlier = page.edges.length > 1 && random.chance(drift.earlierEdges / 100);
    const edges = isEarlier ? page.edges.slice(0, random.integer(1, page.edges.length - 1)) : page.edges;
    for (const edge of edges) ledger.came(edge.node.id);
    if (!isEarlier && !page.hasNextPage) break;
    after = isEarlier ? (edges.at(-1)?.cursor ?? null) : page.endCursor;
    const last = list.indexOf(edges.at(-1)?.node.id);
    if (left > 0) ledger.change(random, drift.changesPerPage);
    movedDown += Math.max(0, list.indexOf(edges.at(-1)?.node.id) - last);
    left -= first;
    if (random.chance(drift.restarts / 100)) paging = fresh();
  }
  if (drift.paging === 'drifting cursor') needed += Math.floor(movedDown / maxPageSize);
  return { ...ledger.outcome(), calls: source.calls, needed };
}

/** Keeps count of what was there, what moved and what came. */
export class Ledger {
  readonly #lists: readonly MovingList[];
  readonly #isShown: (item: Item) => boolean;
  readonly #wasThere: ReadonlySet<string>;
  readonly #ever: Set<string>;
  readonly #bumped = new Set<string>();
  readonly #came = new Map<string, number>();
  #owed = 0;

  /** `isShown`: whether an item of the lists is to come at all. */
  constructor(lists: readonly MovingList[], isShown: (item: Item) => boolean = () => true) {
    this.#lists = lists;
    this.#isShown = isShown;
    this.#wasThere = new Set(this.#shown());
    this.#ever = new Set(this.#wasThere);
  }

  #shown(): string[] {
    return this.#lists.flatMap(({ items }) => items.filter(this.#isShown).map(({ id }) => id));
  }

  /** Each at a random place of one of the lists. */
  change(random: Random, changes: number): void {
    for (this.#owed += changes; this.#owed >= 1; this.#owed--) {
      const list = random.pick(this.#lists);
      const { bumped } = list.change(random);
      if (bumped !== undefined) this.#bumped.add(bumped);
      const top = list.items[0];
      if (top !== undefined && this.#isShown(top)) this.#ever.add(top.id);
    }
  }

  came(id: string): void {
    this.#came.set(id, (this.#came.get(id) ?? 0) + 1);
  }

  outcome(): Pick<Outcome, 'lost' | 'repeated' | 'missed' | 'invented'> {
    const throughout = this.#shown().filter((id) => this.#wasThere.has(id));
    const stayed = throughout.filter((id) => !this.#bumped.has(id));
    const times = (id: string) => this.#came.get(id) ?? 0;
    return {
      lost: stayed.filter((id) => times(id) === 0),
      repeated: stayed.filter((id) => times(id) > 1),
      missed: throughout.filter((id) => this.#bumped.has(id) && times(id) === 0),
      invented: [...this.#came.keys()].filter((id) => !this.#ever.has(id)),
    };
  }
}

/** Random drifts of a list of about this many items. */
export function drifts(sizes: fc.Arbitrary<number>): fc.Arbitrary<Drift> {
  return fc.record({
    paging: fc.constantFrom(...pagings),
    maxPageSize: maxPageSizes,
    size: sizes,
    first: fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constant(0)),
    changesPerPage: fc.oneof(fc.constantFrom(0, 0.1, 1, 50), fc.double({ min: 0.1, max: 50, noNaN: true })),
    isShort: fc.boolean(),
    leftOut: fc.constantFrom(0, 0, 3, 10),
    restarts: fc.constantFrom(0, 0, 20, 100),
    earlierEdges: fc.constantFrom(0, 0, 30),
    seed: fc.integer(),
  });
}
