import { type Failure, failure } from '../messaging/errors.ts';
import { UnreadableBody } from './http-body.ts';

/** How one try of a request went wrong. */
export interface Trouble {
  readonly failure: Failure;
  /** False where a write may have been done all the same. */
  readonly isUndone: boolean;
  /** Whether a read may be tried again: not at all, at the usual pace, or not before so many milliseconds. */
  readonly retry: 'never' | 'soon' | { readonly afterMs: number };
  /** Whether it speaks against the vendor's health. */
  readonly isBreakdown: boolean;
}

const retriedStatuses: ReadonlySet<number> = new Set([500, 502, 503, 504]);

const unavailable = (detail: string) => failure('PROVIDER_UNAVAILABLE', detail).failure;

/** The time was over or the caller gone before anything went out. */
export const outOfTime: Trouble = {
  failure: unavailable('There was no time left to ask the provider.'),
  isUndone: true,
  retry: 'never',
  isBreakdown: false,
};

/** The time was over or the caller left while the vendor was asked. */
export function noAnswer(callerLeft: boolean): Trouble {
  const detail = callerLeft ? 'The request was given up.' : 'The provider did not answer in time.';
  return { failure: unavailable(detail), isUndone: false, retry: 'never', isBreakdown: !callerLeft };
}

/** What an answer that is no success says. `failure` is the vendor's meaning, `waitMs` its Retry-After. */
export function refused(status: number, failure: Failure, waitMs: number | null): Trouble {
  const isBreakdown = status >= 500 && failure.code === 'PROVIDER_UNAVAILABLE';
  const isRetried = status === 429 || (isBreakdown && retriedStatuses.has(status));
  return {
    failure,
    isUndone: status >= 400 && !isBreakdown,
    retry: !isRetried ? 'never' : waitMs === null ? 'soon' : { afterMs: waitMs },
    isBreakdown,
  };
}

export const redirected: Trouble = {
  failure: unavailable('The provider answered with a redirect, which is never followed.'),
  isUndone: false,
  retry: 'never',
  isBreakdown: true,
};

/** What was thrown while asking: by the connection, or by a body that is not what it has to be. */
export function broken(error: unknown): Trouble {
  if (error instanceof UnreadableBody) {
    const detail = 'The provider answered something that cannot be read.';
    return { failure: unavailable(detail), isUndone: false, retry: 'never', isBreakdown: true };
  }
  const isUndone = neverConnected(error);
  const detail = isUndone ? 'The provider cannot be reached.' : 'The connection to the provider broke off.';
  return { failure: unavailable(detail), isUndone, retry: 'soon', isBreakdown: true };
}

/** What a write says of itself after trouble: undone for certain, or nobody knows. */
export function fateOf(trouble: Trouble): Failure {
  if (trouble.isUndone) return trouble.failure;
  const { failure: cause } = trouble;
  return {
    ...cause,
    code: 'OUTCOME_UNKNOWN',
    detail: 'The provider was asked and gave no usable answer: it may have been done or not.',
    retryable: false,
  };
}

const connecting: ReadonlySet<unknown> = new Set(['connect', 'getaddrinfo']);
const connectCodes: ReadonlySet<unknown> = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_INVALID_ARG']);

// Whatever is not known to have happened before the first byte counts as after it.
function neverConnected(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(neverConnected);
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  return connecting.has(syscall) || connectCodes.has(code);
}
