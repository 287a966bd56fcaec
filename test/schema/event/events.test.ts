import { beforeEach, describe, expect, it } from 'vitest';
import type { IncomingEvent, MessagingEvent } from '../../../src/messaging/event.ts';
import { makeId } from '../../../src/messaging/id.ts';
import type { Scope } from '../../../src/messaging/viewer.ts';
import type { Context } from '../../../src/schema/context.ts';
import { aChat, aMessage, anAccount, anAttendee, type FakeAccount, fakeAccount } from '../fake-account.ts';
import { type Gateway, openGateway } from '../gateway.ts';

const at = '2026-03-01T09:00:00.000Z';
const ids = (accountId: string, chatId = 'c1', messageId = 'm1') => {
  const ref = { connectionId: 'sales', accountId };
  return {
    account: makeId({ type: 'Account', ...ref }),
    chat: makeId({ type: 'Chat', ...ref, chatId }),
    message: makeId({ type: 'Message', ...ref, chatId, messageId }),
  };
};

let number = 0;
function incoming(event: MessagingEvent): IncomingEvent {
  number += 1;
  return { event, identity: { once: String(number) } };
}

type CreatedOver = Partial<Extract<MessagingEvent, { type: 'MESSAGE_CREATED' }>>;
function created(over: CreatedOver = {}): IncomingEvent {
  const ref = { accountId: 'a1', chatId: 'c1', messageId: 'm1', ...over };
  return incoming({
    type: 'MESSAGE_CREATED',
    at,
    isBackfill: false,
    message: aMessage({ ...ref, text: ref.messageId }),
    ...ref,
  });
}
const thin = (messageId = 'm1') => created({ messageId, message: null });

let account: FakeAccount;
let other: FakeAccount;
let gateway: Gateway;
beforeEach(async () => {
  account = fakeAccount();
  other = fakeAccount({ ...anAccount, accountId: 'a2', name: 'Another' });
  gateway = await openGateway([account, other]);
});

const append = (...events: IncomingEvent[]) => gateway.events.append('sales', events);

/** What a filter leaves, each as its type and the id of what it is about. */
const events = `subscription ($after: ID, $filter: EventFilter) {
  events(after: $after, filter: $filter) {
    __typename id at
    ... on ChatEvent { chatId account { id } }
    ... on MessageCreated { messageId message { text } }
  }
}`;

async function replayed(filter: object, over?: Parameters<Gateway['context']>[0]): Promise<string[]> {
  const after = gateway.context().places.markerId('CURSOR', 0);
  const listener = await gateway.listen(
    events,
    { after, filter },
    over && { start: gateway.context(over), fresh: async () => gateway.context(over) },
  );
  const seen: string[] = [];
  for (;;) {
    const event = await listener.event();
    seen.push(String(event.__typename));
    if (event.__typename === 'CaughtUp') break;
  }
  await listener.stop();
  return seen;
}

describe('every type', () => {
  const inChat = { at, accountId: 'a1', chatId: 'c1' };
  const ofMessage = { ...inChat, messageId: 'm1', message: aMessage() };
  const chatFields = {
    account: { id: ids('a1').account },
    chatId: ids('a1').chat,
    chat: { title: 'Grace Example' },
  };
  const messageFields = { messageId: ids('a1').message, message: { text: 'Hello Ada' } };
  const error = { code: 'PROVIDER_REJECTED', detail: 'No.', retryable: false } as const;

  it.each<[MessagingEvent, string, object]>([
    [
      { type: 'MESSAGE_CREATED', isBackfill: true, ...ofMessage },
      'messageId message { text } isBackfill',
      { ...chatFields, ...messageFields, isBackfill: true },
    ],
    [
      { type: 'MESSAGE_EDITED', ...ofMessage },
      'messageId message { text }',
      { ...chatFields, ...messageFields },
    ],
    [{ type: 'MESSAGE_DELETED', ...ofMessage }, 'messageId', { ...chatFields, messageId: ids('a1').message }],
    [
      { type: 'MESSAGE_READ', readerId: 'grace', ...ofMessage },
      'message { text } reader { name }',
      { ...chatFields, message: { text: 'Hello Ada' }, reader: { name: 'Grace Example' } },
    ],
    [
      { type: 'MESSAGE_READ', readerId: null, ...inChat, messageId: null, message: null },
      'message { text } reader { name }',
      { ...chatFields, message: null, reader: null },
    ],
    [
      { type: 'MESSAGE_DELIVERED', ...ofMessage },
      'messageId message { text }',
      { ...chatFields, ...messageFields },
    ],
    [
      { type: 'MESSAGE_FAILED', error, ...ofMessage },
      'messageId message { text } error { __typename code }',
      { ...chatFields, ...messageFields, error: { __typename: 'ProviderError', code: 'PROVIDER_REJECTED' } },
    ],
    [
      {
        type: 'MESSAGE_REACTED',
        value: '👍',
        removed: false,
        attendeeId: 'grace',
        attendee: null,
        ...ofMessage,
      },
      'messageId message { text } value removed attendee { name }',
      { ...chatFields, ...messageFields, value: '👍', removed: false, attendee: { name: 'Grace Example' } },
    ],
    [{ type: 'CHAT_UPDATED', ...inChat }, '', chatFields],
    [{ type: 'CHAT_DELETED', ...inChat }, '', chatFields],
    [
      {
        type: 'ACCOUNT_STATUS_CHANGED',
        at,
        accountId: 'a1',
        status: 'DEGRADED',
        product: 'LINKEDIN_RECRUITER',
      },
      'account { id } status product',
      { account: { id: ids('a1').account }, status: 'DEGRADED', product: 'LINKEDIN_RECRUITER' },
    ],
    [
      {
        type: 'SYNCHRONIZATION_CHANGED',
        at,
        accountId: 'a1',
        product: 'LINKEDIN_CLASSIC',
        profileUrl: 'https://www.linkedin.com/in/grace-example',
        chatId: 'c1',
        syncStatus: 'FAILED',
        error,
      },
      'account { id } product profileUrl chat { title } syncStatus error { code }',
      {
        account: { id: ids('a1').account },
        product: 'LINKEDIN_CLASSIC',
        profileUrl: 'https://www.linkedin.com/in/grace-example',
        chat: { title: 'Grace Example' },
        syncStatus: 'FAILED',
        error: { code: 'PROVIDER_REJECTED' },
      },
    ],
  ])('$type shows what happened', async (event, selection, expected) => {
    const type = event.type.toLowerCase().replace(/(?:^|_)(.)/g, (_, letter: string) => letter.toUpperCase());
    const listener = await gateway.listen(`subscription { events {
      __typename id at
      ... on ChatEvent { account { id } chatId chat { title } }
      ... on ${type} { ${selection || '__typename'} }
    } }`);
    const [logged] = await append(incoming(event));
    expect(await listener.event()).toEqual({
      __typename: type,
      id: gateway.context().places.eventId(logged?.place ?? -1),
      at,
      ...expected,
    });
    await listener.stop();
  });

  it('keeps the event where chat, message or people cannot be loaded', async () => {
    account.knownChats.clear();
    account.knownMessages.clear();
    account.knownAttendees.length = 0;
    const listener = await gateway.listen(`subscription { events { ... on MessageReacted {
      chatId chat { title } messageId message { text } value attendee { name } } } }`);
    await append(
      incoming({
        type: 'MESSAGE_REACTED',
        ...inChat,
        messageId: 'm1',
        message: null,
        value: '👍',
        removed: true,
        attendeeId: 'grace',
        attendee: null,
      }),
    );
    expect(await listener.event()).toEqual({
      chatId: ids('a1').chat,
      chat: null,
      messageId: ids('a1').message,
      message: null,
      value: '👍',
      attendee: null,
    });
    await listener.stop();
  });
});

describe('replay', () => {
  it('brings what came since, then CaughtUp once, then what comes', async () => {
    await append(created({ messageId: 'm1' }));
    const { eventCursor } = (await gateway.run('{ eventCursor }', {})).data as { eventCursor: string };
    await append(created({ messageId: 'm2' }), created({ messageId: 'm3' }));
    const listener = await gateway.listen(events, { after: eventCursor });
    const seen = [await listener.event(), await listener.event(), await listener.event()];
    expect(seen.map((event) => event.messageId ?? event.__typename)).toEqual([
      ids('a1', 'c1', 'm2').message,
      ids('a1', 'c1', 'm3').message,
      'CaughtUp',
    ]);
    const pending = listener.event();
    await append(created({ messageId: 'm4' }));
    expect((await pending).messageId).toBe(ids('a1', 'c1', 'm4').message);
    await listener.stop();

    const resumed = await gateway.listen(events, { after: seen[0]?.id });
    expect((await resumed.event()).messageId).toBe(ids('a1', 'c1', 'm3').message);
    await resumed.stop();
    const fromMarker = await gateway.listen(events, { after: seen[2]?.id });
    expect((await fromMarker.event()).messageId).toBe(ids('a1', 'c1', 'm4').message);
    await fromMarker.stop();
  });

  it('costs no upstream call where the event told all', async () => {
    await append(created(), created({ messageId: 'm2' }));
    expect(await replayed({})).toEqual(['MessageCreated', 'MessageCreated', 'CaughtUp']);
    expect(account.reads).toEqual([]);
  });

  it('without `after` is live only: nothing earlier, no CaughtUp, and all that follows the subscription', async () => {
    await append(created());
    const listener = await gateway.listen(events);
    await append(created({ messageId: 'm2' }));
    expect((await listener.event()).messageId).toBe(ids('a1', 'c1', 'm2').message);
    await listener.stop();
  });

  it.each(['', 'nonsense', ids('a1').chat])('refuses %j as `after`, naming it', async (after) => {
    const failed = gateway.listen(events, { after });
    await expect(failed).rejects.toMatchObject({ failure: { code: 'INVALID_INPUT', field: ['after'] } });
  });
});

describe('a filter', () => {
  const foreign = ids('a2');
  beforeEach(async () => {
    account.knownChats.set('c2', aChat({ chatId: 'c2' }));
    await append(
      created(),
      created({ chatId: 'c2', message: aMessage({ chatId: 'c2', direction: 'OUTBOUND' }) }),
      incoming({
        type: 'MESSAGE_EDITED',
        at,
        accountId: 'a1',
        chatId: 'c1',
        messageId: 'm1',
        message: aMessage({ direction: 'OUTBOUND' }),
      }),
      incoming({ type: 'ACCOUNT_STATUS_CHANGED', at, accountId: 'a1', status: 'CONNECTED', product: null }),
      incoming({
        type: 'SYNCHRONIZATION_CHANGED',
        at,
        accountId: 'a1',
        product: null,
        profileUrl: null,
        chatId: 'c2',
        syncStatus: 'DONE',
        error: null,
      }),
      created({ accountId: 'a2' }),
    );
  });
  const all = [
    'MessageCreated',
    'MessageCreated',
    'MessageEdited',
    'AccountStatusChanged',
    'SynchronizationChanged',
    'MessageCreated',
  ];

  it.each<[string, object, string[]]>([
    ['nothing', {}, all],
    ['nulls', { accountIds: null, chatIds: null, types: null, direction: null }, all],
    ['an account', { accountIds: [ids('a1').account] }, all.slice(0, 5)],
    ['two accounts', { accountIds: [ids('a1').account, foreign.account] }, all],
    ['no account', { accountIds: [] }, []],
    ['a chat', { chatIds: [ids('a1').chat] }, ['MessageCreated', 'MessageEdited']],
    ['another chat', { chatIds: [ids('a1', 'c2').chat] }, ['MessageCreated', 'SynchronizationChanged']],
    ['a chat of another account', { accountIds: [ids('a1').account], chatIds: [foreign.chat] }, []],
    [
      'types',
      { types: ['MESSAGE_EDITED', 'ACCOUNT_STATUS_CHANGED'] },
      ['MessageEdited', 'AccountStatusChanged'],
    ],
    [
      'inbound',
      { direction: 'INBOUND' },
      ['MessageCreated', 'MessageEdited', 'AccountStatusChanged', 'SynchronizationChanged', 'MessageCreated'],
    ],
    [
      'outbound',
      { direction: 'OUTBOUND' },
      ['MessageCreated', 'MessageEdited', 'AccountStatusChanged', 'SynchronizationChanged'],
    ],
    [
      'all together',
      {
        accountIds: [ids('a1').account],
        chatIds: [ids('a1').chat],
        types: ['MESSAGE_CREATED'],
        direction: 'OUTBOUND',
      },
      [],
    ],
    ['ids that never were', { accountIds: [ids('never').account, 'x'] }, []],
  ])('of %s leaves what fits, and CaughtUp', async (_, filter, left) => {
    expect(await replayed(filter)).toEqual([...left, 'CaughtUp']);
  });

  it.each(['accountIds', 'chatIds'])('takes a foreign id in %s like one that never was', async (name) => {
    const over = { visible: ['a1'] };
    const member = name === 'accountIds' ? 'account' : 'chat';
    expect(await replayed({ [name]: [foreign[member]] }, over)).toEqual(['CaughtUp']);
    expect(await replayed({ [name]: [ids('never')[member]] }, over)).toEqual(['CaughtUp']);
    expect(await replayed({ [name]: [foreign[member], ids('a1')[member]] }, over)).not.toHaveLength(1);
  });

  it('by direction looks into the message of a thin event', async () => {
    account.knownMessages.set('out', aMessage({ messageId: 'out', direction: 'OUTBOUND' }));
    account.knownMessages.set('in', aMessage({ messageId: 'in', direction: 'INBOUND' }));
    const listener = await gateway.listen(events, { filter: { direction: 'INBOUND' } });
    await append(thin('out'), thin('in'), thin('unknown'));
    expect((await listener.event()).messageId).toBe(ids('a1', 'c1', 'in').message);
    expect((await listener.event()).messageId).toBe(ids('a1', 'c1', 'unknown').message);
    await listener.stop();
  });
});

describe('rights', () => {
  it('show each viewer only what is theirs, from the same places', async () => {
    await append(created(), created({ accountId: 'a2' }), created({ messageId: 'm2' }));
    expect(await replayed({}, { visible: ['a1'] })).toEqual(['MessageCreated', 'MessageCreated', 'CaughtUp']);
    expect(await replayed({}, { visible: ['a2'] })).toEqual(['MessageCreated', 'CaughtUp']);
    expect(await replayed({}, { visible: [] })).toEqual(['CaughtUp']);
  });

  it('keep what is not theirs from costing anything', async () => {
    let made = 0;
    const visible = ['a2'];
    const fresh = async () => {
      made += 1;
      return gateway.context({ visible });
    };
    const listener = await gateway.listen(events, {}, { start: gateway.context({ visible }), fresh });
    await append(created(), thin(), created({ accountId: 'a2' }));
    expect((await listener.event()).chatId).toBe(ids('a2').chat);
    expect([made, account.reads.length]).toEqual([1, 0]);
    await listener.stop();
  });

  it('are looked at again for each event', async () => {
    let visible = ['a1', 'a2'];
    const listener = await gateway.listen(
      events,
      {},
      { start: gateway.context({ visible }), fresh: async () => gateway.context({ visible }) },
    );
    await append(created());
    expect((await listener.event()).chatId).toBe(ids('a1').chat);
    visible = ['a2'];
    await append(created({ messageId: 'm2' }), created({ accountId: 'a2' }));
    expect((await listener.event()).chatId).toBe(ids('a2').chat);
    await listener.stop();
  });

  it('that are gone end the subscription with FORBIDDEN', async () => {
    let scopes: Scope[] = ['READ'];
    const listener = await gateway.listen(events, {}, { fresh: async () => gateway.context({ scopes }) });
    await append(created());
    await listener.event();
    scopes = ['SEND'];
    await append(created({ messageId: 'm2' }));
    const { data, errors } = await listener.next();
    expect(data).toBeUndefined();
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    await expect(listener.next()).rejects.toThrow('The subscription has ended.');
  });

  it.each(['events', 'messageCreated'])('of READ are needed for %s', async (field) => {
    const start = gateway.context({ scopes: ['SEND', 'ADMIN'] });
    await expect(gateway.listen(`subscription { ${field} { id } }`, {}, { start })).rejects.toThrow('READ');
  });
});

describe('accounts that the directory does not know', () => {
  /** Removed ones it does know: their last record, with status REMOVED. */
  const without = (...unknown: string[]): Context => ({
    ...gateway.context(),
    reading: {
      ...gateway.context().reading,
      account: (viewer, ref) =>
        unknown.includes(ref.accountId) ? null : gateway.context().reading.account(viewer, ref),
    },
  });

  it('hold back what happened in them', async () => {
    const listener = await gateway.listen(events, {}, { fresh: async () => without('a2') });
    await append(created({ accountId: 'a2' }), created());
    expect((await listener.event()).chatId).toBe(ids('a1').chat);
    await listener.stop();
  });
});

describe('a thin event', () => {
  it('is loaded once for all listeners and kept with the event', async () => {
    const listeners = await Promise.all([1, 2, 3].map(() => gateway.listen(events)));
    await append(thin());
    const shown = await Promise.all(listeners.map((listener) => listener.event()));
    expect(shown.map((event) => event.message)).toEqual([1, 2, 3].map(() => ({ text: 'Hello Ada' })));
    expect(account.reads.filter(([method]) => method === 'message')).toHaveLength(1);

    account.knownMessages.set('m1', aMessage({ text: 'Edited since' }));
    const after = gateway.context().places.markerId('CURSOR', 0);
    const later = await gateway.listen(events, { after });
    expect((await later.event()).message).toEqual({ text: 'Hello Ada' });
    expect(account.reads.filter(([method]) => method === 'message')).toHaveLength(1);
    await Promise.all([...listeners, later].map((listener) => listener.stop()));
  });

  it('is tried again by who joined a load that came to nothing', async () => {
    let asked = 0;
    Object.assign(account, {
      message: async () => {
        asked += 1;
        return asked === 1 ? null : aMessage();
      },
    });
    const listeners = await Promise.all([1, 2].map(() => gateway.listen(events)));
    await append(thin());
    const shown = await Promise.all(listeners.map((listener) => listener.event()));
    expect(shown.map((event) => event.message)).toContainEqual({ text: 'Hello Ada' });
    await Promise.all(listeners.map((listener) => listener.stop()));
  });

  it('is not loaded where nobody asks for its message', async () => {
    const listener = await gateway.listen('subscription { events { id } }');
    await append(thin());
    await listener.event();
    expect(account.reads).toEqual([]);
    await listener.stop();
  });

  it('keeps who reacted, too', async () => {
    const listener = await gateway.listen(
      'subscription { events { ... on MessageReacted { attendee { name } } } }',
    );
    const [logged] = await append(
      incoming({
        type: 'MESSAGE_REACTED',
        at,
        accountId: 'a1',
        chatId: 'c1',
        messageId: 'm1',
        message: aMessage(),
        value: '👍',
        removed: false,
        attendeeId: 'grace',
        attendee: null,
      }),
    );
    await listener.event();
    await listener.stop();
    const [kept] = await gateway.events.read((logged?.place ?? 0) - 1, 1);
    expect(kept?.event).toMatchObject({ attendee: anAttendee() });
  });
});
