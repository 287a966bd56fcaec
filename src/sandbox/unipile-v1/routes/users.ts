import { json, type Router, type SandboxRequest } from '../../http.ts';
import { UnipileError } from '../errors.ts';
import { findAccount } from '../find.ts';
import { findCompany, findUser } from '../recipients.ts';
import { mustBeConnected } from '../rules.ts';
import type { Stage } from '../stage.ts';
import { companyJson, ownerJson, profileJson } from '../wire/profile.ts';
import type { Account, Product } from '../world/account.ts';

/** Profiles; asked of the provider at once, so the account must be connected (unipile-v1.md §6.2, §6.3). */
export function userRoutes(router: Router, stage: Stage): void {
  router.add('GET /users/me', (request) => {
    const account = accountOf(stage, request);
    const profile = ownerJson(account, stage.world.selfOf(account.id).contact);
    if (profile === null) throw unavailable(account);
    return json(profile);
  });

  router.add('GET /users/{identifier}', (request) => {
    const account = accountOf(stage, request);
    const product = productAsked(account, request);
    const profile = profileJson(findUser(stage, account, request.params.identifier ?? ''), product);
    if (profile === null) throw unavailable(account);
    return json(profile);
  });

  router.add('GET /linkedin/company/{identifier}', (request) => {
    accountOf(stage, request);
    return json(companyJson(findCompany(stage, request.params.identifier ?? '')));
  });
}

function accountOf(stage: Stage, { query }: SandboxRequest): Account {
  const id = query.get('account_id');
  if (id === null) throw new UnipileError('missing_parameters', 'account_id is missing.');
  const account = findAccount(stage, id);
  mustBeConnected(account);
  return account;
}

function productAsked(account: Account, { query }: SandboxRequest): Product {
  const asked = query.get('linkedin_api');
  if (asked === null || asked === 'classic') return 'classic';
  if (asked !== 'recruiter' && asked !== 'sales_navigator') {
    throw new UnipileError('invalid_parameters', 'linkedin_api is not valid.');
  }
  if (account.linkedIn?.features.includes(asked)) return asked;
  throw new UnipileError('feature_not_subscribed', `The account has no ${asked}.`);
}

function unavailable(account: Account): UnipileError {
  return new UnipileError('feature_not_implemented', `Profiles are not available on ${account.network}.`);
}
