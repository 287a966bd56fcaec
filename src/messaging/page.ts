import type { AccountRef } from './account.ts';
import type { Call } from './call.ts';
import type { Failure } from './errors.ts';
import type { Instant } from './instant.ts';

/**
 * Where a page of a source begins, in the provider's own terms; null is the beginning. `at` says how the list is cut:
 * by the vendor's cursor, by an offset (which drifts when items are added before it), or by a time (exclusive).
 */
export type Position =
  | { readonly at: 'cursor'; readonly cursor: string }
  | { readonly at: 'offset'; readonly offset: number }
  | { readonly at: 'date'; readonly before: Instant };

export interface SourcePage<T> {
  readonly items: readonly T[];
  /** Where the next page begins; null: this was the last. A short page is not the last by itself. */
  readonly next: Position | null;
  /** Of the whole list, where the answer said so. */
  readonly total?: number | null;
}

/** A list as one provider offers it: "give me what follows this position". Newest first where items have times. */
export interface PageSource<T> {
  /** Says which list this is among the sources of a merge, as `account:abc`; the same after a restart. */
  readonly name: string;
  /** Vendors' limit per page. */
  readonly maxPageSize: number;
  /** How positions of this source look; `whole` has one page. */
  readonly kind: 'cursor' | 'offset' | 'date' | 'whole';
  /** Throws a FailureError where the provider fails. `limit` is at most maxPageSize. */
  fetch(position: Position | null, limit: number, call: Call): Promise<SourcePage<T>>;
  /** Unique within the list, and the same for an item that two sources list. */
  idOf(item: T): string;
  /** The source of the same merge, by its name, that lists the item too and shows it; null or absent: none is known. */
  leavesTo?(item: T): string | null;
  /** Sorts a merge; null comes last. */
  timeOf(item: T): Instant | null;
  /** Where the list can be entered by time (an anchor is gone), the position just before `before`. */
  positionBefore?(before: Instant): Position;
}

/** What a merge shows of a source that could not answer. `account` null: a provider that could not even list its accounts. */
export interface Unavailable {
  readonly account: AccountRef | null;
  readonly failure: Failure;
}

export interface Edge<T> {
  readonly cursor: string;
  readonly node: T;
}
