import type { SandboxRequest } from '../http.ts';
import { type Form, LinkedApiError } from './errors.ts';
import type { Stage } from './stage.ts';
import type { Account, World } from './world.ts';

/** The customer's token: invented, in the shape that the vendor's documents show. */
export const LINKED_API_TOKEN = 'linked_sandbox_3f9c1e7a5b2d48c6';

const FORMS = {
  workflows: { header: 'linked-api-token', name: 'LinkedApiToken', seat: 'subscriptionRequired' },
  conversations: { header: 'account-api-token', name: 'AccountApiToken', seat: 'noActiveSeats' },
} as const;

/** Which form a path belongs to: `GET /account` itself is the present form's. */
export function formOf(path: string): Form {
  return path.startsWith('/account/') ? 'conversations' : 'workflows';
}

/** Throws where the main token is missing or wrong. The seed's form takes the present header too (linked-api.md §3.2). */
export function checkCustomer(request: SandboxRequest): void {
  const form = formOf(request.path);
  const { header, name } = FORMS[form];
  const token =
    request.headers[header] ?? (form === 'conversations' ? request.headers['linked-api-token'] : undefined);
  if (token === undefined) {
    const first = name.charAt(0).toLowerCase() + name.slice(1);
    throw new LinkedApiError(`${first}Required`, `The header ${header} is missing.`, form);
  }
  if (token !== LINKED_API_TOKEN) throw new LinkedApiError(`invalid${name}`, 'The token is not valid.', form);
}

/** The account that the request speaks for. Throws where its token is missing or wrong, or it has no seat. */
export function accountOf(world: World, request: SandboxRequest): Account {
  const form = formOf(request.path);
  const token = request.headers['identification-token'];
  if (token === undefined) {
    throw new LinkedApiError(
      'identificationTokenRequired',
      'The header identification-token is missing.',
      form,
    );
  }
  const account = world.accounts.find(({ identificationToken }) => identificationToken === token);
  if (account === undefined)
    throw new LinkedApiError('invalidIdentificationToken', 'The token is not valid.', form);
  if (account.state === 'noSeat') {
    throw new LinkedApiError(FORMS[form].seat, 'This account has no paid seat.', form);
  }
  return account;
}

/** Throws where nothing that needs the browser can be started: LinkedIn has ended the session, or a limit is used up. */
export function checkMayStart({ switches }: Stage, account: Account, form: Form): void {
  if (account.state === 'signedOut') {
    const message = 'LinkedIn ended the session; connect the account again.';
    throw new LinkedApiError('linkedinAccountSignedOut', message, form);
  }
  if (switches.limitExceeded === 'start') {
    throw new LinkedApiError('limitExceeded', 'The limit of this action is used up.', form);
  }
}
