import { beforeEach, describe, expect, it } from 'vitest';
import { type ManualClock, manualClock, type Sandbox, type Truth } from '../../../src/sandbox/index.ts';
import { type Api, apiOf, form, type List, pick, sandboxFor } from '../support.ts';

describe('the controls of the Unipile v1 sandbox', () => {
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

  async function overHttp(name: string, argument?: unknown): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${sandbox.unipileV1.controlUrl}/${name}`, {
      method: 'POST',
      ...(argument === undefined
        ? {}
        : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(argument) }),
    });
    return { status: response.status, body: await response.json() };
  }

  it('are the same over HTTP', async () => {
    const { status, body } = await overHttp('inbound', { chatId: chat.id, text: 'Over HTTP' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ object: 'Message', text: 'Over HTTP', is_sender: 0 });
    expect((await overHttp('truth')).body).toEqual(
      JSON.parse(JSON.stringify(sandbox.unipileV1.control.truth())),
    );
    expect((await overHttp('life', true)).body).toBeNull();
    expect((await overHttp('inbound', { chatId: 'nowhere' })).status).toBe(400);
    expect((await overHttp('fly')).body).toMatchObject({
      controls: expect.arrayContaining(['POST /inbound']),
    });
    expect((await overHttp('fault', { route: 'GET /pigeons' })).status).toBe(400);
  });

  it('let anybody in a chat write: one with one unread more, a file, a quote, the owner elsewhere', async () => {
    const { control } = sandbox.unipileV1;
    const before = (await api('GET', `/chats/${chat.id}`)).body.unread_count;
    const first = control.inbound({ chatId: chat.id, text: 'one' });
    expect((await api('GET', `/chats/${chat.id}`)).body).toMatchObject({
      unread_count: Number(before) + 1,
      lastMessage: { id: first.id, is_sender: 0, seen: 0 },
    });
    const base64 = Buffer.from('hello').toString('base64');
    const second = control.inbound({
      chatId: chat.id,
      quotedMessageId: first.id,
      attachments: [{ fileName: 'note.txt', mimeType: 'text/plain', base64 }],
    });
    expect(second).toMatchObject({
      text: null,
      reply_to: { id: first.id },
      attachments: [{ type: 'file', file_size: 5 }],
    });
    control.inbound({ chatId: chat.id, text: 'me', fromSelf: true });
    expect((await api('GET', `/chats/${chat.id}`)).body).toMatchObject({
      unread_count: 0,
      lastMessage: { is_sender: 1 },
    });

    const group = pick(
      control.truth().chats,
      ({ account_type, type }) => account_type === 'WHATSAPP' && type === 1,
    );
    const { body } = await api<List<{ provider_id: string; is_self: 0 | 1 }>>(
      'GET',
      `/chats/${group.id}/attendees`,
    );
    const member = pick(body.items, ({ is_self }) => is_self === 0).provider_id;
    expect(control.inbound({ chatId: group.id, text: 'hi', senderProviderId: member }).sender_id).toBe(
      member,
    );
    expect(() => control.inbound({ chatId: group.id, senderProviderId: 'nobody' })).toThrow();
  });

  it('let strangers write, and things happen in a group', async () => {
    const { control } = sandbox.unipileV1;
    const before = { ...control.truth() };
    for (const { id } of before.accounts) {
      const message = control.firstContact({ accountId: id, text: 'We have not met' });
      expect(before.chats.map((known) => known.id)).not.toContain(message.chat_id);
      expect((await api('GET', `/chats/${message.chat_id}`)).body).toMatchObject({
        type: 0,
        unread_count: 1,
      });
    }
    const group = pick(before.chats, ({ type }) => type === 1);
    const event = control.inbound({ chatId: group.id, text: 'Renamed', eventType: 4 });
    expect(event).toMatchObject({ is_event: 1, event_type: 4 });
    const { body } = await api('GET', `/chats/${group.id}`);
    expect(body.unread_count).toBe(group.unread_count);
  });

  it('hold back what is sent, and leave its id out of the answer or wrap it', async () => {
    const { control } = sandbox.unipileV1;
    const path = `/chats/${chat.id}/messages`;
    control.switches({ delayedVisibilityMs: 30_000 });
    const { body } = await api('POST', path, form({ text: 'Soon' }));
    expect((await api('GET', `/messages/${body.message_id}`)).status).toBe(404);
    await clock.advance(30_000);
    expect((await api('GET', `/messages/${body.message_id}`)).status).toBe(200);
    control.switches({ delayedVisibilityMs: 0, nullMessageId: true });
    expect((await api('POST', path, form({ text: 'Hi' }))).body.message_id).toBeNull();
    control.switches({ nullMessageId: false, arrayMessageId: true });
    expect((await api('POST', path, form({ text: 'Hi' }))).body.message_id).toEqual([expect.any(String)]);
  });

  it('show values that no document knows', async () => {
    sandbox.unipileV1.control.switches({ unknownEnums: true });
    const messages = JSON.stringify((await api('GET', '/messages?limit=250')).body);
    const chats = JSON.stringify((await api('GET', '/chats?limit=250')).body);
    for (const strange of ['HOLOGRAM', 'hologram']) expect(messages).toContain(strange);
    for (const strange of ['INBOX_ORBITAL', 'telepathy']) expect(chats).toContain(strange);
  });

  it('show the requests that came, and forget them', async () => {
    const { control } = sandbox.unipileV1;
    await api('GET', '/chats?limit=2');
    await api('PATCH', `/chats/${chat.id}`, { action: 'setReadStatus', value: true });
    await api('POST', `/chats/${chat.id}/messages`, form({ text: 'Hi', attachments: new Blob(['abc']) }));
    await api('GET', '/nowhere');
    const requests = control.requests();
    expect(requests.map(({ method, path, route, status }) => [method, path, route, status])).toEqual([
      ['GET', '/chats', 'GET /chats', 200],
      ['PATCH', `/chats/${chat.id}`, 'PATCH /chats/{chat_id}', 200],
      ['POST', `/chats/${chat.id}/messages`, 'POST /chats/{chat_id}/messages', 201],
      ['GET', '/nowhere', null, 404],
    ]);
    expect(requests[0]).toMatchObject({
      query: { limit: '2' },
      headers: { 'x-api-key': sandbox.unipileV1.apiKey },
    });
    expect(requests[1]?.body).toEqual({ action: 'setReadStatus', value: true });
    expect(requests[2]?.parts).toEqual([
      { name: 'text', value: 'Hi' },
      {
        name: 'attachments',
        filename: 'file.png',
        mimeType: expect.any(String),
        size: 3,
        sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      },
    ]);
    control.clearRequests();
    expect(control.requests()).toEqual([]);
  });

  it('put everything back as it was', async () => {
    const { control } = sandbox.unipileV1;
    const before = { ...control.truth() };
    control.inbound({ chatId: chat.id, text: 'news' });
    control.accountStatus({ accountId: chat.account_id, status: 'STOPPED' });
    control.switches({ lidIds: true });
    control.fault({ route: '*', status: 500, times: -1 });
    await api('POST', '/webhooks', { request_url: 'https://hooks.example.com', source: 'messaging' });
    control.reset();
    expect(control.truth()).toEqual(before);
    expect((await api('GET', '/chats')).status).toBe(200);
    expect(control.requests()).toHaveLength(1);
  });
});
