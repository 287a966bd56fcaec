import { type ErrorCode, type Failure, failure, vendorType } from '../../messaging/errors.ts';
import { meaning } from '../lenient.ts';
import { refusalOf } from './assumptions.ts';

type Meaning = readonly [code: ErrorCode, detail: string];

const invalid: Meaning = ['INVALID_INPUT', 'The provider does not accept what was asked.'];
const badKey: Meaning = ['NOT_ALLOWED', "Unipile does not accept this connection's API key."];
const disconnected: Meaning = [
  'ACCOUNT_DISCONNECTED',
  'The account is signed out or restricted and must be connected again at Unipile.',
];
const forbidden: Meaning = ['NOT_ALLOWED', 'The account may not do this.'];
const missing: Meaning = ['NOT_FOUND', 'The provider does not have it.'];
const notHere: Meaning = ['NOT_SUPPORTED', 'Unipile does not offer this here.'];
const conflict: Meaning = ['PROVIDER_REJECTED', 'It is in the way of what is there already.'];
const refused: Meaning = ['PROVIDER_REJECTED', 'The network refuses it.'];
const tooMany: Meaning = ['RATE_LIMITED', 'The provider asks for a pause.'];
const unavailable: Meaning = ['PROVIDER_UNAVAILABLE', 'The provider cannot do it at the moment.'];
const tooSlow: Meaning = ['PROVIDER_UNAVAILABLE', 'The network did not answer the provider in time.'];

/** What each error type of Unipile v2 means (unipile-v2.md §3.2): `api/` is Unipile's own word, `provider/` the network's. */
export const errorTypes: Readonly<Record<string, Meaning>> = {
  // 400
  'api/invalid_parameters': invalid,
  'provider/invalid_parameters': invalid,
  'api/invalid_auth_format': ['NOT_ALLOWED', 'Unipile does not know accounts of such an id.'],
  // 401
  'provider/invalid_authorization': disconnected,
  'provider/invalid_credentials': disconnected,
  'provider/account_mismatch': disconnected,
  'provider/invalid_checkpoint_code': disconnected,
  'api/missing_authorization': badKey,
  'api/expired_authorization': badKey,
  // 402
  'api/inactive_subscription': ['SUBSCRIPTION_REQUIRED', 'The subscription at Unipile is not active.'],
  // 403
  'api/insufficient_permissions': ['NOT_ALLOWED', "This connection's API key may not do this."],
  'provider/insufficient_permissions': forbidden,
  'api/account_restricted': disconnected,
  'provider/unknown_authentication_context': disconnected,
  // 404
  'api/resource_not_found': missing,
  'provider/resource_not_found': missing,
  // 405
  'provider/method_not_allowed': notHere,
  // 409
  'api/conflict': conflict,
  'provider/conflict': conflict,
  'api/already_exists': conflict,
  // 422
  'provider/invalid_file': ['INVALID_INPUT', 'The network does not take this file.'],
  'provider/unprocessable_entity': refused,
  // 429
  'api/too_many_requests': tooMany,
  'provider/too_many_requests': ['RATE_LIMITED', 'The network asks for a pause.'],
  // 500
  'api/internal_error': unavailable,
  // 501
  'api/not_implemented': notHere,
  // 502
  'api/proxy_error': unavailable,
  'api/proxy_auth_error': unavailable,
  'provider/server_error': unavailable,
  // 504
  'api/proxy_timeout': tooSlow,
  'provider/timeout': tooSlow,
};

/** By what follows the slash, for a thrower that is not known. */
const suffixes: Readonly<Record<string, Meaning>> = Object.fromEntries(
  Object.entries(errorTypes).map(([type, known]) => [type.slice(type.indexOf('/') + 1), known]),
);

const statuses: Readonly<Record<number, Meaning>> = {
  400: invalid,
  401: disconnected,
  402: ['SUBSCRIPTION_REQUIRED', 'It needs a subscription that is not there.'],
  403: forbidden,
  404: missing,
  405: notHere,
  408: unavailable,
  409: conflict,
  413: ['INVALID_INPUT', 'The file is larger than the provider takes.'],
  415: ['INVALID_INPUT', 'The provider does not take this kind of file.'],
  429: tooMany,
  501: notHere,
};

/** What an error answer means: by its exact type, else by its type's last part, else by its status. */
export function failureOf(status: number, body: unknown): Failure {
  const { type, detail: said } = (body ?? {}) as { type?: unknown; detail?: unknown };
  const name = typeof type === 'string' ? type : null;
  const known = meaning(errorTypes, name) ?? meaning(suffixes, name?.slice(name.lastIndexOf('/') + 1));
  const [code, detail] =
    (known === refused ? refusalOf(said) : null) ?? known ?? statuses[status] ?? otherwise(status);
  return failure(code, detail, { providerType: vendorType(type), providerStatus: status }).failure;
}

function otherwise(status: number): Meaning {
  return status >= 500 ? unavailable : refused;
}
