import { documentedErrors } from '../../../src/sandbox/unipile-v1/errors.ts';
import { withCodes } from './error-codes.ts';

// unipile-v1.md §7.2, by what a caller of ours is told.
export const codes = {
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
  PROVIDER_REJECTED: `expired_link unprocessable_entity action_already_performed already_invited_recently
    sender_rejected ip_rejected_by_server already_connected`,
  INSUFFICIENT_CREDITS: 'insufficient_credits insufficient_job_slot',
  RATE_LIMITED: 'cannot_resend_yet cannot_resend_within_24hrs limit_exceeded too_many_requests',
  PROVIDER_UNAVAILABLE: `provider_unreachable realtime_client_not_initialized unexpected_error provider_error
    authentication_intent_error proxy_error no_client_session no_channel no_handler network_down service_unavailable
    request_timeout`,
} as const;

export const errors = withCodes(documentedErrors(), codes);
