import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '../../../src/sandbox/clock.ts';
import { documentedErrors } from '../../../src/sandbox/unipile-v2/errors.ts';
import { startUnipileV2, type UnipileV2Sandbox } from '../../../src/sandbox/unipile-v2/server.ts';
import { eventually } from '../../support/wait.ts';
import { kindsOf, strangersOf } from './people.ts';
import { type Answer, call, NOOR, ROBIN } from './vendor.ts';

interface Told {
  id: string;
  type: string;
  account_id: string;
  payload: Record<string, unknown>;
}

const clock = manualClock();
let sandbox: UnipileV2Sandbox;
let received: { signature: string; body: string }[] = [];
let status = 200;
const receiver = createServer(async (incoming, response) => {
  let body = '';
  for await (const piece of incoming) body += piece;
  received.push({ signature: String(incoming.headers['unipile-signature']), body });
  response.writeHead(status).end();
});
beforeAll(async () => {
  sandbox = await startUnipileV2({ clock, life: false, port: 0 });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  receiver.close();
  await sandbox.close();
});
beforeEach(() => {
  sandbox.control.reset();
  received = [];
  status = 200;
});

const url = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
const register = (more: object = {}) =>
  call<{ id: string; secret: string }>(sandbox, 'POST /webhooks/endpoints/', {
    url: url(),
    trigger_events: ['message.new'],
    ...more,
  });
const MALFORMED = [400, 'api/invalid_parameters'];
const answered = ({ status: code, body }: Answer<unknown>) => [code, (body as { type?: string }).type];
const told = (): Told[] => received.map(({ body }) => JSON.parse(body));
const someChat = (accountId = ROBIN) => {
  const { chats } = sandbox.control.truth();
  return chats.find((chat) => chat.accountId === accountId && chat.product === 'classic')?.id ?? '';
};

describe('webhooks', () => {
  it('are tried six times with growing pauses, signed anew each time with the secret of the endpoint', async () => {
    status = 500;
    const { secret, id } = (await register()).body;
    sandbox.control.inbound({ chatId: someChat(), text: 'News' });
    const attempts = () => sandbox.control.deliveries()[0]?.attempts ?? [];
    const tried = (count: number) =>
      eventually(`attempt ${count} is answered`, () => attempts()[count - 1]?.status === 500);
    for (const [index, pause] of [0, 1000, 2000, 4000, 8000, 16_000].entries()) {
      if (index > 0) {
        await clock.advance(pause - 1);
        expect(attempts()).toHaveLength(index);
        await clock.advance(1);
      }
      await tried(index + 1);
    }
    await sandbox.control.webhooksIdle();
    expect(sandbox.control.deliveries()).toMatchObject([{ state: 'failed' }]);
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(received.map(({ signature }) => signature)).size).toBe(6);
    for (const { signature, body } of received) {
      const [time, hash] = signature.split(',').map((part) => part.split('=')[1]);
      expect(hash).toBe(createHmac('sha256', secret).update(`${time}.${body}`).digest('hex'));
    }
    expect(told()[0]).toMatchObject({
      type: 'message.new',
      account_id: ROBIN,
      payload: { text: 'News', is_sender: false },
    });
    const log = async (query: string) =>
      (
        await call<{ data: object[]; has_more: boolean }>(
          sandbox,
          `GET /webhooks/conversations/?endpoint_id=${id}${query}`,
        )
      ).body;
    const first = { http_status: 500, first_attempt: true, event_id: told()[0]?.id };
    expect(await log('&limit=1')).toMatchObject({ data: [first], has_more: true });
    expect(await log('&offset=5')).toMatchObject({ data: [{ first_attempt: false }], has_more: false });
    expect((await log(`&event_id=${told()[0]?.id}`)).data).toHaveLength(6);
    expect((await log('&event_id=evt_other')).data).toEqual([]);
  });

  it('tell of those accounts and events that were asked for, while they are on', async () => {
    const { id } = (await register({ account_ids: [NOOR] })).body;
    const path = `PATCH /webhooks/endpoints/${id}`;
    const count = async () => {
      sandbox.control.inbound({ chatId: someChat(), text: 'Robin' });
      sandbox.control.changeChat({ chatId: someChat(NOOR), archived: true });
      sandbox.control.inbound({ chatId: someChat(NOOR), text: 'Noor' });
      await sandbox.control.webhooksIdle();
      return received.splice(0).length;
    };
    expect(await count()).toBe(1);
    await call(sandbox, path, { account_ids: [] });
    expect(await count()).toBe(2);
    await call(sandbox, path, { enabled: false });
    expect(await count()).toBe(0);
    await call(sandbox, `${path}/`, { enabled: true, trigger_events: ['chat.update'] });
    expect(await count()).toBe(1);
    expect((await call(sandbox, `DELETE /webhooks/endpoints/${id}/`)).body).toEqual({ success: true });
    expect(await count()).toBe(0);
    expect((await call(sandbox, `GET /webhooks/endpoints/${id}`)).status).toBe(404);
  });

  it('tell of a reaction that was made through the API', async () => {
    await register({ trigger_events: ['message.reaction.new', 'message.reaction.delete'] });
    const { id, chat_id } = sandbox.control.inbound({ chatId: someChat(), text: 'Hi' });
    const path = `/${ROBIN}/chats/${encodeURIComponent(chat_id)}/messages/${id}/reactions`;
    await call(sandbox, `POST ${path}`, { reaction: '👍' });
    await call(sandbox, `DELETE ${path}`, { reaction: '👍' });
    await sandbox.control.webhooksIdle();
    const payload = { message_id: id, chat_id, reaction: { value: '👍', is_sender: true } };
    expect(told()).toMatchObject([
      { type: 'message.reaction.new', payload },
      { type: 'message.reaction.delete', payload },
    ]);
  });

  it('tell what happens to an account, and of new connections', async () => {
    const { control } = sandbox;
    const events = [
      'account.status.errored',
      'account.status.disconnected',
      'account.locked',
      'account.initial_sync.completed',
      'relation.new',
    ];
    await register({ trigger_events: events });
    const { far } = kindsOf(strangersOf(sandbox));
    control.accountStatus({ accountId: ROBIN, status: 'errored', reason: 'proxy' });
    control.accountStatus({ accountId: ROBIN, status: 'disconnected', product: 'recruiter' });
    control.accountEvent({ accountId: ROBIN, type: 'account.locked' });
    control.accountEvent({ accountId: ROBIN, type: 'account.initial_sync.completed' });
    control.connect({ accountId: ROBIN, userId: far.ids.classic });
    await control.webhooksIdle();
    const timestamp = new Date(clock.now()).toISOString();
    expect(told().map(({ type, payload }) => [type, payload])).toEqual([
      ['account.status.errored', { timestamp, reason: 'proxy' }],
      ['account.status.disconnected', { timestamp, product: 'recruiter' }],
      ['account.locked', { timestamp }],
      ['account.initial_sync.completed', { timestamp }],
      ['relation.new', { user: expect.objectContaining({ id: far.ids.classic }) }],
    ]);
    expect((await call(sandbox, `GET /${ROBIN}/users/${far.ids.classic}`)).body).toMatchObject({
      specifics: { network_distance: 'FIRST_DEGREE' },
    });
  });

  it('can carry things that no document knows', async () => {
    await register();
    sandbox.control.switches({ unknownKeys: true });
    sandbox.control.inbound({ chatId: someChat(), text: 'News' });
    await sandbox.control.webhooksIdle();
    const sentiment = { score: 0.5 };
    expect(told()).toMatchObject([
      { type: 'chat.mood', sentiment },
      {
        type: 'message.new',
        sentiment,
        payload: { sentiment, sender: { sentiment, specifics: { sentiment } } },
      },
    ]);
    for (const path of [`/${ROBIN}/inboxes`, '/accounts', '/webhooks/endpoints']) {
      const { body } = await call(sandbox, `GET ${path}`);
      expect(body).toMatchObject({
        sentiment,
        data: expect.arrayContaining([expect.objectContaining({ sentiment })]),
      });
    }
  });

  it.each([
    ['an unknown event', { trigger_events: ['message.sung'] }],
    ['events that are no list', { trigger_events: 'message.new' }],
    ['accounts that are no list', { account_ids: 'acc_sim_noor' }],
    ['an address that is none', { url: 'nowhere' }],
    ['a long address', { url: `http://127.0.0.1/${'x'.repeat(250)}` }],
    ['a long description', { description: 'x'.repeat(256) }],
    ['no address', { url: undefined }],
  ])('are not registered with %s', async (_what, wrong) => {
    expect(answered(await register(wrong))).toEqual(MALFORMED);
    expect(sandbox.control.truth().endpoints).toEqual([]);
  });

  it('are listed in pages', async () => {
    for (let count = 0; count < 3; count += 1) await register();
    const list = (query: string) =>
      call<{ data: object[]; has_more: boolean }>(sandbox, `GET /webhooks/endpoints${query}`);
    expect((await list('?limit=2')).body).toMatchObject({ data: [{}, {}], has_more: true });
    expect((await list('/?limit=2&offset=2')).body).toMatchObject({ data: [{}], has_more: false });
    expect(answered(await list('?limit=abc'))).toEqual(MALFORMED);
  });
});

describe('errors', () => {
  it('come in one envelope, each with its status', async () => {
    for (const { type, status: code } of documentedErrors()) {
      sandbox.control.fault({ route: 'GET /{account_id}/inboxes', status: code, type });
      const { body } = await call(sandbox, `GET /${ROBIN}/inboxes`);
      const words = { title: expect.any(String), detail: expect.any(String), req_id: expect.any(String) };
      expect(body).toEqual({ object: 'Error', type, status: code, ...words });
    }
  });
});
