import type { Router, SandboxRequest } from '../../http.ts';
import { LinkedApiError } from '../errors.ts';
import type { Endpoint, Notices } from '../notices.ts';
import type { Stage } from '../stage.ts';
import type { Account } from '../world.ts';
import { jsonBody, succeeded } from './workflows.ts';

const STATUS = { active: 'active', signedOut: 'reconnection_required', noSeat: 'frozen' } as const;

/** The customer's own routes: accounts, limits and the one webhook (linked-api.md §5.9, §7.1). */
export function adminRoutes(router: Router, stage: Stage, notices: Notices): void {
  router
    .add('POST /admin/accounts.getAll', () =>
      succeeded({ accounts: stage.world.accounts.map(shown), pendingConnectionSessions: [] }),
    )
    .add('POST /admin/limits.getUsage', (request) => {
      const account = stage.world.account(String(bodyOf(request).accountId));
      if (account === undefined) throw new LinkedApiError('accountNotFound', 'There is no such account.');
      const sends = stage.world.executed.filter(({ accountId, actionType }) => {
        return accountId === account.id && actionType === 'st.sendMessage';
      });
      const limit = { category: 'stMessages', period: 'daily', maxValue: 50, isEnabled: true };
      return succeeded([{ ...limit, currentUsage: sends.length }]);
    })
    .add('POST /admin/webhook.set', (request) => {
      const { url, payloadMode, signingEnabled, headers, events } = bodyOf(request);
      if (typeof url !== 'string') throw new LinkedApiError('invalidRequestPayload', 'url is required.');
      notices.endpoint = {
        id: notices.endpoint?.id ?? `wh_${stage.random.letters(16, '0123456789abcdef')}`,
        url,
        payloadMode: payloadMode === 'fat' ? 'fat' : 'thin',
        signingEnabled: signingEnabled === true,
        secret: notices.endpoint?.secret ?? stage.random.letters(64, '0123456789abcdef'),
        headers: (headers ?? {}) as Record<string, string>,
        events: Array.isArray(events) ? events.map(String) : null,
      };
      return succeeded(publicPart(notices.endpoint));
    })
    .add('POST /admin/webhook.get', () => succeeded(notices.endpoint && publicPart(notices.endpoint)))
    .add('POST /admin/webhook.setPayloadMode', (request) => {
      const endpoint = mustExist(notices);
      endpoint.payloadMode = bodyOf(request).payloadMode === 'fat' ? 'fat' : 'thin';
      return succeeded(publicPart(endpoint));
    })
    .add('POST /admin/webhook.revealSecret', () => succeeded({ secret: mustExist(notices).secret }))
    .add('POST /admin/webhook.sendTest', () => {
      mustExist(notices);
      notices.sendTest(stage);
      return succeeded({});
    })
    .add('POST /admin/webhook.delete', () => {
      mustExist(notices);
      notices.endpoint = null;
      return succeeded({});
    });
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

function publicPart({ secret: _kept, ...rest }: Endpoint): object {
  return rest;
}

function mustExist(notices: Notices): Endpoint {
  if (notices.endpoint === null) throw new LinkedApiError('webhookNotFound', 'There is no webhook.');
  return notices.endpoint;
}

function bodyOf(request: SandboxRequest): Record<string, unknown> {
  return (jsonBody(request) ?? {}) as Record<string, unknown>;
}
