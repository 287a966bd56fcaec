import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { realClock } from '../../../src/sandbox/clock.ts';
import { type LinkedApiSandbox, startLinkedApi } from '../../../src/sandbox/linked-api/server.ts';
import { type Received, receiver } from '../support.ts';
import { type Answer, clientOf, jobsEnded } from './support.ts';

let sandbox: LinkedApiSandbox;
beforeAll(async () => {
  sandbox = await startLinkedApi({ clock: realClock, life: false, port: 0, switches: { jobMs: 1 } });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.control.reset());

const { post } = clientOf(() => sandbox);
const admin = <Result = Record<string, unknown>>(verb: string, body: object = {}) =>
  post<Answer<Result>>(`/admin/webhook.${verb}`, body);

interface Delivery {
  id: string;
  eventId: string;
  type: string;
  status: string;
  attempts: number;
}
const deliveries = async () => (await admin<{ deliveries: Delivery[] }>('deliveries')).result.deliveries;
const typesOf = (received: readonly Received[]) => received.map(({ body }) => body.type);

/** A receiver that the customer's webhook leads to. */
async function hooked(more: object = {}, statuses: number[] = []) {
  const { url, received } = await receiver(statuses);
  const { result } = await admin<{ id: string }>('set', { url, ...more });
  const told = async () => {
    await sandbox.control.webhooksIdle();
    return received;
  };
  return { id: result.id, url, told };
}

async function run(action: object): Promise<string> {
  const { result } = await post<Answer<{ workflowId: string }>>('/workflows', action);
  await jobsEnded(sandbox);
  return result.workflowId;
}

describe('a webhook is told', () => {
  it.each([
    ['thin', {}],
    ['fat', { result: { actionType: 'st.syncConversation', success: true } }],
  ])('how a workflow goes: %s', async (payloadMode, last) => {
    const { told } = await hooked({ payloadMode });
    const personUrl = sandbox.cast.notSynchronised;
    const workflowId = await run({ actionType: 'st.syncConversation', personUrl });
    const notices = (await told()).map(({ body }) => body);
    const about = { workflowId, accountId: 'lacc_01' };
    expect(notices).toMatchObject([
      { type: 'workflow.created', data: { ...about, status: 'pending' } },
      { type: 'workflow.started', data: { ...about, status: 'running' } },
      { type: 'workflow.completed', data: { ...about, status: 'completed', ...last } },
    ]);
    const hasResult = notices.map(({ data }) => Object.hasOwn(data as object, 'result'));
    expect(hasResult).toEqual([false, false, payloadMode === 'fat']);
    expect(new Set(notices.map(({ id }) => id)).size).toBe(3);
  });

  it('that a workflow failed, and nothing of one that was cancelled', async () => {
    const { told } = await hooked({ events: ['workflow.completed'] });
    const action = { actionType: 'st.syncConversation', personUrl: sandbox.cast.notSynchronised };
    sandbox.control.switches({ stuckJobs: true });
    const { result } = await post<Answer<{ workflowId: string }>>('/workflows', action);
    const { linkedApiToken, identificationTokens, baseUrl } = sandbox;
    await fetch(`${baseUrl}/workflows/${result.workflowId}`, {
      method: 'DELETE',
      headers: { 'linked-api-token': linkedApiToken, 'identification-token': identificationTokens[0] ?? '' },
    });
    sandbox.control.switches({ stuckJobs: false, limitExceeded: 'failure' });
    const workflowId = await run(action);
    expect((await told()).map(({ body }) => body.data)).toEqual([
      { workflowId, accountId: 'lacc_01', status: 'failed' },
    ]);
  });

  it('what becomes of accounts', async () => {
    const { told } = await hooked();
    for (const state of ['signedOut', 'noSeat', 'active'] as const) {
      sandbox.control.accountState({ accountId: 'lacc_02', state });
    }
    expect((await told()).map(({ body }) => [body.type, body.data])).toEqual([
      ['account.reconnectionRequired', { accountId: 'lacc_02', status: 'reconnection_required' }],
      ['account.frozen', { accountId: 'lacc_02', status: 'frozen' }],
      ['account.active', { accountId: 'lacc_02', status: 'active' }],
    ]);
  });

  it("what is written in an inbox that is monitored, by the inbox's own ids", async () => {
    const { told } = await hooked({ events: ['inbox.messageReceived', 'inbox.messageSent'] });
    const [personUrl = ''] = sandbox.cast.salesNavigator;
    sandbox.control.inbound({ personUrl, text: 'Too early', channel: 'nv' });
    await run({ actionType: 'nv.syncInbox' });
    const { id } = sandbox.control.inbound({ personUrl, text: 'Heard', channel: 'nv' });
    sandbox.control.inbound({ personUrl, text: 'Not monitored' });
    await run({ actionType: 'nv.sendMessage', personUrl, text: 'Answered' });
    const notices = (await told()).map(({ body }) => body);
    expect(notices).toMatchObject([
      { type: 'inbox.messageReceived', data: { type: 'nv', sender: 'them', text: 'Heard' } },
      { type: 'inbox.messageSent', data: { type: 'nv', sender: 'us', text: 'Answered' } },
    ]);
    const polled = await post<Answer<{ messages: { id: string; text: string }[] }>>('/inbox/poll', {
      type: 'nv',
    });
    const newestFirst = notices.map(({ data }) => (data as { messageId: string }).messageId).reverse();
    expect(newestFirst).toEqual(polled.result.messages.map((message) => message.id));
    expect(newestFirst).not.toContain(id);
    expect(notices[0]?.data).not.toHaveProperty('id');
  });
});

describe('the webhook of a customer', () => {
  it('has one id while it is set anew, and a new one after it was deleted', async () => {
    const { id, url } = await hooked();
    expect((await admin('set', { url, payloadMode: 'fat' })).result).toMatchObject({
      id,
      payloadMode: 'fat',
    });
    expect((await admin('get')).result).toMatchObject({ id, url, payloadMode: 'fat', events: null });
    expect((await admin('setPayloadMode', { id, payloadMode: 'thin' })).result).toMatchObject({
      payloadMode: 'thin',
    });
    expect((await admin('delete', { id })).success).toBe(true);
    expect((await admin('get')).result).toBeNull();
    expect((await admin('sendTest')).error?.type).toBe('webhookNotFound');
    expect((await admin('set', { url })).result.id).not.toBe(id);
  });

  it('chooses its events among those that there are', async () => {
    const { id, told } = await hooked({ events: [] });
    const { result } = await admin<{ eventTypes: string[] }>('eventTypes');
    expect(result.eventTypes).toContain('account.frozen');
    sandbox.control.accountState({ state: 'signedOut' });
    await admin('setEvents', { id, events: ['account.frozen'] });
    sandbox.control.accountState({ state: 'noSeat' });
    sandbox.control.accountState({ state: 'active' });
    expect(typesOf(await told())).toEqual(['account.frozen']);
    await admin('setEvents', { id, events: result.eventTypes });
    sandbox.control.accountState({ state: 'signedOut' });
    expect(typesOf(await told()).at(-1)).toBe('account.reconnectionRequired');
  });

  it('is signed once that is set, with a secret that can be made anew', async () => {
    const { id, told } = await hooked();
    const secretOf = async (verb: string) => (await admin<{ secret: string }>(verb, { id })).result.secret;
    const first = await secretOf('revealSecret');
    await admin('sendTest');
    expect((await told())[0]?.headers).not.toHaveProperty('linked-api-signature');
    await admin('setSigning', { id, signingEnabled: true });
    const second = await secretOf('rotateSecret');
    expect(second).not.toBe(first);
    expect(await secretOf('revealSecret')).toBe(second);
    await admin('sendTest');
    const notice = (await told())[1];
    const signed = `${notice?.headers['linked-api-signature-timestamp']}.${notice?.text}`;
    expect(notice?.headers['linked-api-signature']).toBe(
      createHmac('sha256', second).update(signed).digest('hex'),
    );
    await admin('setSigning', { id, signingEnabled: false });
    await admin('sendTest');
    expect((await told())[2]?.headers).not.toHaveProperty('linked-api-signature');
  });

  it('sends headers of its own', async () => {
    const { id, told } = await hooked({ headers: { 'x-one': '1' } });
    await admin('sendTest');
    await admin('setHeaders', { id, headers: { 'x-two': '2' } });
    await admin('setHeader', { id, name: 'x-three', value: '3' });
    await admin('sendTest');
    await admin('deleteHeader', { id, name: 'x-two' });
    await admin('sendTest');
    const sent = (await told()).map(({ headers }) =>
      ['x-one', 'x-two', 'x-three'].filter((name) => headers[name] !== undefined),
    );
    expect(sent).toEqual([['x-one'], ['x-two', 'x-three'], ['x-three']]);
  });

  it('lists its deliveries, and replays one under the same id', async () => {
    sandbox.control.webhookBehaviour({ retryDelaysMs: [1] });
    const { told } = await hooked({ events: ['account.frozen'] }, [500]);
    sandbox.control.accountState({ state: 'noSeat' });
    await told();
    const [delivery] = await deliveries();
    expect(delivery).toMatchObject({ type: 'account.frozen', status: 'delivered', attempts: 2 });
    await admin('replayDelivery', { deliveryId: delivery?.id });
    const received = await told();
    expect(received.map(({ body }) => body.id)).toEqual(Array(3).fill(delivery?.eventId));
    const [, replayed] = await deliveries();
    expect(replayed).toMatchObject({ eventId: delivery?.eventId, status: 'delivered', attempts: 1 });
    expect(replayed?.id).not.toBe(delivery?.id);
    expect((await admin('replayDelivery', { deliveryId: 'nothing' })).error?.type).toBe('deliveryNotFound');
  });

  it('tells the test of an address whatever was chosen', async () => {
    const { told } = await hooked({ events: [] });
    await admin('sendTest');
    expect((await told()).map(({ body }) => body)).toMatchObject([
      { type: 'webhook.test', data: { message: expect.any(String) } },
    ]);
  });

  it.each<[string, object]>([
    ['set', {}],
    ['set', { url: 'not an address' }],
    ['set', { url: 'ftp://example.com' }],
    ['set', { url: 'http://127.0.0.1', payloadMode: 'slim' }],
    ['set', { url: 'http://127.0.0.1', events: ['everything'] }],
    ['set', { url: 'http://127.0.0.1', headers: { 'x-number': 7 } }],
    ['setPayloadMode', { payloadMode: 'fat' }],
    ['setEvents', { events: 'account.frozen' }],
    ['setSigning', { signingEnabled: 'yes' }],
    ['setHeaders', { headers: ['x'] }],
    ['setHeader', { name: 'x-one' }],
    ['deleteHeader', {}],
    ['delete', {}],
  ])('refuses %s %j', async (verb, body) => {
    await hooked();
    expect((await admin(verb, body)).error?.type).toBe('invalidRequestPayload');
  });

  it('is not that of another id', async () => {
    await hooked();
    for (const verb of ['setEvents', 'setSigning', 'rotateSecret', 'delete']) {
      const body = { id: 'wh_other', events: [], signingEnabled: true };
      expect((await admin(verb, body)).error?.type).toBe('webhookNotFound');
    }
  });
});
