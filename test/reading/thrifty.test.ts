import { describe, expect, it } from 'vitest';
import type { MessagingEvent } from '../../src/messaging/event.ts';
import { caller, messageOf } from './fakes.ts';
import { a, allReads, askedAgain, at, b, c1, created, reads, thrifty } from './thrifty-world.ts';

describe('what an event drops', () => {
  const inChat = { at, accountId: 'a', chatId: 'c1' };
  const ofMessage = { ...inChat, messageId: 'm1', message: null };
  const messages = ['chats', 'chat', 'messages', 'message'];
  const chat = [...messages, 'members', 'attendees', 'attendee'];
  const cases: { event: MessagingEvent; drops: string[] }[] = [
    { event: { type: 'MESSAGE_CREATED', isBackfill: false, ...ofMessage }, drops: messages },
    { event: { type: 'MESSAGE_EDITED', ...ofMessage }, drops: messages },
    { event: { type: 'MESSAGE_DELETED', ...ofMessage }, drops: messages },
    { event: { type: 'MESSAGE_READ', readerId: null, ...ofMessage }, drops: messages },
    { event: { type: 'MESSAGE_DELIVERED', ...ofMessage }, drops: messages },
    {
      event: {
        type: 'MESSAGE_FAILED',
        error: { code: 'NOT_ALLOWED', detail: 'No.', retryable: false },
        ...ofMessage,
      },
      drops: messages,
    },
    {
      event: {
        type: 'MESSAGE_REACTED',
        value: '👍',
        removed: false,
        attendeeId: null,
        attendee: null,
        ...ofMessage,
      },
      drops: messages,
    },
    { event: { type: 'CHAT_UPDATED', ...inChat }, drops: chat },
    { event: { type: 'CHAT_DELETED', ...inChat }, drops: chat },
    {
      event: { type: 'ACCOUNT_STATUS_CHANGED', at, accountId: 'a', status: 'CONNECTED', product: null },
      drops: allReads,
    },
    {
      event: {
        type: 'SYNCHRONIZATION_CHANGED',
        product: null,
        profileUrl: null,
        syncStatus: 'DONE',
        error: null,
        ...inChat,
      },
      drops: chat,
    },
  ];

  it.each(cases)('$event.type', async ({ event, drops }) => {
    const world = thrifty();
    const again = await askedAgain(world, () => world.events.happen('sales', event));
    expect(again.sort()).toEqual([...drops].sort());
  });

  it.each(cases)('$event.type of another account, chat or connection leaves it', async ({ event }) => {
    const world = thrifty();
    const again = await askedAgain(world, () => {
      world.events.happen('sales', { ...event, accountId: 'b' });
      world.events.happen('hiring', event);
    });
    expect(again).toEqual([]);
    const inOther = await askedAgain(world, () =>
      world.events.happen(
        'sales',
        'chatId' in event ? { ...event, chatId: 'c2' } : { ...event, accountId: 'b' },
      ),
    );
    expect(inOther.filter((name) => ['chat', 'messages', 'message', 'members'].includes(name))).toEqual([]);
  });
});

describe('what is kept', () => {
  it('is everything that was read, each under its own account', async () => {
    const world = thrifty();
    expect(await askedAgain(world, () => {})).toEqual([]);
    for (const [name, read] of Object.entries(reads)) {
      expect(await world.asks(async () => read(world.ports.b)), name).toHaveLength(1);
    }
  });

  it('is not given for another filter, position or size', async () => {
    const { ports, asks } = thrifty();
    const { call } = caller();
    await ports.a.chats({}).fetch(null, 20, call);
    expect(await asks(() => ports.a.chats({}).fetch(null, 20, call))).toEqual([]);
    expect(await asks(() => ports.a.chats({ unread: true }).fetch(null, 20, call))).toHaveLength(1);
    expect(await asks(() => ports.a.chats({}).fetch(null, 21, call))).toHaveLength(1);
    expect(await asks(() => ports.a.chats({}).fetch({ at: 'offset', offset: 20 }, 20, call))).toHaveLength(1);
  });

  it('is kept for 5 minutes at most', async () => {
    const world = thrifty();
    expect(await askedAgain(world, () => (world.state.now += 299_999))).toEqual([]);
    expect(await askedAgain(world, () => (world.state.now += 300_000))).toEqual(allReads);
  });

  it.each([
    {
      what: 'no webhook works',
      break: (state: ReturnType<typeof thrifty>['state']) => (state.pushes = false),
    },
    {
      what: 'its account is not connected',
      break: (state: ReturnType<typeof thrifty>['state']) => (state.status = 'NEEDS_RECONNECT'),
    },
  ])('is kept for 3 seconds where $what, also what was kept before', async (fault) => {
    const world = thrifty();
    fault.break(world.state);
    expect(await askedAgain(world, () => (world.state.now += 2_999))).toEqual([]);
    expect(await askedAgain(world, () => (world.state.now += 3_000))).toEqual(allReads);
    const before = thrifty();
    const again = await askedAgain(before, () => {
      before.state.now += 3_000;
      fault.break(before.state);
    });
    expect(again).toEqual(allReads);
  });

  it('is kept for 3 seconds where no event tells: credits', async () => {
    const { ports, state, asks } = thrifty();
    const credits = async () => ports.a.inMailCredits?.(caller().call);
    expect(await asks(credits)).toHaveLength(1);
    expect(await asks(credits)).toHaveLength(0);
    state.now += 3_000;
    expect(await asks(credits)).toHaveLength(1);
  });

  it('is kept for 3 seconds where there was nothing: it may be there in a moment', async () => {
    const { ports, state, asks } = thrifty();
    const nobody = async () => ports.a.message('c1', 'nothing', caller().call);
    expect(await ports.a.message('c1', 'nothing', caller().call)).toBeNull();
    expect(await asks(nobody)).toHaveLength(0);
    state.now += 3_000;
    expect(await asks(nobody)).toHaveLength(1);
  });

  it('is no failure', async () => {
    const { upstream, ports } = thrifty();
    upstream.gate = async () => {
      throw new Error('down');
    };
    await expect(ports.a.chat('c1', caller().call)).rejects.toThrow('down');
    upstream.gate = async () => {};
    expect(await ports.a.chat('c1', caller().call)).toMatchObject({ chatId: 'c1' });
  });

  it('can be changed by nobody', async () => {
    const { ports } = thrifty();
    const page = await ports.a.chats({}).fetch(null, 20, caller().call);
    expect(() => (page.items as unknown[]).pop()).toThrow(TypeError);
    expect(() => Object.assign(page.items[0] ?? {}, { title: 'Mine' })).toThrow(TypeError);
    expect((await ports.a.chats({}).fetch(null, 20, caller().call)).items).toHaveLength(2);
  });

  it('is forgotten with its account', async () => {
    const world = thrifty();
    expect(await askedAgain(world, () => world.thrift.forget(b))).toEqual([]);
    expect(await askedAgain(world, () => world.thrift.forget(a))).toEqual(allReads);
  });
});

describe('an event that comes while a read is in flight', () => {
  it('keeps its answer, which may be older, from being kept or joined', async () => {
    const { upstream, events, ports } = thrifty();
    let release = () => {};
    upstream.gate = () =>
      new Promise<void>((resolve) => {
        release = resolve;
      });
    const read = () => ports.a.messages('c1', {}).fetch(null, 20, caller().call);
    upstream.texts.set('c1', 'old');
    const early = read();
    while (upstream.asked.length < 1) await Promise.resolve();
    const releaseEarly = release;
    upstream.texts.set('c1', 'new');
    events.happen('sales', created(messageOf(c1, 'm2')));
    const late = read();
    while (upstream.asked.length < 2) await Promise.resolve();
    release();
    expect((await late).items[0]?.text).toBe('new');
    releaseEarly();
    expect((await early).items[0]?.text).toBe('old');
    expect((await read()).items[0]?.text).toBe('new');
    expect(upstream.asked).toHaveLength(2);
  });

  it('does so for last messages too', async () => {
    const { upstream, events, provider } = thrifty();
    let release = () => {};
    upstream.gate = () =>
      new Promise<void>((resolve) => {
        release = resolve;
      });
    const read = () => provider.lastMessages?.([c1], ['a'], caller().call);
    const early = read();
    while (upstream.asked.length < 1) await Promise.resolve();
    upstream.texts.set('c1', 'edited');
    const edited = { at, accountId: 'a', chatId: 'c1', messageId: 'm1', message: null };
    events.happen('sales', { type: 'MESSAGE_EDITED', ...edited });
    release();
    await early;
    upstream.gate = async () => {};
    expect(await read()).toMatchObject([{ text: 'edited' }]);
  });
});

describe('a wrapped port', () => {
  it('has the methods of its provider and no others', () => {
    const { ports, provider } = thrifty();
    expect(ports.a.account).toEqual(a);
    expect(ports.a.accountCapabilities().startChat.support).toBe('FULL');
    expect(ports.a.editMessage).toBeUndefined();
    expect('editMessage' in ports.a).toBe(false);
    expect(provider.messages).toBeUndefined();
    expect(provider.kind).toBe('UNIPILE_V1');
  });

  it('passes on what a list says of itself', () => {
    const source = thrifty().ports.a.chats({});
    expect(source).toMatchObject({ name: 'chats', maxPageSize: 250, kind: 'cursor' });
    expect(source.idOf(c1)).toBe('c1');
    expect(source.timeOf(c1)).toBeNull();
    expect(source.positionBefore?.(at)).toEqual({ at: 'date', before: at });
  });

  it('stops listening when it is closed', () => {
    const { events, thrift } = thrifty();
    thrift.close();
    expect(events.listeners.size).toBe(0);
  });
});
