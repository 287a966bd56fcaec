import { describe, expect, it } from 'vitest';
import { errorTypes, failureOf } from '../../../src/providers/unipile-v2/errors.ts';
import { documentedErrors } from '../../../src/sandbox/unipile-v2/errors.ts';
import { codes } from '../contract/unipile-v2-errors.ts';

const table = Object.entries(codes).flatMap(([code, types]) =>
  types.split(/\s+/).map((type) => [type, code] as const),
);

describe('an error of Unipile v2', () => {
  it('is known for every documented type', () => {
    expect(new Set(table.map(([type]) => type))).toEqual(new Set(Object.keys(errorTypes)));
    expect(new Set(Object.keys(errorTypes))).toEqual(new Set(documentedErrors().map(({ type }) => type)));
  });

  it.each(table)('%s is %s', (type, code) => {
    const secret = 'what the vendor wrote, with a@b.example in it';
    const failure = failureOf(422, { type, status: 422, title: secret, detail: secret, req_id: secret });
    expect(failure).toMatchObject({ code, providerType: type, providerStatus: 422 });
    expect(failure.retryable).toBe(['RATE_LIMITED', 'PROVIDER_UNAVAILABLE'].includes(code));
    expect(failure.detail).toMatch(/^[A-Z].*\.$/);
    expect(JSON.stringify(failure)).not.toContain(secret);
  });

  it('is told by what follows the slash where the thrower is new, and by the status where all is new', () => {
    expect(failureOf(400, { type: 'proxy/too_many_requests' }).code).toBe('RATE_LIMITED');
    expect(failureOf(404, { type: 'api/of_tomorrow' }).code).toBe('NOT_FOUND');
    expect(failureOf(400, { type: 'constructor' }).code).toBe('INVALID_INPUT');
    expect(failureOf(400, { type: 'api/__proto__' }).code).toBe('INVALID_INPUT');
  });

  it.each([
    [400, 'INVALID_INPUT'],
    [401, 'ACCOUNT_DISCONNECTED'],
    [402, 'SUBSCRIPTION_REQUIRED'],
    [403, 'NOT_ALLOWED'],
    [404, 'NOT_FOUND'],
    [405, 'NOT_SUPPORTED'],
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
  ])('without a body is told by its status: %i is %s', (status, code) => {
    for (const body of [null, 'text', 7, [], {}, { type: null }, { type: 42 }]) {
      expect(failureOf(status, body)).toMatchObject({ code, providerType: null, providerStatus: status });
    }
  });

  it.each([
    ['There are no InMail credits left.', 'INSUFFICIENT_CREDITS'],
    ['Recipient cannot be reached without an InMail.', 'RECIPIENT_UNREACHABLE'],
    ['Not a connection: this person cannot be reached without an InMail.', 'RECIPIENT_UNREACHABLE'],
    ['This person does not take InMails.', 'RECIPIENT_UNREACHABLE'],
    ['You are not connected with this user.', 'RECIPIENT_UNREACHABLE'],
    ['The recipient is not a first degree connection.', 'RECIPIENT_UNREACHABLE'],
    ['The recipient has blocked you.', 'RECIPIENT_UNREACHABLE'],
    ['You cannot message this member.', 'RECIPIENT_UNREACHABLE'],
    ['Weekly messaging limit reached.', 'PROVIDER_REJECTED'],
    ['The connection limit is reached.', 'PROVIDER_REJECTED'],
    ['You cannot contact more people this week.', 'PROVIDER_REJECTED'],
    ['You have already sent an InMail to this member; wait for an answer.', 'PROVIDER_REJECTED'],
    ['This chat is read-only.', 'PROVIDER_REJECTED'],
    ['Your InMail is too long.', 'PROVIDER_REJECTED'],
    [undefined, 'PROVIDER_REJECTED'],
  ])('says why the network refused where Unipile’s text tells, without passing it on: %s', (detail, code) => {
    const failure = failureOf(422, { type: 'provider/unprocessable_entity', detail });
    expect(failure.code).toBe(code);
    if (detail !== undefined) expect(failure.detail).not.toContain(detail);
  });

  it('says nothing by the text of other types', () => {
    expect(failureOf(400, { type: 'api/invalid_parameters', detail: 'credits' }).code).toBe('INVALID_INPUT');
  });
});
