import { randomBytes } from 'node:crypto';
import { accountKey } from '../messaging/account.ts';
import { invalidInput } from '../messaging/errors.ts';
import type { Unavailable } from '../messaging/page.ts';
import { Allowance, Patience } from './budget.ts';
import { Cursors, type WalkStep } from './cursors.ts';
import { hashOf } from './mark.ts';
import { defaultMemoryBounds, type MemoryBounds, WalkMemory } from './memory.ts';
import { Merge, type Taken } from './merge.ts';
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
  /** Upstream pages that one request may ask for: 10; with more than five sources, two for each of them. */
  readonly maxPagesPerRequest?: number;
  /** How long a source of several may hold up the others, in milliseconds: 5,000, and never beyond the call's deadline. */
  readonly sourceBudgetMs?: number;
  readonly memory?: MemoryBounds;
}

/** Rounds after what moved up: more than a list needs that is read faster than it changes. */
const MAX_ROUNDS = 16;
/** Pages in a row without any item after which a walk says that it ends, where nothing but failing sources is left. */
const MAX_FAILED = 3;
/** The same where the sources answer, but with empty pages, or the place is still searched for. */
const MAX_EMPTY = 20;

/** The one way through every list: see `Paging`. */
export function createPaging(options: PagingOptions): Paging {
  const { key, now, maxPagesPerRequest = 10, sourceBudgetMs = 5_000 } = options;
  const cursors = new Cursors(new Seal(key), options.shelf ?? memoryShelf(now), now);
  const memory = new WalkMemory(options.memory ?? defaultMemoryBounds, now);

  async function page<T>(request: PageRequest<T>): Promise<Page<T>> {
    const start = await startOf(request);
    const walks = walksOf(request, start);
    const merge = new Merge(walks, request.accepts ?? (() => true));
    const shown: Taken<T>[] = [];
    const steps: WalkStep[] = [];
    let round = start.round;
    let last = start.last;
    const step = (stalled: number): WalkStep => ({
      round,
      stalled,
      last,
      changed: new Map(merge.moved().map((walk) => [walk.hash, walk.state()])),
    });

    // A round that began in this request saw the list at once: nothing can have moved up meanwhile.
    for (let isNewRound = request.after === null; ; isNewRound = true) {
      while (shown.length < request.first) {
        const taken = await merge.next();
        if (taken === null) break;
        last = { source: taken.walk.hash, mark: taken.entry.mark };
        shown.push(taken);
        steps.push(step(0));
      }
      merge.passUnwanted();
      const canGoAgain = request.movesUp === true && walks.some((walk) => walk.canGoAgain);
      if (isNewRound || !canGoAgain || round === MAX_ROUNDS || !walks.every(isOver)) break;
      round += 1;
      merge.again();
      await merge.fill();
    }

    const open = walks.filter((walk) => !walk.ended);
    const stalled = merge.hasMoved || open.length === 0 ? 0 : start.stalled + 1;
    const most = open.every((walk) => walk.failure !== null) ? MAX_FAILED : MAX_EMPTY;
    // The last edge stands for the end of the page: what was passed behind it would not be shown anyway.
    const end = step(stalled);
    const before = steps.pop();
    steps.push({ ...end, changed: new Map([...(before?.changed ?? []), ...end.changed]) });

    for (const walk of walks) {
      if (walk.run !== null) memory.set(memoryKey(request, start.walk, round, walk.listed), walk.run);
    }
    const made = await cursors.make(request.list, accountsOf(request), start, steps);
    return {
      edges: shown.map((taken, index) => ({ cursor: made[index] ?? '', node: taken.entry.item })),
      hasNextPage: !walks.every(isOver) && stalled < most,
      hasPreviousPage: request.after !== null,
      totalCount: totalOf(request, walks),
      endCursor: shown.length > 0 || open.length > 0 ? (made.at(-1) ?? null) : null,
      unavailable: unavailableOf(request, walks),
    };
  }

  async function startOf<T>(request: PageRequest<T>): Promise<WalkState> {
    const { first, after, list, sources } = request;
    if (!Number.isInteger(first) || first < 1 || first > 100) {
      throw invalidInput('A page has from 1 to 100 items.', 'first');
    }
    if (after === null) {
      const walk = randomBytes(6).readUIntBE(0, 6);
      return { walk, round: 0, stalled: 0, last: null, sources: new Map() };
    }
    const state = await cursors.open(list, after, accountsOf(request), sources);
    if (state !== null) return state;
    throw invalidInput(
      'This cursor is damaged, too old, or of another list; begin again without it.',
      'after',
    );
  }

  function walksOf<T>(request: PageRequest<T>, start: WalkState): SourceWalk<T>[] {
    const { sources, first, call } = request;
    const single = sources.length === 1;
    const allowance = new Allowance(Math.max(maxPagesPerRequest, 2 * sources.length));
    // One source: a page and one more, so that it is known whether there is a next. Many: twice their share of the page.
    const wants = Math.min(first + 1, single ? first + 1 : 1 + Math.ceil((2 * first) / sources.length));
    return sources.map(
      (listed) =>
        new SourceWalk<T>({
          listed,
          state: start.sources.get(hashOf(listed.source.name)) ?? notBegun,
          known: memory.get(memoryKey(request, start.walk, start.round, listed)),
          wants,
          movesUp: request.movesUp ?? false,
          allowance,
          now,
          // Nobody waits for a single source but who asked for it.
          patience: new Patience(call, single ? Number.POSITIVE_INFINITY : sourceBudgetMs, now),
        }),
    );
  }

  return { page };
}

/** Nothing more can be expected of it in this walk. */
function isOver<T>(walk: SourceWalk<T>): boolean {
  return walk.ended || (walk.failure !== null && !walk.failure.retryable);
}

function accountsOf<T>(request: PageRequest<T>) {
  const accounts = request.sources.flatMap((listed) => listed.accounts);
  return [...new Map(accounts.map((account) => [accountKey(account), account])).values()];
}

function memoryKey<T>(request: PageRequest<T>, walk: number, round: number, listed: ListSource<T>): string {
  return JSON.stringify([walk, round, request.list, listed.source.name, listed.accounts.map(accountKey)]);
}

function totalOf<T>(
  { accepts, unavailable }: PageRequest<T>,
  walks: readonly SourceWalk<T>[],
): number | null {
  const [only] = walks;
  if (only === undefined) return (unavailable ?? []).length === 0 ? 0 : null;
  if (walks.length > 1) return null;
  if (only.whole !== null)
    return accepts === undefined ? only.whole.length : only.whole.filter(accepts).length;
  return accepts === undefined ? only.total : null;
}

/** One entry per account, however many of its lists failed. */
function unavailableOf<T>(request: PageRequest<T>, walks: readonly SourceWalk<T>[]): Unavailable[] {
  const failed = walks.flatMap(({ failure, listed }) =>
    failure === null ? [] : listed.accounts.map((account): Unavailable => ({ account, failure })),
  );
  const unavailable = [...(request.unavailable ?? []), ...failed];
  const first = new Map<string, Unavailable>();
  return unavailable.filter((one) => {
    if (one.account === null) return true;
    const key = accountKey(one.account);
    if (first.has(key)) return false;
    first.set(key, one);
    return true;
  });
}
