import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../../src/messaging/errors.ts';
import { errorTypes, failureOf } from '../../../src/providers/unipile-v1/errors.ts';
import { documentedErrors } from '../../../src/sandbox/unipile-v1/errors.ts';

// unipile-v1.md §7.2, by what a caller of ours is told.
const expected: Record<string, string> = {
  INVALID_INPUT: `invalid_parameters malformed_request content_too_large invalid_url too_many_characters
    unescaped_characters missing_parameters limit_too_high invalid_request invalid_label unsupported_media_type
    invalid_message invalid_post invalid_reply_subject invalid_headers invalid_folder invalid_thread`,
  NOT_SUPPORTED: 'invalid_action feature_not_implemented',
  NOT_ALLOWED: `missing_credentials insufficient_privileges insufficient_permissions account_mismatch invalid_account
    send_as_denied unauthorized comments_disabled`,
  ACCOUNT_DISCONNECTED: `multiple_sessions wrong_account invalid_credentials invalid_proxy_credentials
    invalid_imap_configuration invalid_smtp_configuration invalid_checkpoint_solution checkpoint_error
    expired_credentials disconnected_account disconnected_feature invalid_credentials_but_valid_account_imap
    captcha_not_supported account_restricted unknown_authentication_context session_mismatch action_required
    account_configuration_error`,
  SUBSCRIPTION_REQUIRED: 'feature_not_subscribed subscription_required',
  RECIPIENT_UNREACHABLE: `resource_access_restricted invalid_recipient no_connection_with_recipient blocked_recipient
    user_unreachable not_allowed_inmail cannot_invite_attendee recipient_rejected cant_send_message`,
  NOT_FOUND: 'resource_not_found invalid_resource_identifier parent_mail_not_found',
  PROVIDER_REJECTED: `expired_link unprocessable_entity action_already_performed already_invited_recently sender_rejected
    ip_rejected_by_server already_connected`,
  INSUFFICIENT_CREDITS: 'insufficient_credits insufficient_job_slot',
  RATE_LIMITED: 'cannot_resend_yet cannot_resend_within_24hrs limit_exceeded too_many_requests',
  PROVIDER_UNAVAILABLE: `provider_unreachable realtime_client_not_initialized unexpected_error provider_error
    authentication_intent_error proxy_error no_client_session no_channel no_handler network_down service_unavailable
    request_timeout`,
};
const table = Object.entries(expected).flatMap(([code, types]) =>
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
