import type { Router, SandboxRequest } from '../../http.ts';
import { LinkedApiError } from '../errors.ts';
import { defaultLimits, readLimits, readNames, usageOf, withLimits, withoutLimits } from '../limits.ts';
import type { Stage } from '../stage.ts';
import type { Account } from '../world.ts';
import { bodyOf, succeeded } from './workflows.ts';

const STATUS = { active: 'active', signedOut: 'reconnection_required', noSeat: 'frozen' } as const;

/** The customer's own routes: accounts and their limits (linked-api.md §5.9, §10). */
export function adminRoutes(router: Router, stage: Stage): void {
  router
    .add('POST /admin/accounts.getAll', () =>
      succeeded({ accounts: stage.world.accounts.map(shown), pendingConnectionSessions: [] }),
    )
    .add('POST /admin/limits.getDefaults', () => succeeded({ limits: defaultLimits() }))
    .add('POST /admin/limits.get', (request) => succeeded({ limits: named(stage, request).limits }))
    .add('POST /admin/limits.getUsage', (request) => {
      const account = named(stage, request);
      const executed = stage.world.executed.filter(({ accountId }) => accountId === account.id);
      const usage = account.limits.map((limit) => ({
        ...limit,
        currentUsage: usageOf(limit, executed, stage.clock.now()),
      }));
      return succeeded({ usage });
    })
    .add('POST /admin/limits.set', (request) => {
      const account = named(stage, request);
      account.limits = withLimits(account.limits, readLimits(bodyOf(request).limits));
      return succeeded({});
    })
    .add('POST /admin/limits.delete', (request) => {
      const account = named(stage, request);
      account.limits = withoutLimits(account.limits, readNames(bodyOf(request).limits));
      return succeeded({});
    })
    .add('POST /admin/limits.resetToDefaults', (request) => {
      named(stage, request).limits = defaultLimits();
      return succeeded({});
    });
}

/** The account that the body names. Throws where it names none, or there is none. */
function named(stage: Stage, request: SandboxRequest): Account {
  const { accountId } = bodyOf(request);
  if (typeof accountId !== 'string') throw new LinkedApiError('accountIdRequired', 'accountId is required.');
  const account = stage.world.account(accountId);
  if (account === undefined) throw new LinkedApiError('accountNotFound', 'There is no such account.');
  return account;
}

function shown(account: Account): object {
  const { id, name, url, countryCode, identificationToken, state } = account;
  return {
    id,
    name,
    url,
    countryCode,
    identificationToken,
    status: STATUS[state],
    connectedAt: '2025-01-15T09:00:00.000Z',
  };
}
