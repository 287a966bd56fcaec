import { hash } from 'node:crypto';
import type { PageSource } from '../messaging/page.ts';

/** An item as it is remembered in a cursor: enough to know it again, and to know that it moved (its time changed). */
export interface Mark {
  /** 40 bits of SHA-256 of the item's id. */
  readonly hash: number;
  /** Unix milliseconds; null where the item has no time. */
  readonly time: number | null;
}

/** The last few items that were taken from a source, the last one at the end. */
export type Trail = readonly Mark[];

/** Four: that all of them are deleted or bumped between two pages is rare even in a busy inbox. */
export const TRAIL_LENGTH = 4;

/** An item of a source, with what the walk needs to know of it. */
export interface Entry<T> {
  readonly item: T;
  readonly id: string;
  readonly mark: Mark;
  /** Characters of its JSON: what keeping it costs. */
  readonly size: number;
}

export const HASH_BYTES = 5;

export function hashOf(text: string): number {
  return Number.parseInt(hash('sha256', text, 'hex').slice(0, 2 * HASH_BYTES), 16);
}

export function sameMark(one: Mark, other: Mark): boolean {
  return one.hash === other.hash && one.time === other.time;
}

export function extendTrail(trail: Trail, marks: readonly Mark[]): Trail {
  return [...trail, ...marks.slice(-TRAIL_LENGTH)].slice(-TRAIL_LENGTH);
}

/** Of items of one time, so many are remembered: two sources that list them tell them in different places. */
const MOST_OF_ONE_TIME = 16;

/** What was shown last in a merge: at least a trail, and all of the last item's time. */
export function extendShown(shown: Trail, mark: Mark): Trail {
  const all = [...shown, mark].slice(-MOST_OF_ONE_TIME);
  const sameTime = all.length - 1 - all.findLastIndex(({ time }) => time !== mark.time);
  return all.slice(-Math.max(TRAIL_LENGTH, sameTime));
}

/** The newest of them, as many as are remembered of one time; null where none has a time. */
export function newestOf(marks: readonly Mark[]): Trail | null {
  const times = marks.flatMap(({ time }) => time ?? []);
  if (times.length === 0) return null;
  const newest = Math.max(...times);
  return marks.filter(({ time }) => time === newest).slice(0, MOST_OF_ONE_TIME);
}

/** Whether an item was there already when these were the newest. */
export function isBelow(newest: Trail | null, mark: Mark): boolean {
  const time = newest?.[0]?.time ?? null;
  if (newest === null || time === null) return false;
  if (mark.time !== time) return mark.time === null || mark.time < time;
  return newest.some((known) => sameMark(known, mark));
}

export function markOf<T>(source: PageSource<T>, item: T): Mark {
  const time = Date.parse(source.timeOf(item) ?? '');
  return { hash: hashOf(source.idOf(item)), time: Number.isNaN(time) ? null : time };
}

export function entryOf<T>(source: PageSource<T>, item: T): Entry<T> {
  const size = JSON.stringify(item)?.length ?? 0;
  return { item, id: source.idOf(item), mark: markOf(source, item), size };
}
