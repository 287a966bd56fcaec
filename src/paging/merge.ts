import { eachOf } from './budget.ts';
import { type Entry, isBelow, type Mark, sameMark, type Trail } from './mark.ts';
import type { SourceWalk } from './source-walk.ts';

/** Sources that are asked at once in one request, beside those that take long. */
const SOURCES_AT_ONCE = 32;
/** After so many milliseconds nobody waits for its turn behind a source that may hang. */
const SLOW_MS = 250;

export interface Taken<T> {
  readonly walk: SourceWalk<T>;
  readonly entry: Entry<T>;
}

/**
 * Several sources as one list: newest first, equal times in the order of the sources, each source in its own order, what
 * has no time last. An item that two sources list comes once: within a page by its id, and over pages as long as it is
 * among the last that were shown (at least four, and of one time 16), or among the last four that the other source gave:
 * it has the same time in both, so it is reached at the same time. A source that failed for a while brings what the
 * others have long shown again, but for what it leaves to them.
 */
export class Merge<T> {
  /** Whether any item was shown or passed. */
  hasMoved = false;
  readonly #walks: readonly SourceWalk<T>[];
  readonly #accepts: (item: T) => boolean;
  readonly #shown = new Set<string>();
  /** What was shown last before this page. */
  readonly #recent: Trail;
  /** What the sources gave last before this page, by the hash of the item. */
  readonly #given = new Map<number, { readonly walk: SourceWalk<T>; readonly mark: Mark }[]>();
  /** Sources that moved on since `moved` was asked last. */
  readonly #moved = new Set<SourceWalk<T>>();

  constructor(walks: readonly SourceWalk<T>[], recent: Trail, accepts: (item: T) => boolean) {
    this.#walks = walks;
    this.#recent = recent;
    this.#accepts = accepts;
    for (const walk of walks) {
      for (const mark of walk.state().place?.trail ?? []) {
        this.#given.set(mark.hash, [...(this.#given.get(mark.hash) ?? []), { walk, mark }]);
      }
    }
  }

  /** The next item to show; null where there is none, or none whose turn is known in this request. */
  async next(): Promise<Taken<T> | null> {
    for (;;) {
      await this.fill();
      const live = this.#live();
      if (live.some((walk) => walk.head === null)) return null;
      const taken = newest(live);
      if (taken === null) return null;
      const isShown = this.#wants(taken);
      this.#take(taken.walk);
      if (!isShown) continue;
      this.#shown.add(taken.entry.id);
      return taken;
    }
  }

  /** Asks every source whose known items are used up. */
  async fill(): Promise<void> {
    const empty = this.#live().filter((walk) => walk.head === null && !walk.halted);
    if (empty.length === 0) return;
    await eachOf(empty, SOURCES_AT_ONCE, SLOW_MS, async (walk) => {
      this.#moved.add(walk);
      await walk.more();
    });
  }

  /** Passes what is known and will not be shown, so that what remains is worth another page. */
  passUnwanted(): void {
    for (const walk of this.#live()) {
      for (let { head } = walk; head !== null && !this.#wants({ walk, entry: head }); { head } = walk)
        this.#take(walk);
    }
  }

  /** Begins another round through all that have ended, see `SourceWalk.again`. */
  again(): void {
    for (const walk of this.#walks.filter((walk) => walk.failure === null)) {
      walk.again();
      this.#moved.add(walk);
    }
  }

  /** The sources that moved on since this was asked last. */
  moved(): readonly SourceWalk<T>[] {
    const moved = [...this.#moved];
    this.#moved.clear();
    return moved;
  }

  #live(): SourceWalk<T>[] {
    return this.#walks.filter((walk) => !walk.ended && walk.failure === null);
  }

  #take(walk: SourceWalk<T>): void {
    walk.take();
    this.hasMoved = true;
    this.#moved.add(walk);
  }

  #wants({ walk, entry }: Taken<T>): boolean {
    if (!this.#accepts(entry.item) || this.#shown.has(entry.id)) return false;
    return !this.#isLeft(walk, entry) && !this.#wasShown(walk, entry);
  }

  /** Whether the source leaves it to another one, which is past it: this one failed when it was its turn. */
  #isLeft(walk: SourceWalk<T>, { item, mark }: Entry<T>): boolean {
    const name = walk.listed.source.leavesTo?.(item) ?? null;
    if (name === null) return false;
    const other = this.#walks.find(({ listed }) => listed.source.name === name);
    return other !== undefined && isPast(other, mark);
  }

  #wasShown(walk: SourceWalk<T>, { mark }: Entry<T>): boolean {
    // A single source has found its place behind these.
    if (this.#walks.length > 1 && this.#recent.some((shown) => sameMark(shown, mark))) return true;
    const given = this.#given.get(mark.hash) ?? [];
    return given.some((other) => other.walk !== walk && sameMark(other.mark, mark));
  }
}

/** Whether the source has given all that it has from the beginning down to an item of this time. */
function isPast<T>(walk: SourceWalk<T>, mark: Mark): boolean {
  const { ended, place, top } = walk.state();
  const last = place?.trail.at(-1)?.time ?? null;
  return ended ? isBelow(top, mark) : mark.time !== null && last !== null && last < mark.time;
}

function newest<T>(walks: readonly SourceWalk<T>[]): Taken<T> | null {
  let best: Taken<T> | null = null;
  for (const walk of walks) {
    const entry = walk.head;
    if (entry === null) continue;
    if (best === null || (entry.mark.time ?? -Infinity) > (best.entry.mark.time ?? -Infinity)) {
      best = { walk, entry };
    }
  }
  return best;
}
