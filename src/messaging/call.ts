/**
 * One caller's patience and budget, handed down to every upstream request.
 * A request that is shared by several callers has a call of its own: see `reading`.
 */
export interface Call {
  /** Aborts when the caller leaves or its time is over. */
  readonly signal: AbortSignal;
  /** Unix milliseconds after which nobody waits any more. */
  readonly deadline: number;
  /** Reads may take 10 s in a request and 30 s in the background. */
  readonly background: boolean;
  /** Counts one upstream request. Throws a FailureError (RATE_LIMITED) when the caller's budget is used up. */
  count(): void;
}
