import type { WalkStep } from './cursors.ts';
import { extendShown } from './mark.ts';
import { Merge, type Taken } from './merge.ts';
import type { PageRequest } from './page.ts';
import type { WalkState } from './place.ts';
import type { SourceWalk } from './source-walk.ts';

/** Rounds after what moved up: more than a list needs that is read faster than it changes. */
const MAX_ROUNDS = 16;
/** Pages in a row without any item after which a walk says that it ends, where nothing but failing sources is left. */
const MAX_FAILED = 3;
/** The same where the sources answer, but with empty pages, or the place is still searched for. */
const MAX_EMPTY = 20;

export interface Collected<T> {
  readonly shown: readonly Taken<T>[];
  /** One per item shown; the last stands for the end of the page, and is there also where nothing was shown. */
  readonly steps: readonly WalkStep[];
  readonly round: number;
  readonly hasNextPage: boolean;
  /** Whether there is anything behind the page, be it only what fails. */
  readonly isOpen: boolean;
}

/**
 * Takes a page's items from the merge. Where all sources of a list whose items move up are at their ends or fail, the
 * former are gone through again for what is newer than all that the walk began with, until a round saw the list at once, within one
 * request: then nothing can have moved up unseen.
 */
export async function collect<T>(
  request: PageRequest<T>,
  start: WalkState,
  walks: readonly SourceWalk<T>[],
): Promise<Collected<T>> {
  const merge = new Merge(walks, start.last?.trail ?? [], request.accepts ?? (() => true));
  const shown: Taken<T>[] = [];
  const steps: WalkStep[] = [];
  let { round, last } = start;
  const step = (stalled: number): WalkStep => ({
    round,
    stalled,
    last,
    changed: new Map(merge.moved().map((walk) => [walk.hash, walk.state()])),
  });

  for (let beganHere = request.after === null; ; beganHere = true) {
    while (shown.length < request.first) {
      const taken = await merge.next();
      if (taken === null) break;
      last = { source: taken.walk.hash, trail: extendShown(last?.trail ?? [], taken.entry.mark) };
      shown.push(taken);
      steps.push(step(0));
    }
    merge.passUnwanted();
    const canGoAgain = request.movesUp === true && walks.some((walk) => walk.canGoAgain);
    if (beganHere || !canGoAgain || round === MAX_ROUNDS || !walks.every(isAtItsEnd)) break;
    round += 1;
    merge.again();
    await merge.fill();
  }

  const open = walks.filter((walk) => !walk.ended);
  const isOpen = open.length > 0 || isAwaited(request);
  const stalled = merge.hasMoved || !isOpen ? 0 : start.stalled + 1;
  const most = open.every((walk) => walk.failure !== null) ? MAX_FAILED : MAX_EMPTY;
  // The last edge stands for the end of the page: what was passed behind it would not be shown anyway.
  const end = step(stalled);
  const before = steps.pop()?.changed ?? [];
  steps.push({ ...end, changed: new Map([...before, ...end.changed]) });
  return {
    shown,
    steps,
    round,
    hasNextPage: (!walks.every(isOver) || isAwaited(request)) && stalled < most,
    isOpen,
  };
}

/** Whether there is an account whose sources could not be found for now. */
function isAwaited<T>({ unavailable = [] }: PageRequest<T>): boolean {
  return unavailable.some(({ account, failure }) => account !== null && failure.retryable);
}

/** Nothing more is known of it in this request. */
function isAtItsEnd<T>(walk: SourceWalk<T>): boolean {
  return walk.ended || walk.failure !== null;
}

/** Nothing more can be expected of it in this walk. */
function isOver<T>(walk: SourceWalk<T>): boolean {
  return walk.ended || (walk.failure !== null && !walk.failure.retryable);
}
