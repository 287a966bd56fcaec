import type { AccountRef } from './account.ts';
import type { Instant } from './instant.ts';

export const errorCodes = [
  'INVALID_INPUT',
  'CONFLICT',
  'NOT_FOUND',
  'NOT_SUPPORTED',
  'NOT_ALLOWED',
  'ACCOUNT_DISCONNECTED',
  'RATE_LIMITED',
  'PROVIDER_REJECTED',
  'RECIPIENT_UNREACHABLE',
  'INSUFFICIENT_CREDITS',
  'SUBSCRIPTION_REQUIRED',
  'PROVIDER_UNAVAILABLE',
  'NOT_SYNCHRONIZED',
  'OUTCOME_UNKNOWN',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** What went wrong, as data: safe to show to the caller, to keep in the store and to compare. */
export interface Failure {
  readonly code: ErrorCode;
  /** Our own sentence for people; never the vendor's text, a key or another tenant's data. */
  readonly detail: string;
  /** Whether the same request may succeed later without being changed. */
  readonly retryable: boolean;
  /** Path within the input, as `['recipients', '1']`; empty or absent where it is not known. */
  readonly field?: readonly string[];
  readonly account?: AccountRef;
  readonly retryAt?: Instant | null;
  /** The vendor's error type, only where it looks like one: letters, `_` and `/`, at most 64 characters. */
  readonly providerType?: string | null;
  readonly providerStatus?: number | null;
}

/** Throws a failure through the layers. graphql-js takes every returned Error for a thrown one, so data holds the plain Failure. */
export class FailureError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure, options?: ErrorOptions) {
    super(`${failure.code}: ${failure.detail}`, options);
    this.name = 'FailureError';
    this.failure = failure;
  }
}

/** The failure that an error carries, or null where the error is a fault of ours. */
export function failureOf(error: unknown): Failure | null {
  return error instanceof FailureError ? error.failure : null;
}

const retryableCodes: ReadonlySet<ErrorCode> = new Set([
  'RATE_LIMITED',
  'PROVIDER_UNAVAILABLE',
  'NOT_SYNCHRONIZED',
]);

/** Makes a failure to throw; `retryable` follows from the code unless it is given. */
export function failure(
  code: ErrorCode,
  detail: string,
  rest: Partial<Omit<Failure, 'code' | 'detail'>> = {},
): FailureError {
  return new FailureError({ code, detail, retryable: retryableCodes.has(code), ...rest });
}

export const invalidInput = (detail: string, ...field: string[]) =>
  failure('INVALID_INPUT', detail, { field });
export const notFound = (detail: string, ...field: string[]) => failure('NOT_FOUND', detail, { field });
export const notSupported = (detail: string, ...field: string[]) =>
  failure('NOT_SUPPORTED', detail, { field });

/** The vendor's type where it looks like one, else null: hardening keeps vendor text out of our errors. */
export function vendorType(type: unknown): string | null {
  return typeof type === 'string' && /^[A-Za-z_/]{1,64}$/.test(type) ? type : null;
}
