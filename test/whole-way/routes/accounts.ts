import { expect, onTestFinished } from 'vitest';
import { openStore } from '../../../src/store/open.ts';
import { silentLog } from '../../store/silent-log.ts';
import { read } from '../../support/client.ts';
import type { TestGateway } from '../../support/gateway.ts';
import { eventually } from '../../support/wait.ts';
import { type Apart, apartForThisTest, CONNECTION, startApart } from '../apart.ts';
import { accountOn, globalIds, ids, readNode, routesAsked } from '../support.ts';
import { controlOf, type Rows } from './row.ts';

/** Connects one more account at the vendor, and waits until the gateway has heard of it. */
export async function connectAccount(
  { graphql, sandbox }: TestGateway,
  network: string,
  username: string,
): Promise<string> {
  const { baseUrl, apiKey } = sandbox.unipileV1;
  const response = await fetch(`${baseUrl}/accounts`, {
    method: 'POST',
    headers: { 'X-API-KEY': apiKey, 'Content-Type': 'application/json' },
    body: JSON.stringify({ provider: network, username, password: 'invented' }),
  });
  const { account_id } = (await response.json()) as { account_id: string };
  await eventually('the new account is listed', async () => {
    const { accounts } = await read<{ accounts: { nodes: { providerId: string }[] } }>(
      graphql,
      '{ accounts(first: 100) { nodes { providerId } } }',
    );
    return accounts.nodes.some(({ providerId }) => providerId === account_id);
  });
  return account_id;
}

export const accountRows: Rows = {
  async 'GET /accounts → Query.accounts'(gateway) {
    const control = controlOf(gateway);
    control.clearRequests();
    const accountId = await connectAccount(gateway, 'INSTAGRAM', 'third.shop');
    expect(routesAsked(control).filter((route) => route.startsWith('GET'))).toEqual(['GET /accounts']);
    const { accounts } = await read<{
      accounts: { nodes: { id: string; network: string; status: string }[] };
    }>(gateway.graphql, '{ accounts(first: 100) { nodes { id network status } } }');
    const truth = control.truth().accounts.map((account) => ({
      id: ids.account(account),
      network: account.type,
      status: 'CONNECTED',
    }));
    expect([...accounts.nodes].sort(byId)).toEqual(truth.sort(byId));
    expect(accounts.nodes.map(({ id }) => id)).toContain(ids.account({ id: accountId }));
  },

  async 'GET /accounts/{account_id} → Account.inboxes'() {
    const apart = await startApart();
    onTestFinished(() => apart.close());
    const { control } = apart.sandbox.unipileV1;
    const account = accountOn(control.truth(), 'LINKEDIN');
    // Remembered as by a version that kept no more of it, while the vendor cannot list accounts.
    const store = await openStore(`sqlite:${apart.storePath}`, silentLog);
    const record = {
      connectionId: CONNECTION,
      accountId: account.id,
      providerId: account.id,
      provider: 'UNIPILE_V1',
      network: 'LINKEDIN',
      name: account.name,
      status: 'CONNECTED',
      ownerId: null,
      details: null,
    };
    await store.db
      .insertInto('accounts')
      .values({
        connection_id: CONNECTION,
        account_id: account.id,
        record: JSON.stringify(record),
        updated_at: new Date().toISOString(),
      })
      .execute();
    await store.close();
    control.fault({ route: 'GET /accounts', status: 503, times: -1 });
    await apart.start();
    control.clearRequests();
    const { inboxes } = await readNode<{ inboxes: { nodes: { product: string }[] } }>(
      apart,
      globalIds(CONNECTION).account(account),
      'Account',
      'inboxes { nodes { product } }',
    );
    expect(routesAsked(control)).toEqual(['GET /accounts/{account_id}']);
    expect(inboxes.nodes.map(({ product }) => product)).toEqual([
      'LINKEDIN_CLASSIC',
      'LINKEDIN_SALES_NAVIGATOR',
      'LINKEDIN_RECRUITER',
      'LINKEDIN_COMPANY_PAGE',
      'LINKEDIN_COMPANY_PAGE',
    ]);
  },

  async 'POST /webhooks → Subscription.events'() {
    const apart = await registered();
    expect(upkeep(apart)).toEqual(['GET /webhooks', 'POST /webhooks', 'POST /webhooks', 'GET /webhooks']);
    const { webhooks } = controlOf(apart).truth();
    expect(webhooks.map(({ source, requestUrl }) => [source, requestUrl])).toEqual([
      ['messaging', `${apart.url}/webhooks/${CONNECTION}`],
      ['account_status', `${apart.url}/webhooks/${CONNECTION}`],
    ]);
  },

  async 'GET /webhooks → Subscription.events'() {
    const apart = await registered();
    const { webhooks } = controlOf(apart).truth();
    await apart.stop();
    controlOf(apart).clearRequests();
    await apart.start();
    await eventually('the webhooks were listed', () => upkeep(apart).length > 0);
    expect(upkeep(apart)).toEqual(['GET /webhooks']);
    expect(controlOf(apart).truth().webhooks).toEqual(webhooks);
  },

  async 'DELETE /webhooks/{id} → Subscription.events'() {
    const apart = await registered();
    const before = controlOf(apart)
      .truth()
      .webhooks.map(({ id }) => id);
    await apart.stop();
    controlOf(apart).clearRequests();
    apart.env.SANDBOX_WEBHOOK_SECRET = 'another-long-webhook-secret';
    await apart.start();
    await eventually('the old ones are gone', () =>
      controlOf(apart)
        .truth()
        .webhooks.every(({ id }) => !before.includes(id)),
    );
    expect(upkeep(apart).filter((route) => route === 'DELETE /webhooks/{id}')).toHaveLength(2);
    expect(controlOf(apart).truth().webhooks).toHaveLength(2);
  },
};

/** A gateway that has registered its webhooks at a vendor that had none. */
async function registered(): Promise<Apart> {
  const apart = await apartForThisTest();
  await eventually('the webhooks were read back', () => upkeep(apart).length === 4);
  return apart;
}

const upkeep = (apart: Apart) =>
  controlOf(apart)
    .requests()
    .map(({ route }) => route)
    .filter((route) => route?.includes(' /webhooks'));

const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);
