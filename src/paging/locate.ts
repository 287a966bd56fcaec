import { failureOf } from '../messaging/errors.ts';
import type { PageSource, Position, SourcePage } from '../messaging/page.ts';
import { cutByTime, findTrail } from './align.ts';
import { markOf, TRAIL_LENGTH } from './mark.ts';
import type { Place } from './place.ts';

/** Asks a source for a page; null where no more may be asked for in this request. */
export type Ask<T> = (position: Position | null, limit: number) => Promise<SourcePage<T> | null>;

export interface Search<T> {
  readonly source: PageSource<T>;
  readonly place: Place;
  readonly ask: Ask<T>;
  /** Items wanted behind the place. */
  readonly wants: number;
  /** How far the anchor is thought to have moved down, and by how much that may be wrong. */
  readonly expected: number;
  readonly spread: number;
  /** Where else to look, for sources without offsets: positions before the place, nearest first. */
  readonly elsewhere: readonly (Position | null)[];
  /** The position behind all that is known, for sources without offsets. */
  readonly behind: Position | null;
}

/** A page in which the list goes on behind its first `skip` items. */
export interface Located<T> {
  readonly position: Position | null;
  readonly page: SourcePage<T>;
  readonly skip: number;
  /** Whether the anchor itself was found; else time or place decided. */
  readonly found: boolean;
  /** How far the anchor moved down from the position that was asked for; null where that is not known. */
  readonly shift: number | null;
  /** Also read, and known to go on where the page ends. */
  readonly then?: Located<T> | null;
}

/** Finds the place again. Where the pages of this request do not suffice, the answer is where to search on. */
export function locate<T>(search: Search<T>): Promise<Located<T> | Place> {
  return search.source.kind === 'offset' ? byOffset(search) : byStop(search);
}

/**
 * Offsets can be computed: the first page is asked for where the anchor should be, a little before it. If it is not
 * there, the times tell the direction, and the list is searched at growing distances, then by halves.
 */
async function byOffset<T>(search: Search<T>): Promise<Located<T> | Place> {
  const { place, source } = search;
  const anchor = offsetOf(place.position) + place.index;
  const margin = TRAIL_LENGTH - 1 + search.spread;
  const most = source.maxPageSize;
  let start = Math.max(0, anchor + search.expected - margin);
  let limit = Math.max(0, anchor + search.expected - start) + 1 + search.spread + search.wants;
  // The anchor lies at `low` or behind it, and before `high`.
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let untimed: Located<T> | null = null;
  let beyond: { readonly position: Position | null; readonly page: SourcePage<T> } | null = null;
  for (let asked = 0, stride = 0; ; asked++, limit = most) {
    const position: Position | null = start === 0 ? null : { at: 'offset', offset: start };
    const page = await search.ask(position, limit);
    if (page === null) return asked === 0 ? place : { position, index: 0, trail: place.trail };
    const { found, skip } = judge(source, page, place);
    if (found !== null) {
      const then = beyond === null ? null : goingOn(source, page, beyond);
      return { position, page, skip: found + 1, found: true, shift: start + found - anchor, then };
    }
    if (skip === null) {
      untimed ??= { position, page, skip: byCount(page, anchor - start, place), found: false, shift: null };
      if (asked >= 2) return untimed;
      start = asked === 0 ? Math.max(0, start - most) : anchor + margin;
      continue;
    }
    const size = page.items.length;
    if (skip === size && size > 0 && page.next !== null)
      low = page.next.at === 'offset' ? page.next.offset : start + size;
    else if (skip === 0 && start > low && place.index >= 0) {
      high = start;
      beyond = { position, page };
    } else return { position, page, skip, found: false, shift: null };
    start = between(low, high, most, stride);
    stride = stride === 0 ? most : stride * 2;
  }
}

/** What follows a page in one that begins within it; null where they do not meet, or nothing follows. */
function goingOn<T>(
  source: PageSource<T>,
  page: SourcePage<T>,
  beyond: Pick<Located<T>, 'position' | 'page'>,
): Located<T> | null {
  const trail = page.items.slice(-TRAIL_LENGTH).map((item) => markOf(source, item));
  const met = findTrail(
    beyond.page.items.map((item) => markOf(source, item)),
    trail,
  );
  const adds = met !== null && met + 1 < beyond.page.items.length;
  return adds ? { ...beyond, skip: met + 1, found: true, shift: null } : null;
}

/** Where to look next for what lies at `low` or behind it and before `high`; at first so that the pages meet. */
function between(low: number, high: number, most: number, stride: number): number {
  if (high - low <= most) return low;
  if (low === 0) return Math.max(0, high - most - stride + TRAIL_LENGTH);
  return Number.isFinite(high) ? low + Math.floor((high - low - most) / 2) : low + stride;
}

/**
 * Vendors' cursors and dates can only be followed: forward from the stop before the anchor, or from an earlier one. The
 * anchor's page is asked for again together with what follows it, since a cursor may hide an offset, and only the anchor
 * itself proves that nothing slipped past. Where both do not fit into the vendor's largest page, it takes two calls. In a
 * list that moves down so fast that the anchor is behind the next position by now, it is looked for there at first.
 */
async function byStop<T>(search: Search<T>): Promise<Located<T> | Place> {
  const { place, source } = search;
  const stops = new Stops([place.position, ...search.elsewhere, ...byTime(source, place), null]);
  let look = firstLook(search);
  let untimed: Located<T> | null = null;
  for (let asked = 0; ; asked++) {
    const { position, index, isForward, isGuess } = look;
    const reach = (isGuess ? -1 : place.index) + 1 + Math.max(0, search.expected) + search.spread;
    const limit = asked === 0 ? reach + search.wants : source.maxPageSize;
    const page = await askUnlessGone(search, position, limit);
    if (page === null) return asked === 0 ? place : { position, index: 0, trail: place.trail };
    if (page === 'gone') {
      stops.drop(position);
      look = lookBack(stops.nearest(), place);
      continue;
    }
    stops.pass(position);
    const { found, skip } = judge(source, page, place);
    if (found !== null) {
      const shift = index === null ? null : found - index;
      return { position, page, skip: found + 1, found: true, shift };
    }
    if (skip === null && !isGuess) {
      untimed ??= { position, page, skip: byCount(page, place.index, place), found: false, shift: null };
      if (asked >= 2 || page.next === null) return untimed;
    }
    const unjudged = isGuess ? 0 : page.items.length;
    const here = { position, page, skip: skip ?? unjudged, found: false, shift: null };
    const isBehind = here.skip === page.items.length && (here.skip > 0 || isForward);
    if (isBehind && page.next !== null && !stops.isPassed(page.next)) look = lookOn(look, page);
    else if (here.skip > 0 || isForward || position === null) return here;
    else look = lookBack(stops.nearest(), place);
  }
}

/** The positions at which a search may begin anew, nearest first. */
class Stops {
  #all: readonly (Position | null)[];
  readonly #passed = new Set<string>();

  constructor(all: readonly (Position | null)[]) {
    this.#all = all;
  }

  pass(position: Position | null): void {
    this.#passed.add(JSON.stringify(position));
  }

  /** The vendor does not know it any more; it may well hand it out anew. */
  drop(position: Position | null): void {
    const dropped = JSON.stringify(position);
    this.#all = this.#all.filter((stop) => JSON.stringify(stop) !== dropped);
  }

  isPassed(position: Position | null): boolean {
    return this.#passed.has(JSON.stringify(position));
  }

  /** The beginning of the list where all are passed. */
  nearest(): Position | null {
    return this.#all.find((stop) => !this.isPassed(stop)) ?? null;
  }
}

/** Where the anchor is looked for. */
interface Look {
  readonly position: Position | null;
  /**
   * Where the anchor would be, counted from the position, had the list not moved; null: that is not known. What the list
   * moves down by from its top says nothing of a cursor, which may name an item.
   */
  readonly index: number | null;
  /** The anchor is known to lie at the position or behind it. */
  readonly isForward: boolean;
  /** Behind all that is known: what is there tells nothing unless it is the anchor. */
  readonly isGuess: boolean;
}

function firstLook<T>({ place, source, behind, expected, spread }: Search<T>): Look {
  const isBehindByNow =
    behind !== null && (expected > spread || (expected > 0 && place.index + expected >= source.maxPageSize));
  if (isBehindByNow) return { position: behind, index: -1, isForward: false, isGuess: true };
  return { ...lookBack(place.position, place), isForward: place.index < 0 };
}

function lookBack(position: Position | null, place: Place): Look {
  const isOwn = position !== null && position === place.position;
  return { position, index: isOwn ? place.index : null, isForward: false, isGuess: false };
}

function lookOn<T>({ index }: Look, { items, next }: SourcePage<T>): Look {
  return {
    position: next,
    index: index === null ? null : index - items.length,
    isForward: true,
    isGuess: false,
  };
}

/** Vendors may forget their cursors: the list is then looked into elsewhere. Throws what the source throws otherwise. */
async function askUnlessGone<T>({ ask }: Search<T>, position: Position | null, limit: number) {
  try {
    return await ask(position, limit);
  } catch (error) {
    const code = failureOf(error)?.code;
    if (position?.at === 'cursor' && (code === 'INVALID_INPUT' || code === 'NOT_FOUND')) return 'gone';
    throw error;
  }
}

/** The anchor's index in a page, or else how many of its items lie before it; null where neither ids nor times tell. */
function judge<T>(source: PageSource<T>, page: SourcePage<T>, place: Place) {
  const marks = page.items.map((item) => markOf(source, item));
  const found = findTrail(marks, place.trail);
  if (marks.length === 0) return { found, skip: 0 };
  // A place behind its anchor needs no time to go on at the beginning of its page.
  const isBehind = place.index < 0 && (place.trail.at(-1)?.time ?? null) === null;
  return { found, skip: isBehind ? 0 : cutByTime(marks, place.trail) };
}

/** Without ids and times: where the anchor was, less the items that are gone with it; repeats rather than loses. */
function byCount<T>(page: SourcePage<T>, index: number, place: Place): number {
  return Math.min(page.items.length, Math.max(0, index + 1 - place.trail.length));
}

function byTime<T>(source: PageSource<T>, place: Place): Position[] {
  const time = place.trail.at(-1)?.time ?? null;
  if (time === null || source.positionBefore === undefined) return [];
  // Exclusive, in milliseconds: the anchor itself is to be in the page.
  return [source.positionBefore(new Date(time + 1).toISOString())];
}

function offsetOf(position: Position | null): number {
  return position?.at === 'offset' ? position.offset : 0;
}
