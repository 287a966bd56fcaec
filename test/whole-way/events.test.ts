import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UnipileV1Control } from '../../src/sandbox/index.ts';
import { listen, socketClient } from '../support/client.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { eventually } from '../support/wait.ts';
import { caughtUp, eventsOf, headOf, type SeenEvent, take } from './listening.ts';
import { accountOn, find, ids, type WireChat } from './support.ts';

let gateway: TestGateway;
let control: UnipileV1Control;
let chat: WireChat;
let other: { readonly name: string };
beforeAll(async () => {
  gateway = await startTestGateway();
  control = gateway.sandbox.unipileV1.control;
  const { chats, attendees } = control.truth();
  chat = find(chats, ({ account_type, type }) => account_type === 'WHATSAPP' && type === 0);
  other = find(
    attendees,
    ({ provider_id, account_id }) =>
      provider_id === chat.attendee_provider_id && account_id === chat.account_id,
  );
});
afterAll(() => gateway.close());

const inChat = () => ({ account: { id: ids.account({ id: chat.account_id }) }, chatId: ids.chat(chat) });

describe.each(['WebSocket', 'SSE'] as const)('what happens at the vendor comes over %s', (over) => {
  it('a message of somebody else', async () => {
    const events = await caughtUp(gateway, { over });
    const message = control.inbound({ chatId: chat.id, text: 'Hello Nora' });
    expect(await events.next()).toEqual({
      __typename: 'MessageCreated',
      id: expect.any(String),
      at: message.timestamp,
      ...inChat(),
      messageId: ids.message(message),
      isBackfill: false,
      message: {
        id: ids.message(message),
        text: 'Hello Nora',
        direction: 'INBOUND',
        sentAt: message.timestamp,
        sender: { name: other.name },
      },
    });
  });

  it('an own message from another device', async () => {
    const events = await caughtUp(gateway, { over });
    const message = control.inbound({ chatId: chat.id, text: 'From my phone', fromSelf: true });
    expect(await events.next()).toMatchObject({
      __typename: 'MessageCreated',
      messageId: ids.message(message),
      message: { text: 'From my phone', direction: 'OUTBOUND', sender: { name: 'Nora Whitfield' } },
    });
  });

  it('a reaction, and its end', async () => {
    const events = await caughtUp(gateway, { over });
    const { id, ...message } = control.inbound({ chatId: chat.id, text: 'Nice?', fromSelf: true });
    await events.next();
    const about = { __typename: 'MessageReacted', ...inChat(), messageId: ids.message({ id, ...message }) };
    control.reaction({ messageId: id, value: '👍' });
    const attendee = { name: other.name };
    expect(await events.next()).toMatchObject({ ...about, value: '👍', removed: false, attendee });
    control.reaction({ messageId: id, value: '' });
    expect(await events.next()).toMatchObject({ ...about, value: '', removed: true, attendee });
    control.reaction({ messageId: id, value: '👍' });
    expect(await events.next()).toMatchObject({ ...about, value: '👍', removed: false });
  });

  it('a delivery and a read, by the other and by the owner elsewhere', async () => {
    const events = await caughtUp(gateway, { over });
    const own = control.inbound({ chatId: chat.id, text: 'Did you get it?', fromSelf: true });
    await events.next();
    control.deliver({ messageId: own.id });
    expect(await events.next()).toMatchObject({
      __typename: 'MessageDelivered',
      ...inChat(),
      messageId: ids.message(own),
    });
    control.read({ chatId: chat.id, messageId: own.id });
    expect(await events.next()).toMatchObject({
      __typename: 'MessageRead',
      ...inChat(),
      message: { id: ids.message(own) },
      reader: { name: other.name, isSelf: false },
    });
    const theirs = control.inbound({ chatId: chat.id, text: 'Yes' });
    await events.next();
    control.read({ chatId: chat.id, messageId: theirs.id });
    expect(await events.next()).toMatchObject({ __typename: 'MessageRead', reader: { isSelf: true } });
  });

  it('a correction and a deletion', async () => {
    const events = await caughtUp(gateway, { over });
    const message = control.inbound({ chatId: chat.id, text: 'Helo' });
    await events.next();
    control.edit({ messageId: message.id, text: 'Hello' });
    expect(await events.next()).toMatchObject({
      __typename: 'MessageEdited',
      messageId: ids.message(message),
      message: { text: 'Hello', isEdited: true },
    });
    control.delete({ messageId: message.id });
    expect(await events.next()).toMatchObject({
      __typename: 'MessageDeleted',
      ...inChat(),
      messageId: ids.message(message),
    });
  });

  it('an account that signs out and comes back, and a second time', async () => {
    const events = await caughtUp(gateway, { over });
    const account = accountOn(control.truth(), 'TELEGRAM');
    for (const [word, status] of [
      ['CREDENTIALS', 'NEEDS_RECONNECT'],
      ['RECONNECTED', 'CONNECTED'],
      ['CREDENTIALS', 'NEEDS_RECONNECT'],
      ['OK', 'CONNECTED'],
    ] as const) {
      control.accountStatus({ accountId: account.id, status: word });
      expect(await events.next()).toMatchObject({
        __typename: 'AccountStatusChanged',
        account: { id: ids.account(account) },
        status,
        product: null,
      });
    }
  });

  it('the first message of a stranger', async () => {
    const events = await caughtUp(gateway, {
      over,
      select: '__typename id ... on ChatEvent { chat { title } }',
    });
    const accountId = accountOn(control.truth(), 'MESSENGER').id;
    const message = control.firstContact({ accountId, text: 'We have not met' });
    const stranger = find(control.truth().attendees, ({ id }) => id === message.sender_attendee_id);
    expect(await events.next()).toMatchObject({
      __typename: 'MessageCreated',
      chat: { title: stranger.name },
    });
  });
});

it('is the same event over both, with the same id', async () => {
  const listening = [
    await caughtUp(gateway, { over: 'WebSocket' }),
    await caughtUp(gateway, { over: 'SSE' }),
  ] as const;
  control.inbound({ chatId: chat.id, text: 'To both' });
  const [one, two] = await Promise.all(listening.map((events) => events.next()));
  expect(one).toEqual(two);
});

it('is told once, however often the vendor repeats it, and each repeat is answered 200', async () => {
  const before = await headOf(gateway);
  control.webhookBehaviour({ duplicate: 4 });
  const account = accountOn(control.truth(), 'SLACK');
  const message = control.inbound({ chatId: chat.id, text: 'Once' });
  control.reaction({ messageId: message.id, value: '🎉' });
  control.edit({ messageId: message.id, text: 'Just once' });
  control.deliver({ messageId: message.id });
  control.read({ chatId: chat.id, messageId: message.id });
  control.delete({ messageId: message.id });
  control.accountStatus({ accountId: account.id, status: 'CREDENTIALS' });
  await control.webhooksIdle();
  control.webhookBehaviour({ duplicate: 0 });
  // And much later, byte by byte as they were.
  const deliveries = control.deliveries().slice(-35);
  expect(deliveries.map(({ state }) => state)).toEqual(Array(35).fill('delivered'));
  for (const { url, body, attempts } of deliveries.toReversed()) {
    const response = await fetch(url, { method: 'POST', headers: attempts[0]?.headers ?? {}, body });
    expect(response.status).toBe(200);
  }
  control.accountStatus({ accountId: account.id, status: 'OK' });
  control.inbound({ chatId: chat.id, text: 'And on' });
  await control.webhooksIdle();
  const events = await eventsOf(gateway, { after: before, select: '__typename id' });
  const seen: string[] = [];
  for (;;) {
    const { __typename } = await events.next();
    if (__typename === 'CaughtUp') break;
    seen.push(__typename);
  }
  expect(seen.slice(0, 7).sort()).toEqual([
    'AccountStatusChanged',
    'MessageCreated',
    'MessageDeleted',
    'MessageDelivered',
    'MessageEdited',
    'MessageReacted',
    'MessageRead',
  ]);
  expect(seen.slice(7).sort()).toEqual(['AccountStatusChanged', 'MessageCreated']);
});

describe('a filter', () => {
  const select =
    '__typename id ... on ChatEvent { chatId } ... on MessageCreated { message { text direction } }';
  let elsewhere: WireChat;

  /** What one subscription gets of the same happenings, until the one that every filter of these tests lets through. */
  async function seenWith(filter: object): Promise<string[]> {
    const events = await caughtUp(gateway, { filter, select });
    const first = control.inbound({ chatId: chat.id, text: 'in' });
    control.inbound({ chatId: chat.id, text: 'out', fromSelf: true });
    control.reaction({ messageId: first.id, value: '👍' });
    control.inbound({ chatId: elsewhere.id, text: 'elsewhere' });
    control.accountStatus({ accountId: elsewhere.account_id, status: 'CREDENTIALS' });
    control.accountStatus({ accountId: elsewhere.account_id, status: 'OK' });
    await control.webhooksIdle();
    const replay = await eventsOf(gateway, { after: await headOf(gateway), filter, select });
    expect((await replay.next()).__typename).toBe('CaughtUp');
    control.inbound({ chatId: chat.id, text: 'last' });
    const seen: string[] = [];
    for (;;) {
      const { __typename, message } = (await events.next()) as SeenEvent & { message?: { text: string } };
      if (message?.text === 'last') return seen.sort();
      seen.push(message?.text ?? __typename);
    }
  }

  beforeAll(() => {
    elsewhere = find(control.truth().chats, ({ account_type }) => account_type === 'MESSENGER');
  });

  it('leaves the events of these accounts', async () => {
    const accountIds = [ids.account({ id: chat.account_id })];
    expect(await seenWith({ accountIds })).toEqual(['MessageReacted', 'in', 'out']);
  });

  it('leaves what happens in these chats', async () => {
    expect(await seenWith({ chatIds: [ids.chat(chat)] })).toEqual(['MessageReacted', 'in', 'out']);
  });

  it('leaves these types', async () => {
    expect(await seenWith({ types: ['MESSAGE_CREATED'] })).toEqual(['elsewhere', 'in', 'out']);
  });

  it('holds back new messages of the other direction, and nothing else', async () => {
    const seen = await seenWith({ direction: 'INBOUND' });
    expect(seen).toEqual([
      'AccountStatusChanged',
      'AccountStatusChanged',
      'MessageReacted',
      'elsewhere',
      'in',
    ]);
  });

  it('of the short form leaves messages only, without a word of anything else', async () => {
    const client = socketClient(gateway.socket);
    const query = `subscription ($filter: MessageCreatedFilter) {
      messageCreated(filter: $filter) { message { text } }
    }`;
    const messages = listen<{ messageCreated: { message: { text: string } } }>(client, query, {
      filter: { chatIds: [ids.chat(chat)], direction: 'OUTBOUND' },
    });
    const first = messages.next();
    await eventually('it listens', async () => {
      const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
      return metrics.includes('parley_subscriptions 1');
    });
    control.inbound({ chatId: chat.id, text: 'not this' });
    control.inbound({ chatId: elsewhere.id, text: 'nor this', fromSelf: true });
    control.inbound({ chatId: chat.id, text: 'this', fromSelf: true });
    expect((await first).messageCreated.message.text).toBe('this');
    await messages.stop();
    await client.dispose();
  });
});

it('an eventCursor stands for the moment of its operation: what came since is replayed, then it goes on', async () => {
  const cursor = await headOf(gateway);
  const texts = ['one', 'two', 'three'];
  for (const text of texts) control.inbound({ chatId: chat.id, text });
  await control.webhooksIdle();
  const select = '__typename id ... on MessageCreated { message { text } }';
  const events = await eventsOf(gateway, { after: cursor, select });
  const replayed = await take(events, 4);
  expect(replayed.map(({ __typename }) => __typename)).toEqual([
    'MessageCreated',
    'MessageCreated',
    'MessageCreated',
    'CaughtUp',
  ]);
  expect(replayed.slice(0, 3).map(({ message }) => message)).toEqual(texts.map((text) => ({ text })));
  control.inbound({ chatId: chat.id, text: 'four' });
  expect(await events.next()).toMatchObject({ message: { text: 'four' } });
});
