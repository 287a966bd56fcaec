import type { ErrorCode, Failure } from '../../messaging/errors.ts';

/** Whatever carries a failure: a thrown FailureError, or data that holds one (an unavailable account, a failed message). */
export interface Failing {
  readonly failure: Failure;
}

type ErrorTypeName =
  | 'InvalidInputError'
  | 'NotFoundError'
  | 'NotSupportedError'
  | 'AccountError'
  | 'RateLimitedError'
  | 'ProviderError';

const typeNames: Record<ErrorCode, ErrorTypeName> = {
  INVALID_INPUT: 'InvalidInputError',
  CONFLICT: 'InvalidInputError',
  NOT_FOUND: 'NotFoundError',
  NOT_SUPPORTED: 'NotSupportedError',
  NOT_ALLOWED: 'ProviderError',
  ACCOUNT_DISCONNECTED: 'AccountError',
  RATE_LIMITED: 'RateLimitedError',
  PROVIDER_REJECTED: 'ProviderError',
  RECIPIENT_UNREACHABLE: 'ProviderError',
  INSUFFICIENT_CREDITS: 'ProviderError',
  SUBSCRIPTION_REQUIRED: 'ProviderError',
  PROVIDER_UNAVAILABLE: 'ProviderError',
  NOT_SYNCHRONIZED: 'ProviderError',
  OUTCOME_UNKNOWN: 'ProviderError',
};

/** The type under which the schema shows a failure. */
export const errorTypeName = ({ failure }: Failing): ErrorTypeName => typeNames[failure.code];

function isFailing(value: unknown): value is Failing {
  return (
    typeof value === 'object' &&
    value !== null &&
    'failure' in value &&
    typeof value.failure === 'object' &&
    value.failure !== null &&
    'code' in value.failure
  );
}

/**
 * The errors plugin tells error types apart by class, but failures are plain values of one shape: so the code decides
 * what is an instance. That lets a thrown FailureError become a member of a result union as it is.
 */
function failuresShownAs(name: ErrorTypeName) {
  return class implements Failing {
    declare readonly failure: Failure;
    static [Symbol.hasInstance](value: unknown): boolean {
      return isFailing(value) && errorTypeName(value) === name;
    }
  };
}

export class InvalidInputError extends failuresShownAs('InvalidInputError') {}
export class NotFoundError extends failuresShownAs('NotFoundError') {}
export class NotSupportedError extends failuresShownAs('NotSupportedError') {}
export class AccountError extends failuresShownAs('AccountError') {}
export class RateLimitedError extends failuresShownAs('RateLimitedError') {}
export class ProviderError extends failuresShownAs('ProviderError') {}

/** In the order in which result unions name them. */
export const errorTypes = [
  InvalidInputError,
  NotFoundError,
  NotSupportedError,
  AccountError,
  RateLimitedError,
  ProviderError,
] as const;
