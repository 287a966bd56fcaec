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

export function markOf<T>(source: PageSource<T>, item: T): Mark {
  const time = Date.parse(source.timeOf(item) ?? '');
  return { hash: hashOf(source.idOf(item)), time: Number.isNaN(time) ? null : time };
}

export function entryOf<T>(source: PageSource<T>, item: T): Entry<T> {
  const size = JSON.stringify(item)?.length ?? 0;
  return { item, id: source.idOf(item), mark: markOf(source, item), size };
}
