import { json, type Reply } from '../http.ts';

// Every documented type with its usual status (unipile-v2.md §3.2).
const STATUS: Record<string, number> = {
  'api/invalid_parameters': 400,
  'provider/invalid_parameters': 400,
  'api/invalid_auth_format': 400,
  'provider/invalid_authorization': 401,
  'provider/invalid_credentials': 401,
  'provider/account_mismatch': 401,
  'provider/invalid_checkpoint_code': 401,
  'api/missing_authorization': 401,
  'api/expired_authorization': 401,
  'api/inactive_subscription': 402,
  'api/insufficient_permissions': 403,
  'provider/insufficient_permissions': 403,
  'api/account_restricted': 403,
  'provider/unknown_authentication_context': 403,
  'api/resource_not_found': 404,
  'provider/resource_not_found': 404,
  'provider/method_not_allowed': 405,
  'api/conflict': 409,
  'provider/conflict': 409,
  'api/already_exists': 409,
  'provider/invalid_file': 422,
  'provider/unprocessable_entity': 422,
  'api/too_many_requests': 429,
  'provider/too_many_requests': 429,
  'api/internal_error': 500,
  'api/not_implemented': 501,
  'api/proxy_error': 502,
  'api/proxy_auth_error': 502,
  'provider/server_error': 502,
  'api/proxy_timeout': 504,
  'provider/timeout': 504,
};

/** All documented error types with their usual status. */
export function documentedErrors(): { type: string; status: number }[] {
  return Object.entries(STATUS).map(([type, status]) => ({ type, status }));
}

/** An error that the vendor answers. */
export class UnipileError extends Error {
  readonly type: string;
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(type: string, detail: string, headers: Record<string, string> = {}) {
    super(detail);
    this.type = type;
    this.status = STATUS[type] ?? 500;
    this.headers = headers;
  }
}

let requests = 0;

/** The envelope of unipile-v2.md §3.1; `type` null: the most usual of that status. */
export function errorReply(
  status: number,
  type: string | null,
  detail = 'The request could not be served.',
): Reply {
  const usual = Object.entries(STATUS).find(([, known]) => known === status)?.[0];
  const name = type ?? usual ?? 'api/internal_error';
  const words = (name.split('/')[1] ?? name).replaceAll('_', ' ');
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  requests += 1;
  return json(
    { object: 'Error', type: name, status, title, detail, req_id: `req-${requests.toString(36)}` },
    status,
  );
}

/** What a route threw, as the vendor would say it. */
export function failureReply(error: unknown): Reply {
  if (!(error instanceof UnipileError)) return errorReply(500, 'api/internal_error');
  const reply = errorReply(error.status, error.type, error.message);
  return { ...reply, headers: { ...reply.headers, ...error.headers } };
}

export const malformed = (detail: string) => new UnipileError('api/invalid_parameters', detail);
export const missing = (what: string) => new UnipileError('api/resource_not_found', `${what} was not found.`);
export const refused = (detail: string) => new UnipileError('provider/unprocessable_entity', detail);
export const notHere = (detail: string) => new UnipileError('api/not_implemented', detail);
export const forbidden = (detail: string) => new UnipileError('provider/insufficient_permissions', detail);
export const unknownAtProvider = (detail: string) => new UnipileError('provider/resource_not_found', detail);
export const signedOut = (what: string) =>
  new UnipileError('provider/invalid_authorization', `${what} must be reconnected.`);
