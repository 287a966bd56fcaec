import { type ErrorCode, type Failure, failure, vendorType } from '../../messaging/errors.ts';
import { meaning } from '../lenient.ts';

const disconnected = 'The account is signed out or restricted and must be connected again at Unipile.';
const unreachable = 'The network does not let this account write to this recipient.';
const unavailable = 'The provider cannot do it at the moment.';
const notSubscribed = 'The account has no subscription that includes this.';
const invalid = 'The provider does not accept what was asked.';
const restricted = 'The account may not do this.';
const rejected = 'The provider refuses it.';
const later = 'The network allows this only later.';

/** What each error type of Unipile v1 means (unipile-v1.md §7.2 and §7.3), by its name without `errors/`. */
export const errorTypes: Readonly<Record<string, readonly [code: ErrorCode, detail: string]>> = {
  // 400
  invalid_parameters: ['INVALID_INPUT', invalid],
  malformed_request: ['INVALID_INPUT', invalid],
  content_too_large: ['INVALID_INPUT', 'The file is larger than the network allows.'],
  invalid_url: ['INVALID_INPUT', invalid],
  too_many_characters: ['INVALID_INPUT', 'The text is longer than the network allows.'],
  unescaped_characters: ['INVALID_INPUT', 'The text has characters that the network does not take.'],
  missing_parameters: ['INVALID_INPUT', 'The provider needs something that was not given.'],
  limit_too_high: ['INVALID_INPUT', invalid],
  invalid_request: ['INVALID_INPUT', invalid],
  invalid_action: ['NOT_SUPPORTED', 'The network does not have this action.'],
  invalid_label: ['INVALID_INPUT', invalid],
  // 401
  missing_credentials: ['NOT_ALLOWED', "Unipile does not accept this connection's API key."],
  multiple_sessions: ['ACCOUNT_DISCONNECTED', disconnected],
  wrong_account: ['ACCOUNT_DISCONNECTED', disconnected],
  invalid_credentials: [
    'ACCOUNT_DISCONNECTED',
    "Unipile does not accept the account's credentials, or this connection's API key.",
  ],
  invalid_proxy_credentials: ['ACCOUNT_DISCONNECTED', disconnected],
  invalid_imap_configuration: ['ACCOUNT_DISCONNECTED', disconnected],
  invalid_smtp_configuration: ['ACCOUNT_DISCONNECTED', disconnected],
  invalid_checkpoint_solution: ['ACCOUNT_DISCONNECTED', disconnected],
  checkpoint_error: ['ACCOUNT_DISCONNECTED', disconnected],
  expired_credentials: ['ACCOUNT_DISCONNECTED', disconnected],
  expired_link: ['PROVIDER_REJECTED', rejected],
  insufficient_privileges: ['NOT_ALLOWED', restricted],
  disconnected_account: ['ACCOUNT_DISCONNECTED', disconnected],
  disconnected_feature: ['ACCOUNT_DISCONNECTED', 'This product of the account is signed out.'],
  invalid_credentials_but_valid_account_imap: ['ACCOUNT_DISCONNECTED', disconnected],
  captcha_not_supported: ['ACCOUNT_DISCONNECTED', disconnected],
  // 403
  insufficient_permissions: ['NOT_ALLOWED', restricted],
  account_restricted: ['ACCOUNT_DISCONNECTED', disconnected],
  account_mismatch: ['NOT_ALLOWED', 'It belongs to another account.'],
  unknown_authentication_context: ['ACCOUNT_DISCONNECTED', disconnected],
  session_mismatch: ['ACCOUNT_DISCONNECTED', disconnected],
  feature_not_subscribed: ['SUBSCRIPTION_REQUIRED', notSubscribed],
  subscription_required: ['SUBSCRIPTION_REQUIRED', notSubscribed],
  resource_access_restricted: ['RECIPIENT_UNREACHABLE', unreachable],
  action_required: ['ACCOUNT_DISCONNECTED', disconnected],
  // 404
  resource_not_found: ['NOT_FOUND', 'The provider does not have it.'],
  invalid_resource_identifier: ['NOT_FOUND', 'The provider does not have it.'],
  // 415
  unsupported_media_type: ['INVALID_INPUT', 'The network does not take this kind of file.'],
  // 422
  invalid_account: ['NOT_ALLOWED', restricted],
  invalid_recipient: ['RECIPIENT_UNREACHABLE', 'The network knows nobody of this id.'],
  no_connection_with_recipient: [
    'RECIPIENT_UNREACHABLE',
    'The recipient is no direct connection; an InMail may reach them.',
  ],
  blocked_recipient: ['RECIPIENT_UNREACHABLE', unreachable],
  user_unreachable: ['RECIPIENT_UNREACHABLE', unreachable],
  unprocessable_entity: ['PROVIDER_REJECTED', rejected],
  action_already_performed: ['PROVIDER_REJECTED', 'It has been done already.'],
  invalid_message: ['INVALID_INPUT', 'The network does not take this message.'],
  invalid_post: ['INVALID_INPUT', invalid],
  not_allowed_inmail: ['RECIPIENT_UNREACHABLE', 'The recipient takes no InMails.'],
  insufficient_credits: ['INSUFFICIENT_CREDITS', 'The account has no credits left for this.'],
  cannot_resend_yet: ['RATE_LIMITED', later],
  cannot_resend_within_24hrs: ['RATE_LIMITED', later],
  limit_exceeded: ['RATE_LIMITED', 'The account has reached a limit of the network.'],
  already_invited_recently: ['PROVIDER_REJECTED', 'The recipient was invited not long ago.'],
  cannot_invite_attendee: ['RECIPIENT_UNREACHABLE', unreachable],
  parent_mail_not_found: ['NOT_FOUND', 'The provider does not have it.'],
  invalid_reply_subject: ['INVALID_INPUT', invalid],
  invalid_headers: ['INVALID_INPUT', invalid],
  send_as_denied: ['NOT_ALLOWED', restricted],
  invalid_folder: ['INVALID_INPUT', invalid],
  invalid_thread: ['INVALID_INPUT', invalid],
  unauthorized: ['NOT_ALLOWED', restricted],
  sender_rejected: ['PROVIDER_REJECTED', rejected],
  recipient_rejected: ['RECIPIENT_UNREACHABLE', unreachable],
  ip_rejected_by_server: ['PROVIDER_REJECTED', rejected],
  provider_unreachable: ['PROVIDER_UNAVAILABLE', unavailable],
  account_configuration_error: ['ACCOUNT_DISCONNECTED', disconnected],
  cant_send_message: ['RECIPIENT_UNREACHABLE', 'This chat or this recipient takes no messages.'],
  realtime_client_not_initialized: ['PROVIDER_UNAVAILABLE', unavailable],
  already_connected: ['PROVIDER_REJECTED', 'The two are connected already.'],
  comments_disabled: ['NOT_ALLOWED', restricted],
  insufficient_job_slot: ['INSUFFICIENT_CREDITS', 'The account has no free job slot.'],
  // 429
  too_many_requests: ['RATE_LIMITED', 'The network asks for a pause.'],
  // 500
  unexpected_error: ['PROVIDER_UNAVAILABLE', unavailable],
  provider_error: ['PROVIDER_UNAVAILABLE', unavailable],
  authentication_intent_error: ['PROVIDER_UNAVAILABLE', unavailable],
  // 501
  feature_not_implemented: ['NOT_SUPPORTED', 'Unipile does not offer this on this network.'],
  // 502, 503, 504
  proxy_error: ['PROVIDER_UNAVAILABLE', unavailable],
  no_client_session: ['PROVIDER_UNAVAILABLE', unavailable],
  no_channel: ['PROVIDER_UNAVAILABLE', unavailable],
  no_handler: ['PROVIDER_UNAVAILABLE', unavailable],
  network_down: ['PROVIDER_UNAVAILABLE', unavailable],
  service_unavailable: ['PROVIDER_UNAVAILABLE', unavailable],
  request_timeout: ['PROVIDER_UNAVAILABLE', 'The network did not answer the provider in time.'],
};

const statuses: Readonly<Record<number, readonly [code: ErrorCode, detail: string]>> = {
  400: ['INVALID_INPUT', invalid],
  401: ['ACCOUNT_DISCONNECTED', disconnected],
  402: ['SUBSCRIPTION_REQUIRED', notSubscribed],
  403: ['NOT_ALLOWED', restricted],
  404: ['NOT_FOUND', 'The provider does not have it.'],
  408: ['PROVIDER_UNAVAILABLE', unavailable],
  413: ['INVALID_INPUT', 'The file is larger than the network allows.'],
  415: ['INVALID_INPUT', 'The network does not take this kind of file.'],
  429: ['RATE_LIMITED', 'The network asks for a pause.'],
  501: ['NOT_SUPPORTED', 'Unipile does not offer this on this network.'],
};

/** What an error answer means: by its type, else by its status. Nothing else of its body is used. */
export function failureOf(status: number, body: unknown): Failure {
  const type = (body as { type?: unknown } | null)?.type;
  const [code, detail] = known(type) ?? statuses[status] ?? otherwise(status);
  return failure(code, detail, { providerType: vendorType(type), providerStatus: status }).failure;
}

function known(type: unknown) {
  return meaning(errorTypes, typeof type === 'string' ? type.replace(/^errors\//, '') : null);
}

function otherwise(status: number): readonly [ErrorCode, string] {
  return status >= 500 ? ['PROVIDER_UNAVAILABLE', unavailable] : ['PROVIDER_REJECTED', rejected];
}
