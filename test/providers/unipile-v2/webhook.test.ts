import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { EventType, IncomingEvent } from '../../../src/messaging/event.ts';
import type { WebhookRequest, WebhookVerdict } from '../../../src/messaging/provider.ts';
import { triggerEvents } from '../../../src/providers/unipile-v2/assumptions.ts';
import { caller, failing, vendor } from '../support.ts';
import { NOOR, one, ROBIN, sendRequest, world } from './world.ts';

const at = world();
const { call } = caller();

const hookUrl = 'https://gateway.example/webhooks/hiring';
const receive = (request: WebhookRequest): WebhookVerdict =>
  at.provider().webhook?.receive(request) ?? { kind: 'REFUSED' };
const register = (url = hookUrl) => at.provider().webhook?.register(url, call) ?? Promise.resolve([]);
const secretOf = (url = hookUrl) =>
  one(at.control().truth().endpoints, (endpoint) => endpoint.url === url).secret;

/** A body as Unipile signs it, `ageSeconds` ago. */
function signed(body: string | Buffer, { secret = secretOf(), ageSeconds = 0 } = {}): WebhookRequest {
  const bytes = Buffer.from(body);
  const seconds = Math.floor(Date.now() / 1000) - ageSeconds;
  const signature = createHmac('sha256', secret).update(`${seconds}.`).update(bytes).digest('hex');
  return { headers: { 'unipile-signature': `t=${seconds},v0=${signature}` }, body: bytes };
}

const plain = { id: 'evt_1', type: 'message.new', account_id: ROBIN, created_at: '2025-03-04T10:11:12.000Z' };
const message = {
  object: 'Message',
  id: 'm-1',
  chat_id: 'c=',
  text: 'Hello',
  sender_id: 'ACoAda',
  sender: {
    object: 'User',
    id: 'ACoAda',
    type: 'individual',
    display_name: 'Ada Example',
    description: 'Engineer',
  },
  timestamp: '2025-03-04T10:11:10.000Z',
  is_sender: false,
  attachments: [],
  reactions_counter: [],
};
const told = (type: string, payload: object | null, more: object = {}) =>
  receive(signed(JSON.stringify({ ...plain, type, payload, ...more })));
const events = (verdict: WebhookVerdict) => (verdict.kind === 'ACCEPTED' ? verdict.events : []);
const eventOf = (type: string, payload: object, more: object = {}): IncomingEvent =>
  one(events(told(type, payload, more)));

describe('a webhook', () => {
  it('of a chat ends what searches know of its messages', async () => {
    await register();
    const port = at.port(ROBIN);
    const chat = at.truth(ROBIN, ({ product }) => product === 'recruiter');
    const vendors = one(at.control().truth().messages, ({ chat_id }) => chat_id === chat.id);
    const messageId = String(vendors.id);
    const textOf = async () => (await port.message(chat.id, messageId, call))?.text;
    expect(await textOf()).toBe(vendors.text);
    // The delivery that is told of here is the only one.
    at.control().webhookBehaviour({ drop: true });
    at.control().edit({ chatId: chat.id, messageId, text: 'Corrected' });
    told('message.update', { ...vendors, text: 'Corrected' });
    expect(await textOf()).toBe('Corrected');
  });

  it('is refused until an endpoint is registered', async () => {
    expect(receive(signed('{}', { secret: 'guessed' }))).toEqual({ kind: 'REFUSED' });
    expect(at.port(ROBIN).accountCapabilities().pushEvents.support).toBe('UNSUPPORTED');
    await register();
    expect(told('message.new', message).kind).toBe('ACCEPTED');
    expect(at.port(ROBIN).accountCapabilities().pushEvents.support).toBe('FULL');
  });

  it('is verified after a restart, before anything is asked', async () => {
    await register();
    await at.restart();
    expect(told('message.new', message).kind).toBe('ACCEPTED');
    expect(at.routes()).toEqual([]);
  });

  it('is verified by the secret of the settings alone, where they name one', async () => {
    await register();
    const vendors = secretOf();
    await at.restart('made by hand');
    expect(told('message.new', message).kind).toBe('REFUSED');
    expect(
      receive(signed(JSON.stringify({ ...plain, payload: message }), { secret: 'made by hand' })).kind,
    ).toBe('ACCEPTED');
    await register();
    expect(receive(signed('{}', { secret: vendors })).kind).toBe('REFUSED');
    expect(at.routes().every((route) => route?.startsWith('GET'))).toBe(true);
  });

  it('holds within five minutes, early or late', async () => {
    await register();
    const body = JSON.stringify({ ...plain, payload: message });
    for (const ageSeconds of [0, 298, -298])
      expect(receive(signed(body, { ageSeconds })).kind).toBe('ACCEPTED');
    for (const ageSeconds of [302, -302, 1e6])
      expect(receive(signed(body, { ageSeconds })).kind).toBe('REFUSED');
  });

  it('of another body, another secret or another form is refused', async () => {
    await register();
    const body = JSON.stringify({ ...plain, payload: message });
    const { headers } = signed(body);
    const signature = headers['unipile-signature'] ?? '';
    for (let index = 0; index < body.length; index += 1) {
      const changed = Buffer.from(body);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(receive({ headers, body: changed })).toEqual({ kind: 'REFUSED' });
    }
    const [time = '', made = ''] = signature.split(',');
    for (const odd of [
      undefined,
      '',
      time,
      made,
      `${time},v0=`,
      `${time},v1${made.slice(2)}`,
      `t=,${made}`,
      `t=NaN,${made}`,
      `t=1e9,${made}`,
      `t=${time.slice(2)}0,${made}`,
      `${time},${made}0`,
      `${time},${made.slice(0, -1)}`,
      `${time},${made.toUpperCase()}`,
      '=,=,=',
      'x'.repeat(10_000),
    ]) {
      expect(
        receive({ headers: odd === undefined ? {} : { 'unipile-signature': odd }, body: Buffer.from(body) }),
      ).toEqual({
        kind: 'REFUSED',
      });
    }
    expect(receive(signed(body, { secret: 'another' })).kind).toBe('REFUSED');
    expect(
      receive({ headers: { 'unipile-signature': `${made}, ${time}` }, body: Buffer.from(body) }).kind,
    ).toBe('ACCEPTED');
  });

  it.each([
    ['not JSON', 'hello'],
    ['invalid UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['a list', '[]'],
    ['null', 'null'],
    ['no type', JSON.stringify({ account_id: ROBIN })],
    ['very deep', '['.repeat(100_000)],
  ])('that is signed and %s is malformed', async (_what, body) => {
    await register();
    expect(receive(signed(body)).kind).toBe('MALFORMED');
  });

  it('that is no event of ours is kept aside by its name', async () => {
    await register();
    for (const type of [
      'relation.new',
      'email.received',
      'account.initial_sync.running',
      '__proto__',
      'constructor',
      'x'.repeat(500),
    ]) {
      expect(told(type, { id: 'x' })).toEqual({ kind: 'ACCEPTED', events: [], unknown: [type.slice(0, 64)] });
    }
  });

  it('that is no event of ours is kept aside without an account too', async () => {
    await register();
    for (const type of ['tracking.opened', 'application.updated', 'message.new']) {
      for (const account_id of [undefined, null, '', 7]) {
        expect(told(type, message, { account_id })).toEqual({
          kind: 'ACCEPTED',
          events: [],
          unknown: [type],
        });
      }
    }
  });

  it('that does not say where it happened is kept aside', async () => {
    await register();
    for (const [type, payload] of [
      ['message.new', null],
      ['message.new', { id: 'm' }],
      ['message.delete', { id: 'm' }],
      ['message.receipt.read', { message_id: 'm' }],
      ['message.receipt.delivery', { chat_id: 'c' }],
      ['message.reaction.new', { message_id: 'm', reaction: { value: '👍' } }],
      ['message.reaction.new', { message_id: 'm', chat_id: 'c' }],
      ['chat.update', {}],
    ] as const) {
      expect(told(type, payload)).toEqual({ kind: 'ACCEPTED', events: [], unknown: [type] });
    }
  });
});

describe('an event', () => {
  it('brings a new message whole, keyed by the message', async () => {
    await register();
    expect(eventOf('message.new', message)).toMatchObject({
      event: {
        type: 'MESSAGE_CREATED',
        accountId: ROBIN,
        chatId: 'c=',
        messageId: 'm-1',
        at: '2025-03-04T10:11:10.000Z',
        isBackfill: false,
        message: {
          connectionId: 'hiring',
          accountId: ROBIN,
          text: 'Hello',
          direction: 'INBOUND',
          senderId: 'ACoAda',
          sender: { name: 'Ada Example', headline: 'Engineer' },
        },
      },
      identity: { once: JSON.stringify(['created', ROBIN, 'c=', 'm-1']) },
    });
  });

  it('says that the owner wrote, by the one id that they have', async () => {
    await register();
    const own = {
      ...message,
      is_sender: true,
      sender_id: 'ACwInAnotherProduct',
      sender: { id: 'ACwInAnotherProduct' },
    };
    const ownerId = at.account(ROBIN).ownerId;
    expect(eventOf('message.new', own).event).toMatchObject({
      message: { direction: 'OUTBOUND', senderId: ownerId, sender: { attendeeId: ownerId, isSelf: true } },
    });
  });

  it('is found a level deeper too', async () => {
    await register();
    expect(eventOf('message.new', { message }).event).toMatchObject({
      messageId: 'm-1',
      message: { text: 'Hello' },
    });
    const { chat_id, ...alone } = message;
    expect(eventOf('message.new', { chat_id, message: alone }).event).toMatchObject({
      chatId: 'c=',
      message: { text: 'Hello' },
    });
    expect(eventOf('chat.update', { chat: { id: 'c=' } }).event).toMatchObject({
      type: 'CHAT_UPDATED',
      chatId: 'c=',
    });
  });

  it('that is thin has no message', async () => {
    await register();
    for (const thin of [
      { id: 'm-1', chat_id: 'c=' },
      { ...message, text: '' },
      { ...message, timestamp: 'soon' },
    ]) {
      expect(eventOf('message.new', thin).event).toMatchObject({ messageId: 'm-1', message: null });
    }
    const file = { id: 'f', type: 'file', filename: 'a.pdf' };
    expect(eventOf('message.new', { ...message, text: undefined, attachments: [file] }).event).toMatchObject({
      message: { text: null, attachments: [{ filename: 'a.pdf' }] },
    });
  });

  it.each(['message.new', 'message.update'])(
    '%s for several messages shows each with what is its own',
    async (type) => {
      await register();
      const payload = { ...message, message_ids: ['m-1', 'm-2'] };
      const found = events(told(type, payload)).map(({ event }) => event);
      expect(found).toMatchObject([
        { messageId: 'm-1', message: { messageId: 'm-1', text: 'Hello' } },
        { messageId: 'm-2', message: null, at: plain.created_at },
      ]);
    },
  );

  it('that names another message than it holds shows nothing of that', async () => {
    await register();
    expect(eventOf('message.new', { ...message, message_id: 'm-2' }).event).toMatchObject({
      messageId: 'm-2',
      message: null,
    });
  });

  it('of an edit is dated by when it came, and keyed by the event', async () => {
    await register();
    const edited = eventOf('message.update', { ...message, is_edited: true });
    expect(edited.event).toMatchObject({
      type: 'MESSAGE_EDITED',
      at: plain.created_at,
      message: { isEdited: true },
    });
    expect(edited.identity).toEqual({ once: JSON.stringify(['event', 'evt_1', 'm-1']) });
    expect(eventOf('message.update', message, { id: undefined }).identity).toMatchObject({
      says: plain.created_at,
    });
  });

  it('of receipts names one message, several, or everything until then', async () => {
    await register();
    const timestamp = '2025-03-04T10:11:11.500Z';
    const receipt = { chat_id: 'c=', user_id: 'ACoAda', timestamp };
    const read = { type: 'MESSAGE_READ', chatId: 'c=', at: timestamp, readerId: 'ACoAda', message: null };
    expect(eventOf('message.receipt.read', { ...receipt, message_id: 'm-1' }).event).toMatchObject({
      ...read,
      messageId: 'm-1',
    });
    expect(eventOf('message.receipt.read', receipt).event).toMatchObject({
      ...read,
      messageId: null,
    });
    const several = events(told('message.receipt.read', { ...receipt, message_ids: ['m-1', 'm-2', 'm-1'] }));
    expect(several.map(({ event }) => 'messageId' in event && event.messageId)).toEqual(['m-1', 'm-2']);
    expect(new Set(several.map(({ identity }) => JSON.stringify(identity))).size).toBe(2);
    expect(eventOf('message.receipt.delivery', { ...receipt, message_id: 'm-1' }).event).toMatchObject({
      type: 'MESSAGE_DELIVERED',
    });
  });

  it.each([undefined, null, 'Message'])(
    'with a bare id and the object %s is of that message',
    async (object) => {
      await register();
      const bare = { object, id: 'm-1', chat_id: 'c=', user_id: 'ACoAda', reaction: { value: '👍' } };
      for (const [type, ours] of [
        ['message.receipt.read', 'MESSAGE_READ'],
        ['message.receipt.delivery', 'MESSAGE_DELIVERED'],
        ['message.reaction.new', 'MESSAGE_REACTED'],
        ['message.reaction.delete', 'MESSAGE_REACTED'],
      ] as const) {
        expect(eventOf(type, bare).event).toMatchObject({ type: ours, chatId: 'c=', messageId: 'm-1' });
      }
    },
  );

  it('with the id of something else is of no message', async () => {
    await register();
    for (const object of ['Receipt', 'MessageReaction', 7, {}]) {
      const other = { object, id: 'x-1', chat_id: 'c=', user_id: 'ACoAda', reaction: { value: '👍' } };
      expect(eventOf('message.receipt.read', other).event).toMatchObject({ messageId: null });
      for (const type of ['message.receipt.delivery', 'message.reaction.new']) {
        expect(told(type, other)).toEqual({ kind: 'ACCEPTED', events: [], unknown: [type] });
      }
      expect(eventOf('message.receipt.read', { ...other, message_id: 'm-1' }).event).toMatchObject({
        messageId: 'm-1',
      });
    }
  });

  it('of a receipt that holds the message is dated by the receipt', async () => {
    await register();
    const timestamp = '2025-03-04T10:11:11.500Z';
    const payload = { chat_id: 'c=', user_id: 'ACoAda', timestamp, message };
    expect(eventOf('message.receipt.read', payload).event).toMatchObject({ messageId: 'm-1', at: timestamp });
  });

  it('takes the chat of a message that does not name it from beside it', async () => {
    await register();
    const { event } = eventOf('message.new', { chat_id: 'c=', message: { ...message, chat_id: null } });
    expect(event).toMatchObject({ chatId: 'c=', message: { chatId: 'c=', text: 'Hello' } });
  });

  it('of a reaction says who, with what, and whether it was taken back', async () => {
    await register();
    const payload = {
      chat_id: 'c=',
      message_id: 'm-1',
      reaction: { value: '🎯', sender: { id: 'ACoAda' }, is_sender: false },
    };
    expect(eventOf('message.reaction.new', payload).event).toMatchObject({
      type: 'MESSAGE_REACTED',
      messageId: 'm-1',
      value: '🎯',
      removed: false,
      attendeeId: 'ACoAda',
    });
    const own = { ...payload, reaction: { ...payload.reaction, is_sender: true } };
    expect(eventOf('message.reaction.delete', own).event).toMatchObject({
      removed: true,
      attendeeId: at.account(ROBIN).ownerId,
    });
  });

  it.each([
    ['account.status.running', 'CONNECTED'],
    ['account.status.disconnected', 'NEEDS_RECONNECT'],
    ['account.status.errored', 'ERROR'],
    ['account.status.degraded', 'DEGRADED'],
    ['account.status.partial', 'DEGRADED'],
    ['account.status.paused', 'PAUSED'],
    ['account.locked', 'RESTRICTED'],
    ['account.unlocked', 'CONNECTED'],
    ['account.add', 'CONNECTED'],
    ['account.reconnect', 'CONNECTED'],
    ['account.remove', 'REMOVED'],
  ])('%s tells that the account is %s', async (type, status) => {
    await register();
    const timestamp = '2025-03-04T10:11:11.500Z';
    expect(eventOf(type, { timestamp })).toMatchObject({
      event: { type: 'ACCOUNT_STATUS_CHANGED', accountId: ROBIN, status, product: null, at: timestamp },
      identity: { once: JSON.stringify(['event', 'evt_1', null]) },
    });
  });

  it.each([
    ['recruiter', 'LINKEDIN_RECRUITER'],
    ['SALES_NAVIGATOR', 'LINKEDIN_SALES_NAVIGATOR'],
    ['linkedin_classic', 'LINKEDIN_CLASSIC'],
    ['organization', 'LINKEDIN_COMPANY_PAGE'],
    ['learning', 'UNKNOWN'],
  ])('of the product %s concerns %s alone', async (product, ours) => {
    await register();
    expect(eventOf('account.status.disconnected', { product }).event).toMatchObject({ product: ours });
  });

  it('of an account that is not known yet is understood', async () => {
    await register();
    expect(eventOf('message.new', message, { account_id: 'acc_new' }).event).toMatchObject({
      accountId: 'acc_new',
      message: { accountId: 'acc_new', text: 'Hello' },
    });
  });
});

describe('what the sandbox delivers', () => {
  /** Verdicts of all that the action causes. */
  async function delivered(action: () => unknown): Promise<WebhookVerdict[]> {
    const verdicts: WebhookVerdict[] = [];
    const { url } = await vendor((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const headers = { 'unipile-signature': String(request.headers['unipile-signature']) };
        verdicts.push(receive({ headers, body: Buffer.concat(pieces) }));
        response.writeHead(200).end();
      });
    });
    await register(`${url}/webhooks/hiring`);
    await action();
    await at.control().webhooksIdle();
    return verdicts;
  }

  it.each([false, true])('comes out as our events (unknown keys: %s)', async (unknownKeys) => {
    at.control().switches({ unknownKeys });
    const chat = await at.chat(ROBIN, 'classic');
    const { chatId } = chat;
    let written = '';
    const verdicts = await delivered(async () => {
      const control = at.control();
      written = control.inbound({ chatId, text: 'News' }).id;
      const [own = ''] = (await at.port(ROBIN).send(chat, sendRequest({ text: 'Answer' }), call)).messageIds;
      control.deliver({ chatId, messageId: own });
      control.read({ chatId, messageId: own });
      control.reaction({ chatId, messageId: own, value: '🎉' });
      control.reaction({ chatId, messageId: own, value: '🎉', removed: true });
      control.edit({ chatId, messageId: written, text: 'Old news' });
      control.delete({ chatId, messageId: written });
      control.changeChat({ chatId, archived: true });
      control.accountStatus({ accountId: ROBIN, status: 'degraded', product: 'recruiter' });
      control.deleteChat({ chatId });
    });
    expect(verdicts.every(({ kind }) => kind === 'ACCEPTED')).toBe(true);
    const all = verdicts.flatMap(events).map(({ event }) => event);
    const types: EventType[] = [
      'MESSAGE_CREATED',
      'MESSAGE_CREATED',
      'MESSAGE_DELIVERED',
      'MESSAGE_READ',
      'MESSAGE_REACTED',
      'MESSAGE_REACTED',
      'MESSAGE_EDITED',
      'MESSAGE_DELETED',
      'CHAT_UPDATED',
      'ACCOUNT_STATUS_CHANGED',
      'CHAT_DELETED',
    ];
    expect(all.map(({ type }) => type).sort()).toEqual([...types].sort());
    expect(
      all.every((event) => event.accountId === ROBIN && (!('chatId' in event) || event.chatId === chatId)),
    ).toBe(true);
    const first = one(all, (event) => event.type === 'MESSAGE_CREATED');
    expect(first).toMatchObject({ messageId: written, message: { text: 'News' } });
  });

  it('has the same key each time it is delivered', async () => {
    const { chatId } = await at.chat(ROBIN, 'classic');
    at.control().webhookBehaviour({ duplicate: 2 });
    const verdicts = await delivered(() => at.control().inbound({ chatId, text: 'News' }));
    expect(verdicts).toHaveLength(3);
    expect(new Set(verdicts.flatMap(events).map(({ identity }) => JSON.stringify(identity))).size).toBe(1);
  });

  it('may be thin, or name several messages', async () => {
    at.control().switches({ thinMessages: true, receiptsAsArrays: true });
    const { chatId } = await at.chat(ROBIN, 'classic');
    const verdicts = await delivered(() => {
      at.control().inbound({ chatId, text: 'News' });
      at.control().read({ chatId });
    });
    expect(verdicts.flatMap(events).map(({ event }) => event)).toMatchObject([
      { type: 'MESSAGE_CREATED', message: null },
      { type: 'MESSAGE_READ', messageId: expect.stringMatching(/./) },
    ]);
  });
});

describe('the registration', () => {
  it('makes one endpoint for all events and accounts, and reads back its secret', async () => {
    expect(await at.provider().webhook?.registered(hookUrl, call)).toEqual([]);
    const [made] = await register();
    expect(made).toMatchObject({ url: hookUrl, events: [...triggerEvents], enabled: true });
    expect(at.control().truth().endpoints).toMatchObject([{ url: hookUrl, accountIds: [] }]);
    expect([...at.notes().kept.values()]).toEqual([[secretOf()]]);
  });

  it('changes nothing when it is repeated, also after a restart', async () => {
    const first = await register();
    await at.restart();
    expect(await register()).toEqual(first);
    expect(at.routes()).toEqual(['GET /webhooks/endpoints/']);
  });

  it('asks for what is certain where a name is not known', async () => {
    at.control().fault({ route: 'POST /webhooks/endpoints/', status: 400 });
    expect(await register()).toMatchObject([{ events: ['message.new', 'message.receipt.read'] }]);
    // A later start tries again.
    expect(await register()).toMatchObject([{ events: expect.arrayContaining([...triggerEvents]) }]);
    expect(at.control().truth().endpoints).toHaveLength(1);
  });

  it('turns an endpoint on again, and leaves those of others alone', async () => {
    await register('https://other.example/hook');
    await register();
    const { id } = one(at.control().truth().endpoints, ({ url }) => url === hookUrl);
    await fetch(`${at.baseUrl()}/webhooks/endpoints/${id}`, {
      method: 'PATCH',
      headers: { 'x-api-key': at.apiKey(), 'content-type': 'application/json' },
      body: JSON.stringify({ enabled: false }),
    });
    expect(await at.provider().webhook?.registered(hookUrl, call)).toMatchObject([{ id, enabled: false }]);
    expect(await register()).toMatchObject([{ id, enabled: true }]);
    expect(at.control().truth().endpoints).toHaveLength(2);
  });

  it('opens an endpoint that was limited to some accounts to all of them', async () => {
    await register();
    const [{ id = '' } = {}] = at.control().truth().endpoints;
    await fetch(`${at.baseUrl()}/webhooks/endpoints/${id}`, {
      method: 'PATCH',
      headers: { 'x-api-key': at.apiKey(), 'content-type': 'application/json' },
      body: JSON.stringify({ account_ids: [NOOR], enabled: false }),
    });
    expect(at.control().truth().endpoints).toMatchObject([{ accountIds: [NOOR] }]);
    at.control().clearRequests();
    expect(await register()).toMatchObject([{ id, enabled: true }]);
    expect(at.control().truth().endpoints).toMatchObject([{ accountIds: [] }]);
    expect(at.body('PATCH /webhooks/endpoints/{id}')).toEqual({ enabled: true, account_ids: [] });
  });

  it('finds its endpoint among many', async () => {
    for (let count = 0; count < 110; count += 1) {
      await fetch(`${at.baseUrl()}/webhooks/endpoints/`, {
        method: 'POST',
        headers: { 'x-api-key': at.apiKey(), 'content-type': 'application/json' },
        body: JSON.stringify({ url: `https://other.example/${count}`, trigger_events: ['message.new'] }),
      });
    }
    await register();
    await register();
    expect(
      at
        .control()
        .truth()
        .endpoints.filter(({ url }) => url === hookUrl),
    ).toHaveLength(1);
  });

  it('says why it cannot be done', async () => {
    at.control().fault({
      route: 'GET /webhooks/endpoints/',
      times: -1,
      status: 403,
      type: 'api/insufficient_permissions',
    });
    expect((await failing(register())).code).toBe('NOT_ALLOWED');
  });
});
