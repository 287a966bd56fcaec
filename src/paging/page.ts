import type { AccountRef } from '../messaging/account.ts';
import type { Call } from '../messaging/call.ts';
import type { Instant } from '../messaging/instant.ts';
import type { Edge, PageSource, Unavailable } from '../messaging/page.ts';

/** One source of a merged list, with the accounts whose items it holds. */
export interface ListSource<T> {
  readonly source: PageSource<T>;
  /** At least one. A cursor names them, and who uses it must have them all. */
  readonly accounts: readonly AccountRef[];
}

export interface PageRequest<T> {
  /** Field, parent and filter as one text: a cursor of another list is refused. */
  readonly list: string;
  readonly sources: readonly ListSource<T>[];
  /** What is known not to answer before anything is asked (no such list, account could not be listed). */
  readonly unavailable?: readonly Unavailable[];
  /** 1 to 100. */
  readonly first: number;
  readonly after: string | null;
  /** The gateway's filter, where the provider's may be wider. */
  readonly accepts?: (item: T) => boolean;
  /**
   * Nothing of this time or before it, or without a time, is accepted. Lists are newest first, but for what is pinned: a
   * source whose answer holds nothing newer has ended.
   */
  readonly newerThan?: Instant;
  /**
   * Items move to the top when something happens to them, as chats do. What moved up, or was added, while the list was
   * walked in several pages then comes at the end of the walk (one more call per source), so that nothing which was
   * there throughout is missed; but for what moves to a place below the top that was passed, as by a message that comes
   * late. Lists whose items keep their places, as messages do, leave it out.
   */
  readonly movesUp?: boolean;
  readonly call: Call;
}

export interface Page<T> {
  readonly edges: readonly Edge<T>[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Null where it is not known without walking everything. */
  readonly totalCount: number | null;
  /** Where to go on; also set on an empty page that has a next one. */
  readonly endCursor: string | null;
  readonly unavailable: readonly Unavailable[];
}

/** One way through every list: cursors per edge, repair of drift, merge of several sources, filters over a bounded walk. */
export interface Paging {
  /**
   * Looks at the arguments of a page before anything is asked upstream to find its sources. Throws FailureError
   * INVALID_INPUT naming `first` or `after`; that a cursor's accounts are there is seen to by `page`.
   */
  check(request: Pick<PageRequest<unknown>, 'list' | 'first' | 'after'>): void;
  /**
   * What it takes to find one source of several, in the time that it may hold up the others: see `sourceBudgetMs`.
   * Throws what the work throws, and FailureError PROVIDER_UNAVAILABLE when the time is over.
   */
  withinBudget<R>(call: Call, work: (call: Call) => Promise<R>): Promise<R>;
  /** Throws FailureError INVALID_INPUT naming `first` or `after`; a source's failure is in `unavailable`. */
  page<T>(request: PageRequest<T>): Promise<Page<T>>;
}
