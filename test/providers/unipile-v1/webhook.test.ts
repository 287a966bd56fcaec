import { describe, expect, it } from 'vitest';
import type { Network } from '../../../src/messaging/account.ts';
import type { IncomingEvent } from '../../../src/messaging/event.ts';
import type { WebhookVerdict } from '../../../src/messaging/provider.ts';
import { Secret } from '../../../src/messaging/secret.ts';
import { createProvider } from '../../../src/providers/index.ts';
import { caller, failing, testTools, vendor } from '../support.ts';
import { one, webhookSecret, world } from './world.ts';

const at = world();

const receive = (
  body: string | Buffer,
  headers: Record<string, string> = { 'unipile-auth': webhookSecret },
) => at.provider().webhook?.receive({ headers, body: Buffer.from(body) }) ?? { kind: 'REFUSED' };
const eventOf = (verdict: WebhookVerdict): IncomingEvent =>
  one(verdict.kind === 'ACCEPTED' ? verdict.events : []);

const plain = {
  event: 'message_received',
  account_id: 'a',
  account_type: 'LINKEDIN',
  account_info: { type: 'LINKEDIN', feature: 'classic', user_id: 'ACoOwner' },
  chat_id: 'c',
  message_id: 'm',
  provider_message_id: 'p',
  timestamp: '2025-03-04T10:11:12.000Z',
  message: 'Hello',
  subject: null,
  message_type: 'MESSAGE',
  is_event: 0,
  quoted: null,
  sender: {
    attendee_id: 'u1',
    attendee_name: 'Ada Example',
    attendee_provider_id: 'ACoAda',
    attendee_profile_url: '',
  },
  attendees: [
    {
      attendee_id: 'u1',
      attendee_name: 'Ada Example',
      attendee_provider_id: 'ACoAda',
      attendee_profile_url: '',
    },
  ],
  attachments: [],
};
const received = (more: object = {}) => eventOf(receive(JSON.stringify({ ...plain, ...more })));
const owner = { attendee_id: 'u0', attendee_name: 'Nora', attendee_provider_id: 'ACoOwner' };

/** What a gateway is told of what the control does: the sandbox delivers to a hook registered by the provider. */
async function told(action: () => void): Promise<IncomingEvent[]> {
  const verdicts: WebhookVerdict[] = [];
  const { url } = await vendor((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const headers = { 'unipile-auth': String(request.headers['unipile-auth']) };
      verdicts.push(receive(Buffer.concat(pieces), headers));
      response.writeHead(200).end();
    });
  });
  await at.provider().webhook?.register(`${url}/webhooks/sales`, caller().call);
  action();
  await at.control().webhooksIdle();
  return verdicts.flatMap((verdict) => (verdict.kind === 'ACCEPTED' ? verdict.events : []));
}

describe('a webhook', () => {
  it('is refused without the secret', () => {
    const body = JSON.stringify(plain);
    for (const headers of [
      {},
      { 'unipile-auth': '' },
      { 'unipile-auth': 'wrong' },
      { 'unipile-auth': webhookSecret.slice(1) },
      { 'unipile-auth': `${webhookSecret} ` },
      { authorization: webhookSecret },
    ]) {
      expect(receive(body, headers as Record<string, string>)).toEqual({ kind: 'REFUSED' });
    }
    expect(receive(body).kind).toBe('ACCEPTED');
  });

  it('is refused always where no secret is set', async () => {
    const { tools } = testTools();
    const provider = createProvider(
      { id: 'sales', provider: 'unipile-v1', baseUrl: at.baseUrl(), apiKey: new Secret(at.apiKey()) },
      tools,
    );
    for (const given of ['', 'undefined', 'null', webhookSecret]) {
      const request = { headers: { 'unipile-auth': given }, body: Buffer.from(JSON.stringify(plain)) };
      expect(provider.webhook?.receive(request)).toEqual({ kind: 'REFUSED' });
    }
    expect(
      await failing(async () => provider.webhook?.register('https://gateway.example.com', caller().call)),
    ).toMatchObject({
      code: 'NOT_SUPPORTED',
    });
  });

  it('that is no JSON is malformed (B5)', () => {
    for (const body of [
      '',
      '{',
      'event=message_received',
      '[]',
      '7',
      'null',
      '{}',
      '{"event":7}',
      Buffer.from([0xc3, 0x28]),
    ]) {
      expect(receive(body).kind).toBe('MALFORMED');
    }
  });

  it('of an unknown event is kept aside', () => {
    for (const body of [
      { ...plain, event: 'message_sung' },
      { event: 'mail_received', email_id: 'x' },
    ]) {
      expect(receive(JSON.stringify(body))).toEqual({ kind: 'ACCEPTED', events: [], unknown: [body.event] });
    }
    const status = { AccountStatus: { account_id: 'a', account_type: 'LINKEDIN', message: 'DANCING' } };
    expect(receive(JSON.stringify(status))).toEqual({
      kind: 'ACCEPTED',
      events: [],
      unknown: ['account_status:DANCING'],
    });
  });

  it('that is nested without end, or means to change prototypes, is read as data (B5)', () => {
    const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
    const verdict = receive(
      `{"__proto__":{"polluted":true},"constructor":${deep},${JSON.stringify(plain).slice(1)}`,
    );
    expect(eventOf(verdict).event.type).toBe('MESSAGE_CREATED');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(receive(`{"event":"x","sender":${'['.repeat(10_000)}${']'.repeat(10_000)}}`).kind).toBe(
      'ACCEPTED',
    );
  });
});

describe('a new message', () => {
  it('comes whole, with its sender, keyed once', () => {
    expect(received()).toMatchObject({
      event: {
        type: 'MESSAGE_CREATED',
        accountId: 'a',
        chatId: 'c',
        messageId: 'm',
        at: plain.timestamp,
        isBackfill: false,
        message: {
          connectionId: 'sales',
          text: 'Hello',
          direction: 'INBOUND',
          senderId: 'ACoAda',
          sender: { name: 'Ada Example', isSelf: false, attendeeId: 'ACoAda' },
          sentAt: plain.timestamp,
          kind: 'MESSAGE',
        },
      },
      identity: { once: '["created","a","c","m"]' },
    });
  });

  it('of the owner is outbound, by whatever tells that it is', () => {
    const direction = (more: object) => {
      const { event } = received(more);
      return event.type === 'MESSAGE_CREATED' && event.message?.direction;
    };
    expect(direction({ sender: owner })).toBe('OUTBOUND');
    const whatsApp = { account_info: { user_id: '15550109999@s.whatsapp.net' } };
    const ada = { ...plain.sender, attendee_provider_id: '15550100001@s.whatsapp.net' };
    const privateAda = { ...ada, attendee_provider_id: '98765@lid' };
    expect(direction({ ...whatsApp, sender: ada, attendees: [ada] })).toBe('INBOUND');
    expect(direction({ ...whatsApp, sender: privateAda, attendees: [privateAda] })).toBe('INBOUND');
    expect(
      direction({
        ...whatsApp,
        sender: { ...owner, attendee_provider_id: '11111@lid' },
        attendees: [privateAda],
      }),
    ).toBe('OUTBOUND');
    expect(
      direction({ ...whatsApp, sender: { ...privateAda, attendee_name: 'You' }, attendees: [privateAda] }),
    ).toBe('OUTBOUND');
    const known = at.account('LINKEDIN');
    const self = { ...owner, attendee_provider_id: known.ownerId };
    expect(direction({ account_id: known.accountId, account_info: null, sender: self })).toBe('OUTBOUND');
  });

  it('reads attachments as a list, as one thing, and with numbers as text', () => {
    const attachment = {
      id: 'f',
      type: 'img',
      unavailable: 'false',
      file_size: '20',
      size: { width: '3', height: '4' },
      sticker: 'true',
    };
    for (const attachments of [[attachment], attachment]) {
      const { event } = received({ message: null, attachments });
      expect(event.type === 'MESSAGE_CREATED' && event.message).toMatchObject({
        text: null,
        attachments: [
          {
            type: 'IMAGE',
            attachmentId: 'f',
            sizeBytes: 20,
            width: 3,
            height: 4,
            isSticker: true,
            isUnavailable: false,
          },
        ],
      });
    }
  });
});

describe('the sandbox’s webhooks', () => {
  const chatOf = (network: Network) =>
    one(
      at.control().truth().chats,
      (chat) => chat.account_id === at.account(network).accountId && chat.type === 0 && chat.read_only === 0,
    );

  it.each(['WHATSAPP', 'LINKEDIN', 'TELEGRAM', 'INSTAGRAM'] as const)(
    'tell of new messages of %s as REST shows them',
    async (network) => {
      for (const fromSelf of [false, true]) {
        const chat = chatOf(network);
        const [incoming, ...more] = await told(() => {
          at.control().inbound({ chatId: chat.id, text: 'Salut', fromSelf });
        });
        expect(more).toEqual([]);
        const event = incoming?.event;
        if (event?.type !== 'MESSAGE_CREATED' || event.message === null)
          throw new Error('No message was told.');
        const message = await at.port(network).message(event.chatId, event.messageId, caller().call);
        expect(event.message).toMatchObject({
          ...message,
          sender: { isSelf: fromSelf },
          direction: fromSelf ? 'OUTBOUND' : 'INBOUND',
          delivery: expect.any(String),
        });
      }
    },
  );

  it('tell direction on WhatsApp’s private ids too', async () => {
    const chat = chatOf('WHATSAPP');
    at.control().switches({ lidIds: true });
    const events = await told(() => {
      at.control().inbound({ chatId: chat.id, text: 'in' });
      at.control().inbound({ chatId: chat.id, text: 'out', fromSelf: true });
    });
    expect(
      events.map(
        ({ event }) => event.type === 'MESSAGE_CREATED' && [event.message?.text, event.message?.direction],
      ),
    ).toEqual([
      ['in', 'INBOUND'],
      ['out', 'OUTBOUND'],
    ]);
  });

  it('tell what happens to a message', async () => {
    const chat = chatOf('WHATSAPP');
    const message = one(
      at.control().truth().messages,
      ({ chat_id, is_sender }) => chat_id === chat.id && is_sender === 1,
    );
    const place = { accountId: chat.account_id, chatId: chat.id, messageId: message.id };
    const events = await told(() => {
      at.control().deliver({ messageId: message.id });
      at.control().read({ chatId: chat.id, messageId: message.id });
      at.control().reaction({ messageId: message.id, value: '🎉' });
      at.control().reaction({ messageId: message.id, value: '' });
      at.control().edit({ messageId: message.id, text: 'Better' });
      at.control().delete({ messageId: message.id });
    });
    expect(events.map(({ event }) => event)).toMatchObject([
      { type: 'MESSAGE_DELIVERED', ...place },
      { type: 'MESSAGE_READ', ...place, readerId: chat.attendee_provider_id },
      {
        type: 'MESSAGE_REACTED',
        ...place,
        value: '🎉',
        removed: false,
        attendeeId: chat.attendee_provider_id,
      },
      { type: 'MESSAGE_REACTED', ...place, value: '', removed: true },
      { type: 'MESSAGE_EDITED', ...place },
      { type: 'MESSAGE_DELETED', ...place },
    ]);
    const [delivered, read, reacted, takenBack, edited, deleted] = events.map(({ identity }) => identity);
    expect([delivered, deleted].every((identity) => identity && 'once' in identity)).toBe(true);
    expect(
      new Set([delivered, read, reacted, edited, deleted].map((identity) => JSON.stringify(identity))).size,
    ).toBe(5);
    expect(reacted && 'thing' in reacted && reacted.thing).toBe(
      takenBack && 'thing' in takenBack && takenBack.thing,
    );
    expect(reacted).not.toEqual(takenBack);
  });

  it.each([
    ['OK', 'CONNECTED'],
    ['CREATION_SUCCESS', 'CONNECTED'],
    ['RECONNECTED', 'CONNECTED'],
    ['SYNC_SUCCESS', 'CONNECTED'],
    ['CONNECTING', 'CONNECTING'],
    ['CREDENTIALS', 'NEEDS_RECONNECT'],
    ['PERMISSIONS', 'NEEDS_RECONNECT'],
    ['STOPPED', 'ERROR'],
    ['ERROR', 'ERROR'],
    ['CREATION_FAIL', 'ERROR'],
    ['DELETED', 'REMOVED'],
  ])('tell that an account is %s: %s', async (status, expected) => {
    const { accountId } = at.account('SLACK');
    const [incoming, ...more] = await told(() => at.control().accountStatus({ accountId, status }));
    expect(more).toEqual([]);
    expect(incoming).toMatchObject({
      event: { type: 'ACCOUNT_STATUS_CHANGED', accountId, status: expected, product: null },
      identity: { thing: `["status","${accountId}"]`, says: expected },
    });
  });
});

describe('registering', () => {
  const url = 'https://gateway.example.com/webhooks/sales';
  const register = async () => (await at.provider().webhook?.register(url, caller().call)) ?? [];

  it('makes two webhooks with all events and the secret, once', async () => {
    expect(await at.provider().webhook?.registered(url, caller().call)).toEqual([]);
    const first = await register();
    expect(first.map((webhook) => webhook.events)).toContainEqual(
      expect.arrayContaining([
        'message_received',
        'message_read',
        'message_reaction',
        'message_edited',
        'message_deleted',
        'message_delivered',
      ]),
    );
    at.forget();
    expect(await register()).toEqual(first);
    expect(at.routes()).toEqual(['GET /webhooks']);
    const hooks = at.control().truth().webhooks;
    expect(hooks.map(({ source }) => source).sort()).toEqual(['account_status', 'messaging']);
    for (const hook of hooks) {
      expect(hook.headers).toEqual([
        { key: 'Unipile-Auth', value: webhookSecret },
        { key: 'Content-Type', value: 'application/json' },
      ]);
      expect([hook.requestUrl, hook.accountIds, hook.enabled]).toEqual([url, null, true]);
    }
  });

  it('makes anew what has another secret, and leaves the webhooks of others', async () => {
    await register();
    const hooks = at.control().truth().webhooks;
    one(hooks).headers = [{ key: 'Unipile-Auth', value: 'old' }];
    const other = await at.provider().webhook?.register('https://other.example.com/', caller().call);
    await register();
    const there = at.control().truth().webhooks;
    expect(there.filter(({ requestUrl }) => requestUrl === url)).toHaveLength(2);
    expect(there.every(({ headers }) => headers[0]?.value === webhookSecret)).toBe(true);
    expect(other).toHaveLength(2);
    expect(there).toHaveLength(4);
  });
});
