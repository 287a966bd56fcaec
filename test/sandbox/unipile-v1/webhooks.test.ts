import { beforeEach, describe, expect, it } from 'vitest';
import { type ManualClock, manualClock, type Sandbox, type Truth } from '../../../src/sandbox/index.ts';
import { type Api, apiOf, form, pick, receiver, sandboxFor } from '../support.ts';

const ALL_EVENTS = [
  'message_received',
  'message_read',
  'message_reaction',
  'message_edited',
  'message_deleted',
  'message_delivered',
];

describe('webhooks of Unipile v1', () => {
  let clock: ManualClock;
  let sandbox: Sandbox;
  let api: Api;
  let chat: Truth['chats'][number];

  beforeEach(async () => {
    clock = manualClock();
    sandbox = await sandboxFor({ clock });
    api = apiOf(sandbox);
    chat = pick(
      sandbox.unipileV1.control.truth().chats,
      ({ account_type, type }) => account_type === 'WHATSAPP' && type === 0,
    );
  });

  async function hook(url: string, more: object = {}): Promise<void> {
    const body = { request_url: url, source: 'messaging', name: 'inbox', events: ALL_EVENTS, ...more };
    expect((await api('POST', '/webhooks', body)).status).toBe(201);
  }

  it('tells of a message in the vendor’s flat shape, with the configured headers and no others', async () => {
    const { url, received } = await receiver();
    await hook(url, { headers: [{ key: 'Unipile-Auth', value: 'secret' }] });
    const { control } = sandbox.unipileV1;
    const message = control.inbound({ chatId: chat.id, text: 'Ahoy', attachments: [{ kind: 'picture' }] });
    await control.webhooksIdle();
    const other = pick(
      control.truth().attendees,
      ({ provider_id }) => provider_id === chat.attendee_provider_id,
    );
    const attendee = {
      attendee_id: other.id,
      attendee_name: other.name,
      attendee_provider_id: other.provider_id,
      attendee_profile_url: '',
    };
    expect(received[0]?.body).toMatchObject({
      event: 'message_received',
      account_id: chat.account_id,
      account_type: 'WHATSAPP',
      account_info: { type: 'WHATSAPP', feature: 'classic', user_id: '15550100001@s.whatsapp.net' },
      webhook_name: 'inbox',
      chat_id: chat.id,
      provider_chat_id: chat.provider_id,
      message_id: message.id,
      provider_message_id: message.provider_id,
      timestamp: message.timestamp,
      message: 'Ahoy',
      sender: attendee,
      attendees: [attendee],
      attachments: [{ type: 'img' }],
      is_group: false,
    });
    const names = received[0]?.rawHeaders
      .filter((_, index) => index % 2 === 0)
      .map((name) => name.toLowerCase());
    expect(names?.sort()).toEqual(['connection', 'content-length', 'host', 'unipile-auth']);
    expect(received[0]?.headers['unipile-auth']).toBe('secret');
  });

  it('echoes what is sent through the API and from another device, as from the owner', async () => {
    const { url, received } = await receiver();
    await hook(url);
    const { control } = sandbox.unipileV1;
    const sent = await api('POST', `/chats/${chat.id}/messages`, form({ text: 'Through the API' }));
    control.inbound({ chatId: chat.id, text: 'From my phone', fromSelf: true });
    await control.webhooksIdle();
    expect(received.map(({ body }) => body.message)).toEqual(['Through the API', 'From my phone']);
    expect(received[0]?.body.message_id).toBe(sent.body.message_id);
    for (const { body } of received) {
      const { account_info, sender } = body as {
        account_info: { user_id: string };
        sender: { attendee_provider_id: string };
      };
      expect(sender.attendee_provider_id).toBe(account_info.user_id);
    }
  });

  it('tells of every other event, and truth follows', async () => {
    const { url, received } = await receiver();
    await hook(url);
    const { control } = sandbox.unipileV1;
    const own = String(
      (await api('POST', `/chats/${chat.id}/messages`, form({ text: 'Hi' }))).body.message_id,
    );
    control.deliver({ messageId: own });
    control.read({ chatId: chat.id });
    control.reaction({ messageId: own, value: '👍' });
    control.edit({ messageId: own, text: 'Hello' });
    control.delete({ messageId: own });
    await control.webhooksIdle();
    expect(received.map(({ body }) => body.event)).toEqual([
      'message_received',
      'message_delivered',
      'message_read',
      'message_reaction',
      'message_edited',
      'message_deleted',
    ]);
    expect(received[3]?.body).toMatchObject({
      reaction: '👍',
      reaction_sender: { attendee_provider_id: chat.attendee_provider_id },
    });
    expect(received[4]?.body.message).toBe('Hello');
    expect(pick(control.truth().messages, ({ id }) => id === own)).toMatchObject({
      delivered: 1,
      seen: 1,
      edited: 1,
      deleted: 1,
      seen_by: { [String(chat.attendee_provider_id)]: expect.any(String) },
    });
  });

  it('filters by event and account, renames by `data`, and can speak in forms', async () => {
    const all = await receiver();
    const some = await receiver();
    const formed = await receiver();
    await hook(all.url, { events: undefined });
    await hook(some.url, {
      events: ['message_read'],
      account_ids: [chat.account_id],
      data: [
        { name: 'conversation', key: 'chat_id' },
        { name: 'text', key: 'message' },
      ],
    });
    await hook(formed.url, { format: 'form', account_ids: [chat.account_id] });
    const { control } = sandbox.unipileV1;
    const elsewhere = pick(
      control.truth().chats,
      ({ account_id, type }) => account_id !== chat.account_id && type === 0,
    );
    control.inbound({ chatId: chat.id, text: 'one' });
    control.inbound({ chatId: elsewhere.id, text: 'two' });
    control.read({ chatId: chat.id });
    await control.webhooksIdle();
    expect(all.received.map(({ body }) => body.message).sort()).toEqual(['one', 'two']);
    expect(some.received.map(({ body }) => body)).toEqual([
      { event: 'message_read', conversation: chat.id, text: expect.any(String) },
    ]);
    const fields = new URLSearchParams(formed.received[0]?.text);
    expect(fields.get('chat_id')).toBe(chat.id);
    expect(JSON.parse(fields.get('sender') ?? '')).toMatchObject({ attendee_id: expect.any(String) });
  });

  it('tells of account statuses in their own envelope, and of what was missed after the reconnection', async () => {
    const messages = await receiver();
    const statuses = await receiver();
    await hook(messages.url);
    await hook(statuses.url, { source: 'account_status', events: undefined });
    const { control } = sandbox.unipileV1;
    control.accountStatus({ accountId: chat.account_id, status: 'CREDENTIALS' });
    const missed = control.inbound({ chatId: chat.id, text: 'while you were out' });
    await control.webhooksIdle();
    expect(statuses.received[0]?.body).toEqual({
      AccountStatus: { account_id: chat.account_id, account_type: 'WHATSAPP', message: 'CREDENTIALS' },
    });
    expect(messages.received).toHaveLength(0);
    expect((await api('GET', `/messages/${missed.id}`)).status).toBe(404);
    control.accountStatus({ accountId: chat.account_id, status: 'RECONNECTED' });
    await control.webhooksIdle();
    expect(messages.received.map(({ body }) => body.message_id)).toEqual([missed.id]);
    expect((await api('GET', `/messages/${missed.id}`)).status).toBe(200);
    control.accountStatus({ accountId: chat.account_id, status: 'DELETED' });
    expect((await api('GET', `/accounts/${chat.account_id}`)).status).toBe(404);
    expect((await api('GET', `/chats/${chat.id}`)).status).toBe(404);
  });

  it('tries again five times with growing delays until the answer is 200', async () => {
    const { url, received, until } = await receiver([500, 201, 503, 404, 302, 500]);
    await hook(url);
    const { control } = sandbox.unipileV1;
    control.inbound({ chatId: chat.id, text: 'Anybody?' });
    await until(1);
    for (let attempt = 2; attempt <= 6; attempt++) {
      while (received.length < attempt) await clock.advance(1000);
    }
    await control.webhooksIdle();
    const [delivery] = control.deliveries();
    expect(delivery).toMatchObject({ state: 'failed', event: 'message_received' });
    expect(delivery?.attempts.map(({ status }) => status)).toEqual([500, 201, 503, 404, 302, 500]);
    const gaps = (delivery?.attempts ?? [])
      .slice(1)
      .map(({ at }, index) => at - (delivery?.attempts[index]?.at ?? 0));
    expect(gaps).toEqual([...gaps].sort((one, other) => one - other));
    expect(gaps[0]).toBeGreaterThan(0);
    expect(new Set(received.map(({ text }) => text)).size).toBe(1);
  });

  it('can duplicate, reorder, delay and drop, on a schedule of one’s own', async () => {
    const { url, received } = await receiver([500]);
    await hook(url);
    const { control } = sandbox.unipileV1;
    control.webhookBehaviour({ retryDelaysMs: [10] });
    control.inbound({ chatId: chat.id, text: 'retried' });
    while (received.length < 2) await clock.advance(10);
    await control.webhooksIdle();

    control.webhookBehaviour({ duplicate: 2 });
    control.inbound({ chatId: chat.id, text: 'thrice' });
    await control.webhooksIdle();
    expect(received.filter(({ body }) => body.message === 'thrice')).toHaveLength(3);

    control.webhookBehaviour({ duplicate: 0, reorder: true });
    for (const text of ['a', 'b', 'c']) control.inbound({ chatId: chat.id, text });
    await clock.advance(100);
    await control.webhooksIdle();
    expect(received.slice(-3).map(({ body }) => body.message)).toEqual(['c', 'b', 'a']);

    control.webhookBehaviour({ reorder: false, delayMs: 5000 });
    control.inbound({ chatId: chat.id, text: 'late' });
    await clock.advance(4999);
    expect(received.at(-1)?.body.message).toBe('a');
    await clock.advance(1);
    await control.webhooksIdle();
    expect(received.at(-1)?.body.message).toBe('late');

    control.webhookBehaviour({ delayMs: 0, drop: true });
    control.inbound({ chatId: chat.id, text: 'never' });
    await control.webhooksIdle();
    expect(received.at(-1)?.body.message).toBe('late');
    expect(control.deliveries().at(-1)).toMatchObject({ state: 'dropped', attempts: [] });
  });

  it('keeps the order of one chat, and loses nothing when it is closed at once', async () => {
    const { url, received } = await receiver();
    const closing = await sandboxFor({ clock });
    await apiOf(closing)('POST', '/webhooks', { request_url: url, source: 'messaging' });
    const texts = Array.from({ length: 200 }, (_, index) => `number ${index}`);
    for (const text of texts) closing.unipileV1.control.inbound({ chatId: chat.id, text });
    await closing.close();
    expect(received.map(({ body }) => body.message)).toEqual(texts);
  });

  it('shows attachments as an object of strings, and privacy ids, when switched on', async () => {
    const { url, received } = await receiver();
    await hook(url);
    const { control } = sandbox.unipileV1;
    control.switches({ attachmentsAsObject: true, lidIds: true });
    control.inbound({ chatId: chat.id, attachments: [{ kind: 'picture' }] });
    await control.webhooksIdle();
    expect(received[0]?.body.message).toBeNull();
    expect(received[0]?.body.attachments).toMatchObject({
      type: 'img',
      unavailable: 'false',
      sticker: 'false',
    });
    expect(received[0]?.body.sender).toMatchObject({ attendee_provider_id: expect.stringMatching(/@lid$/) });
  });

  it.each([
    [{ source: 'messaging' }, 'errors/missing_parameters'],
    [{ source: 'pigeons', request_url: 'https://hooks.example.com' }, 'errors/invalid_parameters'],
    [{ source: 'messaging', request_url: 'nowhere' }, 'errors/invalid_url'],
    [
      { source: 'messaging', request_url: 'https://hooks.example.com', events: ['message_sung'] },
      'errors/invalid_parameters',
    ],
  ])('refuses %j', async (body, type) => {
    expect((await api('POST', '/webhooks', body)).body.type).toBe(type);
  });
});
