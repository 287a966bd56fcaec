import { randomBytes } from 'node:crypto';
import { type AccountRef, accountKey } from '../messaging/account.ts';
import type { Call } from '../messaging/call.ts';
import { type FailureError, invalidInput } from '../messaging/errors.ts';
import type { Unavailable } from '../messaging/page.ts';
import { Allowance, Patience } from './budget.ts';
import { collect } from './collect.ts';
import { Cursors } from './cursors.ts';
import { hashOf } from './mark.ts';
import { defaultMemoryBounds, type MemoryBounds, WalkMemory } from './memory.ts';
import type { ListSource, Page, PageRequest, Paging } from './page.ts';
import { notBegun, type WalkState } from './place.ts';
import { Seal } from './seal.ts';
import { type CursorShelf, memoryShelf } from './shelf.ts';
import { SourceWalk } from './source-walk.ts';

export interface PagingOptions {
  /** The store's key for cursors: gateways that share it open each other's. */
  readonly key: Buffer;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Where cursors lie that are too long to be given out; left out: in this process. */
  readonly shelf?: CursorShelf;
  /**
   * Upstream pages that one request may ask for, 10 by default, of all sources together: they are one caller's and one
   * deadline's. Of more than five sources, two each, because every one is needed for the merge.
   */
  readonly maxPagesPerRequest?: number;
  /** How long a source of several may hold up the others, in milliseconds: 5,000, and never beyond the call's deadline. */
  readonly sourceBudgetMs?: number;
  readonly memory?: MemoryBounds;
}

/** The one way through every list: see `Paging`. */
export function createPaging(options: PagingOptions): Paging {
  const { key, now, maxPagesPerRequest = 10, sourceBudgetMs = 5_000 } = options;
  const cursors = new Cursors(new Seal(key), options.shelf ?? memoryShelf(now), now);
  const memory = new WalkMemory(options.memory ?? defaultMemoryBounds, now);

  async function page<T>(request: PageRequest<T>): Promise<Page<T>> {
    const start = await startOf(request);
    const walks = walksOf(request, start);
    try {
      const { shown, steps, round, hasNextPage, isOpen } = await collect(request, start, walks);
      await Promise.all(walks.map((walk) => walk.readAhead()));
      for (const { run, listed, ended } of walks) {
        const key = memoryKey(request, start.walk, round, listed);
        if (run !== null) memory.set(key, run);
        // Its place is still searched for, from where the cursor says, not from what was known before.
        else if (!ended) memory.forget(key);
      }
      const made = await cursors.make(request.list, accountsOf(request), start, steps);
      return {
        edges: shown.map(({ entry }, index) => ({ cursor: made[index] ?? '', node: entry.item })),
        hasNextPage,
        hasPreviousPage: request.after !== null,
        totalCount: totalOf(request, walks),
        endCursor: shown.length > 0 || isOpen ? (made.at(-1) ?? null) : null,
        unavailable: unavailableOf(request, walks),
      };
    } finally {
      for (const walk of walks) walk.end();
    }
  }

  const check: Paging['check'] = ({ list, first, after }) => {
    if (!Number.isInteger(first) || first < 1 || first > 100) {
      throw invalidInput('A page has from 1 to 100 items.', 'first');
    }
    if (after !== null && !cursors.isOf(list, after)) throw unusable();
  };

  async function startOf<T>(request: PageRequest<T>): Promise<WalkState> {
    check(request);
    const { after, list, sources } = request;
    if (after === null) {
      const walk = randomBytes(6).readUIntBE(0, 6);
      return { walk, round: 0, stalled: 0, last: null, sources: new Map() };
    }
    const state = await cursors.open(list, after, accountsOf(request), sources);
    if (state !== null) return state;
    throw unusable();
  }

  function walksOf<T>(request: PageRequest<T>, start: WalkState): SourceWalk<T>[] {
    const { sources, first, call, accepts, newerThan, movesUp = false } = request;
    const isSingle = sources.length === 1;
    const allowance = new Allowance(Math.max(maxPagesPerRequest, 2 * sources.length));
    // The page and one more, so that one call fills it and tells whether there is a next; not the vendor's most, because
    // vendors take longer over what is perhaps never looked at. Of several sources, each twice its share of the page.
    const wants = 1 + (isSingle ? first : Math.min(first, Math.ceil((2 * first) / sources.length)));
    return sources.map((listed) => {
      const state = start.sources.get(hashOf(listed.source.name)) ?? notBegun;
      const known = memory.get<T>(memoryKey(request, start.walk, start.round, listed));
      // Nobody waits for a single source but who asked for it.
      const patience = new Patience(call, isSingle ? Number.POSITIVE_INFINITY : sourceBudgetMs, now);
      return new SourceWalk<T>({
        listed,
        state,
        known,
        wants,
        accepts,
        newerThan,
        movesUp,
        allowance,
        patience,
        now,
      });
    });
  }

  async function withinBudget<R>(call: Call, work: (call: Call) => Promise<R>): Promise<R> {
    const patience = new Patience(call, sourceBudgetMs, now);
    try {
      return await patience.spend(work);
    } finally {
      patience.end();
    }
  }

  return { page, check, withinBudget };
}

function unusable(): FailureError {
  return invalidInput(
    'This cursor cannot be used here: it is damaged, of an older version, or of another list. Begin again without it.',
    'after',
  );
}

/** Of all sources, and those whose sources could not be found for now, each once. */
function accountsOf<T>({ sources, unavailable = [] }: PageRequest<T>): AccountRef[] {
  const unfound = unavailable.flatMap(({ account }) => account ?? []);
  const accounts = [...sources.flatMap((listed) => listed.accounts), ...unfound];
  return [...new Map(accounts.map((account) => [accountKey(account), account])).values()];
}

/** Tenants, lists and filters cannot mix: the key has the walk, the list and whose items the source holds. */
function memoryKey<T>(request: PageRequest<T>, walk: number, round: number, listed: ListSource<T>): string {
  return JSON.stringify([walk, round, request.list, listed.source.name, listed.accounts.map(accountKey)]);
}

/** Of a merge it is not known: sources may list the same item. */
function totalOf<T>({ unavailable = [] }: PageRequest<T>, walks: readonly SourceWalk<T>[]): number | null {
  const [only] = walks;
  if (unavailable.length > 0 || walks.length > 1) return null;
  return only === undefined ? 0 : only.total;
}

/** One entry per account, however many of its lists failed. */
function unavailableOf<T>(request: PageRequest<T>, walks: readonly SourceWalk<T>[]): Unavailable[] {
  const failed = walks.flatMap(({ failure, listed }) =>
    failure === null ? [] : listed.accounts.map((account): Unavailable => ({ account, failure })),
  );
  const seen = new Set<string>();
  return [...(request.unavailable ?? []), ...failed].filter(({ account }) => {
    if (account === null) return true;
    const isNew = !seen.has(accountKey(account));
    seen.add(accountKey(account));
    return isNew;
  });
}
