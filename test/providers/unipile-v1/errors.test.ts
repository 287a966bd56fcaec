import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../../src/messaging/errors.ts';
import { errorTypes, failureOf } from '../../../src/providers/unipile-v1/errors.ts';
import { documentedErrors } from '../../../src/sandbox/unipile-v1/errors.ts';
import { codes } from '../contract/unipile-v1-errors.ts';

const table = Object.entries(codes).flatMap(([code, types]) =>
  types.split(/\s+/).map((type) => [type, code] as const),
);

describe('an error of Unipile', () => {
  it('is known for every documented type', () => {
    expect(new Set(table.map(([type]) => type))).toEqual(new Set(Object.keys(errorTypes)));
    expect(Object.keys(errorTypes)).toEqual(
      expect.arrayContaining(documentedErrors().map(({ type }) => type)),
    );
  });

  it.each(table)('%s is %s', (type, code) => {
    const secret = 'what the vendor wrote, with a@b.example in it';
    const body = {
      status: 422,
      type: `errors/${type}`,
      title: secret,
      detail: secret,
      connectionParams: { secret },
    };
    const failure = failureOf(422, body);
    expect(failure).toMatchObject({ code, providerStatus: 422 });
    expect(failure.retryable).toBe(['RATE_LIMITED', 'PROVIDER_UNAVAILABLE'].includes(code));
    expect(failure.detail).toMatch(/^[A-Z].*\.$/);
    expect(JSON.stringify(failure)).not.toContain(secret);
  });

  it.each([
    [400, 'INVALID_INPUT'],
    [401, 'ACCOUNT_DISCONNECTED'],
    [402, 'SUBSCRIPTION_REQUIRED'],
    [403, 'NOT_ALLOWED'],
    [404, 'NOT_FOUND'],
    [407, 'PROVIDER_REJECTED'],
    [408, 'PROVIDER_UNAVAILABLE'],
    [409, 'PROVIDER_REJECTED'],
    [413, 'INVALID_INPUT'],
    [415, 'INVALID_INPUT'],
    [418, 'PROVIDER_REJECTED'],
    [422, 'PROVIDER_REJECTED'],
    [429, 'RATE_LIMITED'],
    [500, 'PROVIDER_UNAVAILABLE'],
    [501, 'NOT_SUPPORTED'],
    [502, 'PROVIDER_UNAVAILABLE'],
    [599, 'PROVIDER_UNAVAILABLE'],
  ])('of an unknown type is told by its status: %i is %s', (status, code) => {
    for (const body of [
      null,
      'text',
      [],
      {},
      { type: 7 },
      { type: 'constructor' },
      { type: 'errors/brand_new' },
    ]) {
      const failure = failureOf(status, body);
      expect(failure.code).toBe(code);
      expect(errorCodes).toContain(failure.code);
    }
  });

  it('shows a type only where it looks like one', () => {
    expect(failureOf(400, { type: 'errors/too_many_characters' }).providerType).toBe(
      'errors/too_many_characters',
    );
    expect(failureOf(400, { type: '<script>alert(1)</script>' }).providerType).toBeNull();
  });
});
