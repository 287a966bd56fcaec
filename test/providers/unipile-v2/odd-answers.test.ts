import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Chat } from '../../../src/messaging/chat.ts';
import { failureOf } from '../../../src/messaging/errors.ts';
import type { AccountPort, Provider } from '../../../src/messaging/provider.ts';
import { Secret } from '../../../src/messaging/secret.ts';
import { createProvider } from '../../../src/providers/index.ts';
import { type Json, mutated, odd } from '../odd.ts';
import { caller, failing, testTools, vendor } from '../support.ts';
import { one, ROBIN, SHOP, world } from './world.ts';

const at = world();
const { call } = caller();
const webhookSecret = 'made by hand';

/** A provider of a vendor that answers whatever `answer.body` is at the time. */
async function providerOf() {
  const answer: { body: Json } = { body: null };
  const { url } = await vendor((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
  });
  const provider = createProvider(
    {
      id: 'hiring',
      provider: 'unipile-v2',
      baseUrl: url,
      apiKey: new Secret('key'),
      webhookSecret: new Secret(webhookSecret),
    },
    testTools().tools,
  );
  return { answer, provider };
}

/** What the sandbox answers. */
async function recorded(path: string): Promise<{ [key: string]: Json }> {
  const response = await fetch(at.baseUrl() + path, { headers: { 'x-api-key': at.apiKey() } });
  return (await response.json()) as { [key: string]: Json };
}

const chatId = () =>
  at.truth(ROBIN, ({ product, messageCount }) => product === 'classic' && messageCount > 8).id;
const groupId = () => at.truth(ROBIN, ({ type }) => type === 'group').id;
const encoded = encodeURIComponent;

/** A group of which nothing but its id is known. */
const plainGroup = (id: string): Chat => ({
  connectionId: 'hiring',
  accountId: ROBIN,
  chatId: id,
  providerId: id,
  inboxId: 'CLASSIC_PRIMARY',
  kind: 'GROUP',
  content: 'MESSAGE',
  title: null,
  subject: null,
  hasPicture: false,
  lastActivityAt: null,
  unreadCount: 0,
  isUnread: false,
  isArchived: false,
  isPinned: false,
  isMuted: false,
  mutedUntil: null,
  isReadOnly: false,
  syncStatus: null,
  counterpartId: null,
  attendees: null,
  disabled: [],
});

interface Question {
  readonly account?: string;
  /** What the answer is about, in its path. */
  readonly id?: () => string;
  readonly path: (id: string) => string;
}
interface List extends Question {
  readonly read: (port: AccountPort, id: string, provider: Provider) => Promise<readonly unknown[]>;
}

const lists: Readonly<Record<string, List>> = {
  'chats of an inbox': {
    path: () => `/${ROBIN}/inboxes/CLASSIC_PRIMARY/chats?limit=6`,
    read: async (port) => (await port.chats({}).fetch(null, 6, call)).items,
  },
  'chats of a network without inboxes': {
    account: SHOP,
    path: () => `/${SHOP}/chats?limit=6`,
    read: async (port) => (await port.chats({}).fetch(null, 6, call)).items,
  },
  messages: {
    id: chatId,
    path: (id) => `/${ROBIN}/chats/${encoded(id)}/messages?limit=6`,
    read: async (port, id) => (await port.messages(id, {}).fetch(null, 6, call)).items,
  },
  inboxes: { path: () => `/${ROBIN}/inboxes`, read: (port) => port.inboxes(call) },
  participants: {
    id: groupId,
    path: (id) => `/${ROBIN}/chats/${encoded(id)}/participants`,
    read: async (port, id) => (await port.attendeesOf(plainGroup(id)).fetch(null, 6, call)).items,
  },
  accounts: { path: () => '/accounts/', read: (_port, _id, provider) => provider.listAccounts(call) },
};

interface Single extends Question {
  readonly read: (port: AccountPort, id: string) => Promise<unknown> | undefined;
}
const singles: Readonly<Record<string, Single>> = {
  chat: {
    id: groupId,
    path: (id) => `/${ROBIN}/chats/${encoded(id)}`,
    read: (port, id) => port.chat(id, call),
  },
  message: {
    id: chatId,
    path: (id) => `/${ROBIN}/chats/${encoded(id)}/messages/m-2`,
    read: (port, id) => port.message(id, 'm-2', call),
  },
  user: {
    path: () => `/${ROBIN}/users/me`,
    read: (port) => port.findAttendee?.({ providerId: 'x' }, call),
  },
  credits: {
    path: () => `/${ROBIN}/linkedin/inmail-credits`,
    read: (port) => port.inMailCredits?.(call),
  },
};

describe('an odd answer (A10)', () => {
  it.each(Object.entries(lists))('costs one of the %s at most', async (_name, question) => {
    const { path, id = () => '', account = ROBIN, read } = question;
    const about = id();
    const body = await recorded(path(about));
    const data = body.data as Json[];
    const { answer, provider } = await providerOf();
    const port = provider.open(at.account(account));
    answer.body = body;
    expect(await read(port, about, provider)).toHaveLength(data.length);
    await fc.assert(
      fc.asyncProperty(fc.nat(data.length - 1), fc.nat(), odd, async (index, choice, value) => {
        const changed = [...data];
        changed[index] = mutated(changed[index] ?? null, choice, value);
        answer.body = { ...body, data: changed };
        const items = await read(port, about, provider);
        expect(items.length).toBeGreaterThanOrEqual(data.length - 1);
      }),
      { numRuns: 200 },
    );
  });

  it.each(Object.entries(singles))(
    'of a %s is it, nothing, or a failure that is told',
    async (_name, question) => {
      const { path, id = () => '', read } = question;
      const about = id();
      const body = await recorded(path(about));
      const { answer, provider } = await providerOf();
      const port = provider.open(at.account(ROBIN));
      await fc.assert(
        fc.asyncProperty(fc.nat(), odd, async (choice, value) => {
          answer.body = mutated(body, choice, value);
          try {
            await read(port, about);
          } catch (error) {
            expect(failureOf(error)?.code).toBe('PROVIDER_UNAVAILABLE');
          }
        }),
        { numRuns: 200 },
      );
    },
  );

  it('keeps an item of which all that can be is left out, or to which something was added', async () => {
    const { answer, provider } = await providerOf();
    const port = provider.open(at.account(ROBIN));
    answer.body = {
      data: [{ id: 'c1' }, { id: 'c2', type: 'hologram', brand_new: [1], unread_count: '2' }],
      next_cursor: 7,
    };
    const chats = await port.chats({}).fetch(null, 5, call);
    expect(chats.items).toMatchObject([
      { chatId: 'c1', title: null, kind: 'DIRECT', lastActivityAt: null, attendees: null, isUnread: false },
      { chatId: 'c2', kind: 'DIRECT', unreadCount: 2 },
    ]);
    expect(chats.items[0] && 'lastMessage' in chats.items[0]).toBe(false);
    const bare = { chat_id: 'c1', timestamp: '2025-03-04T10:11:12.000Z' };
    answer.body = {
      data: [
        { id: 'm1', ...bare },
        { id: 'm2', ...bare, is_event: true, event_type: 99, sender_id: at.account(ROBIN).ownerId },
      ],
    };
    expect((await port.messages('c1', {}).fetch(null, 5, call)).items).toMatchObject([
      {
        messageId: 'm1',
        direction: 'INBOUND',
        text: null,
        senderId: null,
        systemEvent: null,
        attachments: [],
      },
      { messageId: 'm2', direction: 'OUTBOUND', systemEvent: 'UNKNOWN' },
    ]);
  });

  it('names somebody who has no name', async () => {
    const { answer, provider } = await providerOf();
    const port = provider.open(at.account(SHOP));
    for (const [user, name] of [
      [{ id: '15550001@s.whatsapp.net' }, '15550001'],
      [{ id: '@odd', display_name: ' ' }, '@odd'],
      [{ id: 'x', first_name: 'Ada', last_name: 'Example' }, 'Ada Example'],
      [{ id: 'y', public_identifier: 'ada-example' }, 'ada-example'],
    ] as const) {
      answer.body = { ...user };
      expect(await port.findAttendee?.({ providerId: user.id }, call)).toMatchObject({
        name,
        kind: 'PERSON',
      });
    }
  });

  it('with messages of another chat shows none of them', async () => {
    const { answer, provider } = await providerOf();
    answer.body = {
      data: [{ id: 'm1', chat_id: 'another', timestamp: '2025-03-04T10:11:12.000Z', is_sender: false }],
    };
    const port = provider.open(at.account(ROBIN));
    expect((await port.messages('c1', {}).fetch(null, 5, call)).items).toEqual([]);
    answer.body = { id: 'another', chat_id: 'c1', timestamp: '2025-03-04T10:11:12.000Z' };
    expect(await port.message('c1', 'm1', call)).toBeNull();
    answer.body = { id: 'another' };
    expect(await port.chat('c1', call)).toBeNull();
  });

  it('is logged without what is in it', async () => {
    const mark = 'a text that is nobody’s business';
    at.control().fault({
      route: 'GET /{account_id}/inboxes/{inbox_id}/chats',
      rewrite: () => ({ data: [{ object: 'Chat', name: mark }] }),
    });
    await at.port(ROBIN).chats({}).fetch(null, 5, call);
    expect(at.kit().warnings).toEqual([{ connectionId: 'hiring', route: '/:id/inboxes/:id/chats' }]);
  });

  it('that is no list is told as such', async () => {
    const { answer, provider } = await providerOf();
    for (const body of [null, 7, 'x', [], {}, { data: null }, { data: {} }]) {
      answer.body = body;
      const failure = await failing(provider.open(at.account(ROBIN)).chats({}).fetch(null, 5, call));
      expect(failure.code).toBe('PROVIDER_UNAVAILABLE');
    }
  });

  it('to a send is still a send', async () => {
    const { answer, provider } = await providerOf();
    const port = provider.open(at.account(ROBIN));
    const chat = await at.chat(ROBIN, 'classic');
    for (const body of [null, [], 'x', {}, { message_id: 7 }, { message_id: [null] }]) {
      answer.body = body;
      expect(await port.send(chat, { text: 'Hi', attachments: [], replyTo: null }, call)).toEqual({
        messageIds: [],
      });
    }
  });

  it('of a webhook is an event, kept aside, or malformed', async () => {
    const messages = await recorded(`/${ROBIN}/chats/${encoded(chatId())}/messages?limit=20`);
    const [message = null] = messages.data as Json[];
    const reaction = {
      message_id: 'm',
      chat_id: 'c',
      reaction: { value: '👍', sender: { id: 'x' }, is_sender: false },
    };
    const payloads: [string, Json][] = [
      ['message.new', message],
      ['message.update', { message }],
      [
        'message.receipt.read',
        { chat_id: 'c', message_ids: ['m'], user_id: 'x', timestamp: '2025-03-04T10:11:12.000Z' },
      ],
      ['message.reaction.new', reaction],
      ['chat.update', { id: 'c' }],
      ['account.status.running', { timestamp: '2025-03-04T10:11:12.000Z', product: 'recruiter' }],
    ];
    const { provider } = await providerOf();
    const receive = (event: Json) => {
      const body = Buffer.from(JSON.stringify(event));
      const seconds = Math.floor(Date.now() / 1000);
      const made = createHmac('sha256', webhookSecret).update(`${seconds}.${body}`).digest('hex');
      return provider.webhook?.receive({ headers: { 'unipile-signature': `t=${seconds},v0=${made}` }, body });
    };
    fc.assert(
      fc.property(fc.nat(payloads.length - 1), fc.nat(), odd, (index, choice, value) => {
        const [type, payload] = one(payloads.slice(index));
        const event = {
          id: 'evt_1',
          type,
          account_id: ROBIN,
          created_at: '2025-03-04T10:11:12.000Z',
          payload,
        };
        expect(['ACCEPTED', 'MALFORMED']).toContain(receive(mutated(event, choice, value))?.kind);
      }),
      { numRuns: 1000 },
    );
  });
});
