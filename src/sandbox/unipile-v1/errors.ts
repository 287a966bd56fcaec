import { json, type Reply } from '../http.ts';

// Every documented type by its usual status (unipile-v1.md §7.2).
const TYPES: Record<number, string> = {
  400: `invalid_parameters malformed_request content_too_large invalid_url too_many_characters unescaped_characters
    missing_parameters limit_too_high invalid_request invalid_action invalid_label`,
  401: `missing_credentials multiple_sessions wrong_account invalid_credentials invalid_proxy_credentials
    invalid_imap_configuration invalid_smtp_configuration invalid_checkpoint_solution checkpoint_error expired_credentials
    expired_link insufficient_privileges disconnected_account disconnected_feature
    invalid_credentials_but_valid_account_imap captcha_not_supported`,
  403: `insufficient_permissions account_restricted account_mismatch unknown_authentication_context session_mismatch
    feature_not_subscribed subscription_required resource_access_restricted action_required`,
  404: 'resource_not_found invalid_resource_identifier',
  415: 'unsupported_media_type',
  422: `unprocessable_entity invalid_account invalid_recipient no_connection_with_recipient blocked_recipient user_unreachable
    action_already_performed invalid_message invalid_post not_allowed_inmail insufficient_credits cannot_resend_yet
    cannot_resend_within_24hrs limit_exceeded already_invited_recently cannot_invite_attendee parent_mail_not_found
    invalid_reply_subject invalid_headers send_as_denied invalid_folder invalid_thread unauthorized
    sender_rejected recipient_rejected ip_rejected_by_server provider_unreachable account_configuration_error
    cant_send_message realtime_client_not_initialized already_connected comments_disabled insufficient_job_slot`,
  429: 'too_many_requests',
  500: 'unexpected_error provider_error authentication_intent_error',
  501: 'feature_not_implemented',
  503: 'no_client_session no_channel no_handler network_down service_unavailable',
  504: 'request_timeout',
};

const STATUS_OF_TYPE = new Map<string, number>(
  Object.entries(TYPES).flatMap(([status, types]) =>
    types.split(/\s+/).map((type) => [type, Number(status)] as const),
  ),
);

const IRREGULAR_TITLES: Record<string, string> = {
  no_handler: 'Handler missing',
  request_timeout: 'Request timed out',
  unsupported_media_type: 'Unsupported media',
};

/** All documented error types with their usual status, without "errors/". */
export function documentedErrors(): { type: string; status: number }[] {
  return [...STATUS_OF_TYPE].map(([type, status]) => ({ type, status }));
}

/** An error that the vendor answers. `type` is without "errors/"; the status is the type's usual one. */
export class UnipileError extends Error {
  readonly type: string;
  readonly status: number;

  constructor(type: string, detail: string, status: number = STATUS_OF_TYPE.get(type) ?? 500) {
    super(detail);
    this.type = type;
    this.status = status;
  }
}

/** The envelope of unipile-v1.md §7.1; `type` null: the most usual of that status. */
export function errorReply(status: number, type: string | null, detail?: string): Reply {
  const name = type?.replace(/^errors\//, '') ?? TYPES[status]?.split(/\s+/)[0] ?? 'unexpected_error';
  const words = name.replaceAll('_', ' ');
  const title = IRREGULAR_TITLES[name] ?? words.charAt(0).toUpperCase() + words.slice(1);
  return json({ status, type: `errors/${name}`, title, ...(detail === undefined ? {} : { detail }) }, status);
}

/** What a route threw, as the vendor would say it. */
export function failureReply(error: unknown): Reply {
  if (error instanceof UnipileError) return errorReply(error.status, error.type, error.message);
  const detail = error instanceof Error ? error.message : String(error);
  return errorReply(500, 'unexpected_error', detail);
}

/** For what is not there. */
export function notFound(what: string): UnipileError {
  return new UnipileError('resource_not_found', `${what} was not found.`);
}
