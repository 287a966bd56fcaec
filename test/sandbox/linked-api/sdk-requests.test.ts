import { LinkedApi, LinkedApiAdmin } from '@linkedapi/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { realClock } from '../../../src/sandbox/clock.ts';
import { type LinkedApiSandbox, startLinkedApi } from '../../../src/sandbox/linked-api/server.ts';

/** What the vendor's SDK was seen to send (linked-api.md §12) is what the sandbox receives, and answers. */
let sandbox: LinkedApiSandbox;
let sdk: LinkedApi;
let admin: LinkedApiAdmin;

beforeAll(async () => {
  sandbox = await startLinkedApi({ clock: realClock, life: false, port: 0, switches: { jobMs: 1 } });
  const { linkedApiToken, identificationTokens, baseUrl } = sandbox;
  sdk = new LinkedApi({ linkedApiToken, identificationToken: identificationTokens[0] ?? '', baseUrl });
  admin = new LinkedApiAdmin({ linkedApiToken });
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sandbox.control.reset();
  // The admin client of the SDK knows the vendor's address only.
  const send = fetch;
  vi.stubGlobal('fetch', (url: string, init: RequestInit) =>
    send(url.replace('https://api.linkedapi.io', sandbox.baseUrl), init),
  );
});
afterEach(() => void vi.unstubAllGlobals());

const quick = { pollInterval: 2 };
const personUrl = 'https://www.linkedin.com/in/ada-example';
const period = { start: '2025-01-01T00:00:00Z', end: '2025-01-20T00:00:00Z' };
const text = 'Hello';
const subject = 'A word';
const custom = [{ actionType: 'st.syncConversation', personUrl, label: 'one' }];
const polled = () => [
  { personUrl: sandbox.cast.synchronised[0] ?? '', type: 'st' as const },
  { personUrl: sandbox.cast.synchronised[1] ?? '', type: 'st' as const, since: period.start },
];
const job = async () => {
  const id = await sdk.syncConversation.execute({ personUrl });
  sandbox.control.clearRequests();
  return id;
};

type Sent = { method: string; path: string; query?: Record<string, string>; body?: unknown };
const started = (body: unknown): Sent => ({ method: 'POST', path: '/workflows', body });

it.each<[string, () => Promise<unknown>, () => Sent]>([
  [
    'sendMessage',
    () => sdk.sendMessage.execute({ personUrl, text }),
    () => started({ actionType: 'st.sendMessage', personUrl, text }),
  ],
  [
    'nvSendMessage',
    () => sdk.nvSendMessage.execute({ personUrl, text, subject }),
    () => started({ actionType: 'nv.sendMessage', personUrl, text, subject }),
  ],
  [
    'syncConversation',
    () => sdk.syncConversation.execute({ personUrl }),
    () => started({ actionType: 'st.syncConversation', personUrl }),
  ],
  [
    'nvSyncConversation',
    () => sdk.nvSyncConversation.execute({ personUrl }),
    () => started({ actionType: 'nv.syncConversation', personUrl }),
  ],
  ['customWorkflow', () => sdk.customWorkflow.execute(custom as never), () => started(custom)],
  [
    'pollConversations',
    () => sdk.pollConversations(polled()),
    () => ({ method: 'POST', path: '/conversations/poll', body: polled() }),
  ],
  [
    'pollConversations of nothing',
    () => sdk.pollConversations([]),
    () => ({ method: 'POST', path: '/conversations/poll', body: [] }),
  ],
  ['getAccountInfo', () => sdk.getAccountInfo(), () => ({ method: 'GET', path: '/account' })],
  [
    'getApiUsage',
    () => sdk.getApiUsage(period),
    () => ({ method: 'GET', path: '/stats/actions', query: period }),
  ],
])('%s sends what was observed', async (_, call, expected) => {
  await call();
  const [request, ...more] = sandbox.control.requests();
  expect(more).toEqual([]);
  expect(request).toMatchObject({ status: 200, query: {}, ...expected() });
  expect(request && 'body' in request).toBe('body' in expected());
  expect(request?.headers).toMatchObject({
    'content-type': 'application/json',
    'linked-api-token': '…',
    'identification-token': '…',
    client: 'node',
    accept: '*/*',
    'user-agent': 'node',
  });
});

it.each<[string, string, (id: string) => Promise<unknown>]>([
  ['status', 'GET', (id) => sdk.syncConversation.status(id)],
  ['result', 'GET', (id) => sdk.syncConversation.result(id, quick)],
  ['cancel', 'DELETE', (id) => sdk.syncConversation.cancel(id)],
])('%s sends what was observed', async (_, method, call) => {
  const id = await job();
  await call(id);
  const requests = sandbox.control.requests();
  expect(requests.length).toBeGreaterThan(0);
  for (const request of requests) {
    expect(request).toMatchObject({ method, path: `/workflows/${id}`, status: 200 });
    expect(request).not.toHaveProperty('body');
  }
});

describe('the admin part of the SDK', () => {
  it('lists accounts with an empty body and without an identification token', async () => {
    const { accounts, pendingConnectionSessions } = await admin.accounts.getAll();
    expect(accounts.map(({ name, status }) => [name, status])).toEqual([
      ['Robin Lindgren', 'active'],
      ['Sam Marchetti', 'active'],
    ]);
    expect(accounts.map(({ identificationToken }) => identificationToken)).toEqual(
      sandbox.identificationTokens,
    );
    expect(pendingConnectionSessions).toEqual([]);
    const [request] = sandbox.control.requests();
    expect(request).toMatchObject({ method: 'POST', path: '/admin/accounts.getAll' });
    expect(request).not.toHaveProperty('body');
    expect(request?.headers).toMatchObject({ 'content-length': '0', 'content-type': 'application/json' });
    expect(request?.headers).not.toHaveProperty('identification-token');
  });

  it('reads limits and what is used of them', async () => {
    const stMessages = { category: 'stMessages', period: 'daily', maxValue: 50, isEnabled: true } as const;
    expect(await admin.limits.getDefaults()).toEqual({ limits: [stMessages] });
    const accountId = sandbox.control.truth().accounts[0]?.id ?? '';
    const personUrl = sandbox.cast.synchronised[0] ?? '';
    await sdk.sendMessage.result(await sdk.sendMessage.execute({ personUrl, text }), quick);
    sandbox.control.clearRequests();
    expect(await admin.limits.getUsage({ accountId })).toEqual({
      usage: [{ ...stMessages, currentUsage: 1 }],
    });
    expect(sandbox.control.requests()).toMatchObject([
      { method: 'POST', path: '/admin/limits.getUsage', body: { accountId } },
    ]);
    await sandbox.control.advance({ milliseconds: 25 * 3_600_000 });
    expect((await admin.limits.getUsage({ accountId })).usage[0]?.currentUsage).toBe(0);
  });

  it('sets limits of one account, deletes them, and goes back to the defaults', async () => {
    const [accountId = '', other = ''] = sandbox.control.truth().accounts.map(({ id }) => id);
    const nvMessages = { category: 'nvMessages', period: 'monthly', maxValue: 30 } as const;
    const fewer = { category: 'stMessages', period: 'daily', maxValue: 5, isEnabled: false } as const;
    await admin.limits.set({ accountId, limits: [nvMessages, fewer] });
    expect((await admin.limits.get({ accountId })).limits).toEqual([
      { ...nvMessages, isEnabled: true },
      fewer,
    ]);
    expect(await admin.limits.get({ accountId: other })).toEqual(await admin.limits.getDefaults());
    await admin.limits.delete({ accountId, limits: [{ category: 'stMessages', period: 'daily' }] });
    expect((await admin.limits.get({ accountId })).limits).toEqual([{ ...nvMessages, isEnabled: true }]);
    await admin.limits.resetToDefaults({ accountId });
    expect(await admin.limits.get({ accountId })).toEqual(await admin.limits.getDefaults());
  });

  it('is told what is wrong', async () => {
    const accountId = sandbox.control.truth().accounts[0]?.id ?? '';
    const entry = { category: 'stMessages', period: 'daily', maxValue: 5 };
    const refused = (limits: unknown) => admin.limits.set({ accountId, limits } as never);
    for (const limits of [
      'all',
      [{ ...entry, category: 'sighs' }],
      [{ ...entry, period: 'hourly' }],
      [{ ...entry, maxValue: -1 }],
    ]) {
      await expect(refused(limits)).rejects.toMatchObject({ type: 'invalidRequestPayload' });
    }
    await expect(admin.limits.get({ accountId: 'nobody' })).rejects.toMatchObject({
      type: 'accountNotFound',
    });
    await expect(admin.limits.get({} as never)).rejects.toMatchObject({ type: 'accountIdRequired' });
    expect(
      sandbox.control
        .requests()
        .slice(-2)
        .map(({ status }) => status),
    ).toEqual([401, 401]);
  });
});
