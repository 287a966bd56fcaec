import { createHash } from 'node:crypto';
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
  return createHash('sha256').update(text).digest().readUIntBE(0, HASH_BYTES);
}

export function sameMark(one: Mark, other: Mark): boolean {
  return one.hash === other.hash && one.time === other.time;
}

export function extendTrail(trail: Trail, marks: readonly Mark[]): Trail {
  return [...trail, ...marks.slice(-TRAIL_LENGTH)].slice(-TRAIL_LENGTH);
}

export function entryOf<T>(source: PageSource<T>, item: T): Entry<T> {
  const id = source.idOf(item);
  const time = Date.parse(source.timeOf(item) ?? '');
  return {
    item,
    id,
    mark: { hash: hashOf(id), time: Number.isNaN(time) ? null : time },
    size: JSON.stringify(item)?.length ?? 0,
  };
}
