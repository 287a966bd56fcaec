import { describe, expect, it } from 'vitest';
import { type ErrorCode, errorCodes } from '../../../src/messaging/errors.ts';
import { actionFailure, errorTypes, failureOf } from '../../../src/providers/linked-api/errors.ts';

/** Every type that the reference names for messaging and for accounts, by what a caller can do about it. */
const expected: Readonly<Record<ErrorCode, readonly string[]>> = {
  INVALID_INPUT: [
    'invalidRequestPayload',
    'invalidRequestBody',
    'invalidWorkflow',
    'invalidActionParams',
    'accountIdRequired',
    'selfProfileNotAllowed',
  ],
  NOT_FOUND: [
    'personNotFound',
    'threadNotFound',
    'workflowNotFound',
    'resultNotFound',
    'accountNotFound',
    'sessionNotFound',
  ],
  NOT_ALLOWED: [
    'linkedApiTokenRequired',
    'invalidLinkedApiToken',
    'accountApiTokenRequired',
    'invalidAccountApiToken',
  ],
  ACCOUNT_DISCONNECTED: [
    'identificationTokenRequired',
    'invalidIdentificationToken',
    'linkedinAccountSignedOut',
  ],
  SUBSCRIPTION_REQUIRED: [
    'subscriptionRequired',
    'noActiveSeats',
    'noAvailableSeats',
    'plusPlanRequired',
    'trialLimitReached',
    'noSalesNavigator',
  ],
  RATE_LIMITED: ['tooManyRequests', 'limitExceeded', 'dailyConnectionAttemptsExceeded'],
  NOT_SYNCHRONIZED: ['conversationsNotSynced', 'notSynchronized', 'inboxNotSynced'],
  RECIPIENT_UNREACHABLE: ['messagingNotAllowed'],
  PROVIDER_REJECTED: ['languageNotSupported', 'outsideWorkingHours', 'workingHoursWaitExpired'],
  CONFLICT: [],
  NOT_SUPPORTED: [],
  INSUFFICIENT_CREDITS: [],
  PROVIDER_UNAVAILABLE: [],
  OUTCOME_UNKNOWN: [],
};
const rows = errorCodes.flatMap((code) => expected[code].map((type) => [type, code] as const));

describe('errors', () => {
  it.each(rows)('%s is %s, of a request in both forms, of an action, and as a reason', (type, code) => {
    const told = { code, providerType: type };
    expect(failureOf(400, { success: false, error: { type, message: 'secret text' } })).toMatchObject(told);
    expect(failureOf(200, { status: 'error', error: { errorType: type } })).toMatchObject(told);
    expect(actionFailure({ type })).toMatchObject(told);
    expect(actionFailure({ reason: type, message: 'secret text' })).toMatchObject(told);
    expect(JSON.stringify(failureOf(400, { error: { type, message: 'secret text' } }))).not.toContain(
      'secret',
    );
  });

  it('are all in the table', () => {
    expect(Object.keys(errorTypes).sort()).toEqual(rows.map(([type]) => type).sort());
  });

  it.each([
    [400, 'INVALID_INPUT'],
    [401, 'NOT_ALLOWED'],
    [402, 'SUBSCRIPTION_REQUIRED'],
    [403, 'NOT_ALLOWED'],
    [404, 'NOT_FOUND'],
    [418, 'PROVIDER_REJECTED'],
    [429, 'RATE_LIMITED'],
    [500, 'PROVIDER_UNAVAILABLE'],
    [503, 'PROVIDER_UNAVAILABLE'],
  ])('without a type are told by the status %i', (status, code) => {
    for (const body of [
      null,
      'text',
      [],
      {},
      { error: 'x' },
      { error: { type: 5 } },
      { error: { type: 'aNewOne' } },
    ]) {
      expect(failureOf(status, body)).toMatchObject({ code, providerStatus: status });
    }
  });

  it('of actions that nobody knows are final, and keep a name that looks like one', () => {
    expect(actionFailure({ type: 'postNotFound' })).toMatchObject({
      code: 'PROVIDER_REJECTED',
      retryable: false,
      providerType: 'postNotFound',
    });
    expect(actionFailure({ type: '<b>no</b>' })).toMatchObject({
      code: 'PROVIDER_REJECTED',
      providerType: null,
    });
    expect(actionFailure(undefined)).toMatchObject({ code: 'PROVIDER_REJECTED', providerType: null });
    expect(failureOf(400, { error: { type: 'constructor' } }).code).toBe('INVALID_INPUT');
  });

  it('say the way out of what is not synchronized', () => {
    expect(failureOf(400, { error: { type: 'conversationsNotSynced' } }).detail).toContain('synchronizeChat');
  });
});
