import type { PageSource, Position, SourcePage } from '../messaging/page.ts';
import { type Entry, entryOf, extendTrail, sameMark, TRAIL_LENGTH, type Trail } from './mark.ts';
import type { Pace } from './pace.ts';
import type { Place } from './place.ts';

/** A position that the source told or was asked for, and before which item of the run it lies (negative: before them all). */
interface Stop {
  readonly position: Position | null;
  readonly at: number;
}

/** How far before the anchor a vendor's cursor should begin, where there is a choice: as much may be deleted there unnoticed. */
const STOP_MARGIN = 8;
const STOPS_KEPT = 4;

/** What a run needs to know of its source; it does not keep the source, which belongs to a request. */
type SourceShape = Pick<PageSource<unknown>, 'kind' | 'maxPageSize'>;

/**
 * What is known of a source: a stretch of its items without holes, in its own order, and where it can be asked for.
 * It grows at its end within a request; between requests the memory of the walk keeps the part not yet shown.
 */
export class Run<T> {
  readonly #source: SourceShape;
  /** The items before the first of the run; empty where it begins with the list. */
  readonly start: Trail;
  readonly entries: Entry<T>[];
  /** Where to go on behind the last item; null: there is no more. */
  next: Position | null = null;
  /** Pages without new items were passed behind the last item. */
  gap = false;
  /** Items of the whole list that pass the filter, where that is known. */
  total: number | null = null;
  pace: Pace | null = null;
  /** How many pages more than needed were read when the source was asked last, see `SourceWalk.readAhead`. */
  ahead = 0;
  /** Requests since the source was asked last; 0: in this one. */
  turns = 0;
  /** When the source was asked last, in Unix milliseconds. */
  askedAt = 0;
  /** Ids of the entries, and of what was passed to come to them. */
  readonly #known: Set<string>;
  readonly #stops: Stop[];

  constructor(
    { kind, maxPageSize }: SourceShape,
    start: Trail,
    stops: readonly Stop[] = [],
    entries: readonly Entry<T>[] = [],
  ) {
    this.#source = { kind, maxPageSize };
    this.start = start;
    this.entries = [...entries];
    this.#known = new Set(entries.map((entry) => entry.id));
    this.#stops = [...stops];
  }

  /** Adds what follows in an answer behind its first `skip` items. */
  append(source: PageSource<T>, position: Position | null, page: SourcePage<T>, skip: number): void {
    this.#stops.push({ position, at: this.entries.length - skip });
    // A page may begin with what the one before ended with: the vendor's list moved down in between.
    for (const item of page.items.slice(0, skip)) this.#known.add(source.idOf(item));
    const before = this.entries.length;
    for (const item of page.items.slice(skip)) {
      const entry = entryOf(source, item);
      if (this.#known.has(entry.id) || this.start.some((passed) => sameMark(passed, entry.mark))) continue;
      this.#known.add(entry.id);
      this.entries.push(entry);
    }
    this.gap = this.entries.length === before;
    // A position that leads to itself leads nowhere.
    this.next = samePosition(page.next, position) ? null : page.next;
    this.turns = 0;
  }

  /** The last few items when so many of the run were taken. */
  trail(taken: number): Trail {
    const last = this.entries.slice(Math.max(0, taken - TRAIL_LENGTH), taken);
    return extendTrail(
      this.start,
      last.map((entry) => entry.mark),
    );
  }

  /** Where the source was left when so many of the run were taken; null: at the beginning of the list. */
  place(taken: number): Place | null {
    const trail = this.trail(taken);
    // A date does not drift; and what was empty need not be passed again.
    const isSafe = this.#source.kind === 'date' || this.gap;
    if (isSafe && taken === this.entries.length && this.next !== null) {
      return { position: this.next, index: -1, trail };
    }
    const stop = this.#stopFor(taken - 1);
    if (stop === undefined || trail.length === 0) return null;
    return { position: stop.position, index: Math.max(-1, taken - 1 - stop.at), trail };
  }

  /** From where the item is best found again: offsets as near as may be, others with some items between, half a page at most. */
  #stopFor(index: number): Stop | undefined {
    const nearest = this.#stopBefore(index) ?? this.#stops[0];
    const earlier = this.#stopBefore(index - STOP_MARGIN);
    const isNear = earlier !== undefined && index - earlier.at < this.#source.maxPageSize / 2;
    return isNear && this.#source.kind !== 'offset' ? earlier : nearest;
  }

  #stopBefore(at: number): Stop | undefined {
    return this.#stops.findLast((stop) => stop.at <= at);
  }

  /** Positions before that of the place, nearest first: where a list may be looked into when all that is known is gone. */
  positionsBefore(taken: number): (Position | null)[] {
    const used = this.place(taken)?.position ?? null;
    const all = this.#stops.filter((stop) => stop.at < taken).map((stop) => stop.position);
    return all.filter((position) => !samePosition(position, used)).toReversed();
  }

  /** How many of the run had been taken when the source was left with this trail; null: that was elsewhere. */
  takenAt(trail: Trail): number | null {
    const last = trail.at(-1);
    const first = this.start.at(-1);
    if (last === undefined) return first === undefined ? 0 : null;
    if (first !== undefined && sameMark(first, last)) return 0;
    const index = this.entries.findIndex((entry) => sameMark(entry.mark, last));
    return index < 0 ? null : index + 1;
  }

  /** A copy from this item on. */
  from(taken: number): Run<T> {
    const stops = this.#stops.map((stop) => ({ ...stop, at: stop.at - taken }));
    const needed = Math.max(0, stops.filter((stop) => stop.at < 0).length - STOPS_KEPT);
    const copy = new Run(this.#source, this.trail(taken), stops.slice(needed), this.entries.slice(taken));
    copy.next = this.next;
    copy.gap = this.gap;
    copy.total = this.total;
    copy.pace = this.pace;
    copy.ahead = this.ahead;
    copy.turns = this.turns;
    copy.askedAt = this.askedAt;
    return copy;
  }
}

function samePosition(one: Position | null, other: Position | null): boolean {
  return one !== null && other !== null && JSON.stringify(one) === JSON.stringify(other);
}
