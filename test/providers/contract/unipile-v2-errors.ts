import { documentedErrors } from '../../../src/sandbox/unipile-v2/errors.ts';
import { withCodes } from './error-codes.ts';

// unipile-v2.md §3.2, by what a caller of ours is told.
export const codes = {
  INVALID_INPUT: 'api/invalid_parameters provider/invalid_parameters provider/invalid_file',
  NOT_ALLOWED: `api/invalid_auth_format api/missing_authorization api/expired_authorization
    api/insufficient_permissions provider/insufficient_permissions`,
  ACCOUNT_DISCONNECTED: `provider/invalid_authorization provider/invalid_credentials provider/account_mismatch
    provider/invalid_checkpoint_code api/account_restricted provider/unknown_authentication_context`,
  SUBSCRIPTION_REQUIRED: 'api/inactive_subscription',
  NOT_FOUND: 'api/resource_not_found provider/resource_not_found',
  NOT_SUPPORTED: 'provider/method_not_allowed api/not_implemented',
  PROVIDER_REJECTED: 'api/conflict provider/conflict api/already_exists provider/unprocessable_entity',
  RATE_LIMITED: 'api/too_many_requests provider/too_many_requests',
  PROVIDER_UNAVAILABLE: `api/internal_error api/proxy_error api/proxy_auth_error provider/server_error
    api/proxy_timeout provider/timeout`,
} as const;

export const errors = withCodes(documentedErrors(), codes);
