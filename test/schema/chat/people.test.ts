import { describe, expect, it } from 'vitest';
import type { Attendee } from '../../../src/messaging/attendee.ts';
import type { Chat } from '../../../src/messaging/chat.ts';
import { failure } from '../../../src/messaging/errors.ts';
import type { AccountPort, Provider } from '../../../src/messaging/provider.ts';
import { aChat, aMessage, anAttendee, fakeAccount } from '../fake-account.ts';
import { ask, listOf, type World } from '../world.ts';

const self = anAttendee({ attendeeId: 'ada', name: 'Ada', isSelf: true });
const person = (name: string, over: Partial<Attendee> = {}) =>
  anAttendee({ attendeeId: name.toLowerCase(), name, ...over });

function portWith(chats: readonly Chat[], people: readonly Attendee[] = []) {
  const calls: string[] = [];
  const port: AccountPort = {
    ...fakeAccount(),
    chats: () => listOf(chats, ({ chatId }) => chatId),
    attendeesOf: ({ chatId }) => {
      const list = listOf(people, ({ attendeeId }) => attendeeId);
      return {
        ...list,
        maxPageSize: 50,
        fetch: (position, limit, call) => {
          calls.push(`attendees of ${chatId}`);
          return list.fetch(position, limit, call);
        },
      };
    },
    messages: (chatId) => {
      calls.push(`messages of ${chatId}`);
      return listOf([aMessage({ chatId, messageId: `last of ${chatId}` })], ({ messageId }) => messageId);
    },
    attendee: async (attendeeId) => {
      calls.push(`attendee ${attendeeId}`);
      return person(attendeeId);
    },
    chat: async (chatId) => {
      calls.push(`chat ${chatId}`);
      return aChat({ chatId });
    },
    owner: async () => {
      calls.push('owner');
      return self;
    },
  };
  return { port, calls };
}

/** A provider that answers for many chats at once. */
function together(people: readonly Attendee[]) {
  const batches: string[] = [];
  const provider: Pick<Provider, 'lastMessages' | 'chatAttendees'> = {
    chatAttendees: async (chats, accountIds) => {
      batches.push(`attendees of ${chats.length} for ${accountIds}`);
      return chats.map(() => people);
    },
    lastMessages: async (chats, accountIds) => {
      batches.push(`last messages of ${chats.length} for ${accountIds}`);
      return chats.map(({ chatId }) => aMessage({ chatId, messageId: `last of ${chatId}` }));
    },
  };
  return { provider, batches };
}

async function titleOf(chat: Chat, people: readonly Attendee[] = []): Promise<string> {
  const { port } = portWith([chat], people);
  const { data } = await ask<{ chats: { nodes: { title: string }[] } }>(
    { ports: [port] },
    '{ chats { nodes { title } } }',
  );
  return data.chats.nodes[0]?.title ?? '';
}

describe('the title of a chat', () => {
  it.each([
    ['its own', { title: 'Plans' }, [self, person('Grace')], 'Plans'],
    ['the other person in a direct chat', { title: null }, [self, person('Grace')], 'Grace'],
    ['a blank one counts as none', { title: '  ' }, [self, person('Grace')], 'Grace'],
    [
      'the others in a group',
      { title: null, kind: 'GROUP' },
      [self, person('Grace'), person('Alan')],
      'Grace, Alan',
    ],
    [
      'the first few of a large group',
      { title: null, kind: 'GROUP' },
      ['Grace', 'Alan', 'Edsger', 'Barbara', 'Tony'].map((name) => person(name)),
      'Grace, Alan, Edsger +2',
    ],
    ['the subject where nobody is known', { title: null, subject: 'An offer' }, [], 'An offer'],
    ['oneself in a chat with oneself', { title: null }, [self], 'Ada'],
    ['the network where nothing else is', { title: null, subject: '' }, [], 'LinkedIn chat'],
    [
      'the network where the others have no name',
      { title: null },
      [person('x', { name: ' ' })],
      'LinkedIn chat',
    ],
  ] as const)('is %s', async (_what, over, people, expected) => {
    expect(await titleOf(aChat(over), people)).toBe(expected);
  });

  it('does not fail with the look-up of people', async () => {
    const { port } = portWith([aChat({ title: null, subject: 'An offer' })]);
    const failing: AccountPort = {
      ...port,
      attendeesOf: () => {
        throw failure('RATE_LIMITED', 'Slow down.');
      },
    };
    const { data, errors } = await ask({ ports: [failing] }, '{ chats { nodes { title } } }');
    expect(errors).toEqual([]);
    expect(data).toEqual({ chats: { nodes: [{ title: 'An offer' }] } });
  });
});

describe('a page of chats', () => {
  const inboxQuery = `{ chats { nodes {
    title pictureUrl lastMessage { text sender { name } } attendees { nodes { name } }
  } } }`;
  const chats = [1, 2, 3].map((number) => aChat({ chatId: `c${number}`, title: null }));

  it('asks for people and last messages of all chats together, once each', async () => {
    const { port, calls } = portWith(chats);
    const { provider, batches } = together([self, person('Grace', { hasPicture: true })]);
    const { data, errors } = await ask<{ chats: { nodes: unknown[] } }>(
      { ports: [port], providers: { sales: provider } },
      inboxQuery,
    );
    expect(errors).toEqual([]);
    expect(data.chats.nodes[0]).toEqual({
      title: 'Grace',
      pictureUrl: 'https://files.test/attendee/grace',
      lastMessage: { text: 'Hello Ada', sender: { name: 'Grace' } },
      attendees: { nodes: [{ name: 'Ada' }, { name: 'Grace' }] },
    });
    expect(batches.toSorted()).toEqual(['attendees of 3 for a1', 'last messages of 3 for a1']);
    expect(calls).toEqual([]);
  });

  it('asks for nothing that the list answer already holds', async () => {
    const full = chats.map((chat) => ({
      ...chat,
      attendees: [self, person('Grace')],
      lastMessage: aMessage({ chatId: chat.chatId, text: 'already here' }),
    }));
    const { port, calls } = portWith(full);
    const { provider, batches } = together([]);
    const { data } = await ask<{ chats: { nodes: { title: string; lastMessage: unknown }[] } }>(
      { ports: [port], providers: { sales: provider } },
      inboxQuery,
    );
    expect(data.chats.nodes[0]).toMatchObject({
      title: 'Grace',
      lastMessage: { text: 'already here', sender: { name: 'Grace' } },
    });
    expect([...batches, ...calls]).toEqual([]);
  });

  it('knows of a chat without messages that it has none', async () => {
    const { port, calls } = portWith([aChat({ lastMessage: null })]);
    const { data } = await ask({ ports: [port] }, '{ chats { nodes { lastMessage { id } } } }');
    expect(data).toEqual({ chats: { nodes: [{ lastMessage: null }] } });
    expect(calls).toEqual([]);
  });

  it('falls back to a call per chat where the provider has no list over chats', async () => {
    const { port, calls } = portWith(chats, [self, person('Grace')]);
    const { data, errors } = await ask<{ chats: { nodes: unknown[] } }>(
      { ports: [port] },
      '{ chats { nodes { title lastMessage { sender { name } } } } }',
    );
    expect(errors).toEqual([]);
    expect(data.chats.nodes).toHaveLength(3);
    expect(calls.toSorted()).toEqual(
      ['c1', 'c2', 'c3'].flatMap((id) => [`attendees of ${id}`, `messages of ${id}`]).toSorted(),
    );
  });

  it('loses only the field of the chat that fails', async () => {
    const { port } = portWith(chats);
    const world: World = {
      ports: [port],
      providers: {
        sales: {
          lastMessages: async (asked) =>
            asked.map(({ chatId }) =>
              chatId === 'c2' ? failure('NOT_SYNCHRONIZED', 'Not yet.').failure : aMessage({ chatId }),
            ),
          chatAttendees: async (asked) =>
            asked.map(({ chatId }) =>
              chatId === 'c2' ? failure('RATE_LIMITED', 'Slow down.').failure : [person('Grace')],
            ),
        },
      },
    };
    const { data, errors } = await ask<{ chats: { nodes: unknown[] } }>(
      world,
      '{ chats { nodes { lastMessage { text } attendees { nodes { name } unavailable { error { code } } } } } }',
    );
    const fine = {
      lastMessage: { text: 'Hello Ada' },
      attendees: { nodes: [{ name: 'Grace' }], unavailable: [] },
    };
    expect(data.chats.nodes).toEqual([
      fine,
      { lastMessage: null, attendees: { nodes: [], unavailable: [{ error: { code: 'RATE_LIMITED' } }] } },
      fine,
    ]);
    expect(errors).toEqual([{ path: 'chats.nodes.1.lastMessage', code: 'NOT_SYNCHRONIZED' }]);
  });

  it('shows its own picture before that of the other person, and none in a group without one', async () => {
    const { port } = portWith(
      [
        aChat({ chatId: 'own', hasPicture: true }),
        aChat({ chatId: 'group', kind: 'GROUP', counterpartId: null }),
      ],
      [person('Grace', { hasPicture: true })],
    );
    const { data } = await ask({ ports: [port] }, '{ chats { nodes { pictureUrl } } }');
    expect(data).toEqual({
      chats: { nodes: [{ pictureUrl: 'https://files.test/chat/own' }, { pictureUrl: null }] },
    });
  });
});

describe('who wrote the messages of a chat', () => {
  it('is found among its people with one call, and those who left one by one', async () => {
    const written = ['grace', 'ada', 'grace', 'gone'].map((senderId, index) =>
      aMessage({ messageId: `m${index}`, senderId }),
    );
    const { port, calls } = portWith([aChat()], [self, person('Grace')]);
    const { data } = await ask<{ chats: { nodes: { messages: { nodes: unknown[] } }[] } }>(
      { ports: [{ ...port, messages: () => listOf(written, ({ messageId }) => messageId) }] },
      '{ chats { nodes { messages { nodes { sender { name } chat { title } } } } } }',
    );
    expect(data.chats.nodes[0]?.messages.nodes).toEqual(
      ['Grace', 'Ada', 'Grace', 'gone'].map((name) => ({
        sender: { name },
        chat: { title: 'Grace Example' },
      })),
    );
    expect(calls).toEqual(['attendees of c1', 'attendee gone']);
  });
});
