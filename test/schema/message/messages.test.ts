import { describe, expect, it } from 'vitest';
import type { Account } from '../../../src/messaging/account.ts';
import type { Attachment } from '../../../src/messaging/attachment.ts';
import { failure } from '../../../src/messaging/errors.ts';
import { makeId } from '../../../src/messaging/id.ts';
import type { Message } from '../../../src/messaging/message.ts';
import type { AccountPort } from '../../../src/messaging/provider.ts';
import { aMessage, anAccount, anAttendee, fakeAccount } from '../fake-account.ts';
import { accountId, ask, listOf, type World } from '../world.ts';

const ada: Account = { ...anAccount, accountId: 'ada', name: 'Ada' };
const bob: Account = { ...anAccount, accountId: 'bob', name: 'Bob' };

const written = (account: Account, text: string, over: Partial<Message> = {}) =>
  aMessage({
    connectionId: account.connectionId,
    accountId: account.accountId,
    messageId: text,
    text,
    ...over,
  });

const anAttachment: Attachment = {
  connectionId: 'sales',
  accountId: 'a1',
  chatId: 'c1',
  messageId: 'm1',
  attachmentId: 'file',
  mimeType: 'text/plain',
  sizeBytes: 5,
  isUnavailable: false,
  type: 'FILE',
  filename: 'notes.txt',
};

const list = (messages: readonly Message[], name = 'list') =>
  listOf(
    messages,
    ({ messageId }) => messageId,
    ({ sentAt }) => sentAt,
    name,
  );

const adas = list([
  written(ada, 'third', { sentAt: '2026-03-03T00:00:00.000Z', direction: 'OUTBOUND', senderId: 'ada' }),
  written(ada, 'first', { sentAt: '2026-03-01T00:00:00.000Z' }),
]);
const bobs = list([written(bob, 'second', { sentAt: '2026-03-02T00:00:00.000Z' })], 'bob');
const inbox: World = {
  ports: [
    { ...fakeAccount(ada), allMessages: () => adas, messages: () => adas },
    { ...fakeAccount(bob), allMessages: () => bobs },
  ],
};
const attendeeId = (account: string, id: string) =>
  makeId({ type: 'Attendee', connectionId: 'sales', accountId: account, attendeeId: id });

interface MessagesAnswer {
  readonly messages: {
    readonly nodes: readonly { text: string }[];
    readonly unavailable: readonly unknown[];
  };
}
const messagesQuery = `query ($filter: MessageFilter) { messages(filter: $filter) {
  nodes { text } unavailable { account { name } error { __typename code detail } }
} }`;
const texts = async (world: World, filter: object) =>
  (await ask<MessagesAnswer>(world, messagesQuery, { filter })).data.messages.nodes.map(({ text }) => text);

describe('messages of all accounts', () => {
  it.each([
    ['nothing', {}, ['third', 'second', 'first']],
    ['direction', { direction: 'INBOUND' }, ['second', 'first']],
    ['sentAfter, exclusive', { sentAfter: '2026-03-02T00:00:00Z' }, ['third']],
    ['sentBefore, exclusive', { sentBefore: '2026-03-02T00:00:00Z' }, ['first']],
    ['accountIds', { accountIds: [accountId('bob')] }, ['second']],
    ['a sender, of one account', { senderId: attendeeId('ada', 'grace') }, ['first']],
    [
      'a sender of an account that is not named',
      { senderId: attendeeId('ada', 'grace'), accountIds: [accountId('bob')] },
      [],
    ],
    ['a sender who never was', { senderId: attendeeId('ada', 'nobody') }, []],
    ['a sender that is no id', { senderId: 'nonsense' }, []],
    ['an id that is no sender', { senderId: accountId('ada') }, []],
  ])('are filtered by %s', async (_what, filter, expected) => {
    expect(await texts(inbox, filter)).toEqual(expected);
  });

  it('by a sender of an account that the viewer may not see are none', async () => {
    expect(await texts({ ...inbox, visible: ['bob'] }, { senderId: attendeeId('ada', 'grace') })).toEqual([]);
  });

  it('name the accounts whose provider has no such list', async () => {
    const { allMessages: _none, ...rest } = fakeAccount(bob);
    const { data } = await ask<MessagesAnswer>(
      { ports: [inbox.ports[0] as AccountPort, rest] },
      messagesQuery,
    );
    expect(data.messages.nodes).toHaveLength(2);
    expect(data.messages.unavailable).toEqual([
      {
        account: { name: 'Bob' },
        error: {
          __typename: 'NotSupportedError',
          code: 'NOT_SUPPORTED',
          detail: 'This provider lists messages chat by chat only.',
        },
      },
    ]);
  });

  it('are asked for once where one call lists several accounts', async () => {
    const asked: unknown[] = [];
    const world: World = {
      ...inbox,
      providers: {
        sales: {
          messages: (accountIds, filter) => {
            asked.push([accountIds, filter]);
            return bobs;
          },
        },
      },
    };
    expect(await texts(world, { direction: 'INBOUND' })).toEqual(['second']);
    expect(asked).toEqual([[['ada', 'bob'], { direction: 'INBOUND' }]]);
  });
});

describe('a message', () => {
  const show = async (
    message: Message,
    fields: string,
    world: Partial<World> = {},
    port: Partial<AccountPort> = {},
  ) => {
    const { data, errors } = await ask<{ messages: { nodes: unknown[] } }>(
      {
        ports: [{ ...fakeAccount(ada), ...port, allMessages: () => list([message]) }],
        ...world,
      },
      `{ messages { nodes { ${fields} } } }`,
    );
    return { node: data.messages.nodes[0], errors };
  };

  it('shows why it failed as data', async () => {
    const error = {
      code: 'RATE_LIMITED',
      detail: 'Slow down.',
      retryable: true,
      retryAt: '2026-03-01T00:00:00.000Z',
    } as const;
    const { node, errors } = await show(
      written(ada, 'm', { delivery: 'FAILED', error }),
      'delivery error { __typename code detail retryable ... on RateLimitedError { retryAt } }',
    );
    expect(errors).toEqual([]);
    expect(node).toEqual({ delivery: 'FAILED', error: { __typename: 'RateLimitedError', ...error } });
  });

  describe('that a list of chats tells in short', () => {
    const preview = written(ada, 'm', { isPreview: true, sender: anAttendee({ accountId: 'ada' }) });
    const whole = written(ada, 'm', {
      kind: 'INMAIL',
      subject: 'A role',
      isEdited: true,
      isHidden: true,
      isForwarded: true,
      delivery: 'FAILED',
      error: { code: 'NOT_ALLOWED', detail: 'No.', retryable: false },
      readBy: [{ attendeeId: null, readAt: '2026-03-01T00:00:00.000Z' }],
      reactions: [{ value: '👍', count: 2, bySelf: null, attendeeIds: null }],
      attachments: [{ ...anAttachment, accountId: 'ada', messageId: 'm' }],
      quoted: { messageId: null, text: 'before', senderId: null, attachments: [] },
      systemEvent: 'REACTION',
    });
    const told = 'id text direction sentAt isDeleted sender { name } providerId';
    const untold = {
      kind: 'INMAIL',
      subject: 'A role',
      isEdited: true,
      isHidden: true,
      isForwarded: true,
      delivery: 'FAILED',
      error: { code: 'NOT_ALLOWED' },
      readBy: [{ readAt: '2026-03-01T00:00:00.000Z' }],
      reactions: [{ value: '👍' }],
      attachments: [{ mimeType: 'text/plain' }],
      quoted: { text: 'before' },
      systemEvent: { kind: 'REACTION' },
    };
    const all = `kind subject isEdited isHidden isForwarded delivery error { code } readBy { readAt } reactions { value }
      attachments { mimeType } quoted { text } systemEvent { kind }`;
    const asking = async (fields: string, answer: () => Promise<Message | null>) => {
      const asked: string[] = [];
      const message = async (_chatId: string, messageId: string) => {
        asked.push(messageId);
        return answer();
      };
      return { ...(await show(preview, fields, {}, { message })), asked };
    };

    it('is asked for nothing where the list has told it', async () => {
      const { node, errors, asked } = await asking(told, async () => whole);
      expect(errors).toEqual([]);
      expect(node).toMatchObject({ text: 'm', direction: 'INBOUND', sender: { name: 'Grace Example' } });
      expect(asked).toEqual([]);
    });

    it('is read once for all else', async () => {
      const { node, errors, asked } = await asking(`${told} ${all}`, async () => whole);
      expect(errors).toEqual([]);
      expect(node).toMatchObject({ text: 'm', ...untold });
      expect(asked).toEqual(['m']);
    });

    it.each(Object.keys(untold))('is read for its %s', async (name) => {
      const field = all.match(new RegExp(`\\b${name}\\b( \\{[^}]*\\})?`))?.[0] ?? '';
      const { node, asked } = await asking(field, async () => whole);
      expect(node).toEqual({ [name]: untold[name as keyof typeof untold] });
      expect(asked).toEqual(['m']);
    });

    it('shows what is known where it has gone since', async () => {
      const { node, errors } = await asking('text attachments { id } kind', async () => null);
      expect(errors).toEqual([]);
      expect(node).toEqual({ text: 'm', attachments: [], kind: 'MESSAGE' });
    });

    it('says why a field cannot be told', async () => {
      const { errors } = await asking('text subject', async () => {
        throw failure('PROVIDER_UNAVAILABLE', 'Not now.');
      });
      expect(errors).toEqual([{ path: 'messages.nodes.0.subject', code: 'PROVIDER_UNAVAILABLE' }]);
    });
  });

  it('keeps the name that its client gave it', async () => {
    const clientMessageIds = { mine: 'bubble-1', theirs: 'not ours' };
    const mine = written(ada, 'mine', { direction: 'OUTBOUND' });
    expect((await show(mine, 'clientMessageId', { clientMessageIds })).node).toEqual({
      clientMessageId: 'bubble-1',
    });
    expect((await show(written(ada, 'theirs'), 'clientMessageId', { clientMessageIds })).node).toEqual({
      clientMessageId: null,
    });
  });

  it('names who read it, who reacted and what it quotes, each person once', async () => {
    const asked: string[] = [];
    const { node, errors } = await show(
      written(ada, 'm', {
        readBy: [
          { attendeeId: 'grace', readAt: '2026-03-01T00:00:00.000Z' },
          { attendeeId: null, readAt: null },
        ],
        reactions: [
          { value: '👍', count: 2, bySelf: false, attendeeIds: ['grace', 'gone'] },
          { value: '🎉', count: 3, bySelf: null, attendeeIds: null },
        ],
        quoted: { messageId: 'm0', text: 'before', senderId: 'grace', attachments: [] },
        systemEvent: 'MISSED_VOICE_CALL',
      }),
      `readBy { attendee { name } readAt } reactions { value count bySelf attendees { name } }
       quoted { text sender { name } message { text } attachments { id } } systemEvent { kind }`,
      {},
      {
        attendee: async (id) => {
          asked.push(id);
          return id === 'grace' ? anAttendee({ accountId: 'ada' }) : null;
        },
        message: async (_chatId, messageId) => written(ada, messageId, { text: 'as it is now' }),
      },
    );
    expect(errors).toEqual([]);
    const grace = { name: 'Grace Example' };
    expect(node).toEqual({
      readBy: [
        { attendee: grace, readAt: '2026-03-01T00:00:00.000Z' },
        { attendee: null, readAt: null },
      ],
      reactions: [
        { value: '👍', count: 2, bySelf: false, attendees: [grace] },
        { value: '🎉', count: 3, bySelf: null, attendees: null },
      ],
      quoted: { text: 'before', sender: grace, message: { text: 'as it is now' }, attachments: [] },
      systemEvent: { kind: 'MISSED_VOICE_CALL' },
    });
    expect(asked).toEqual(['grace', 'gone']);
  });

  it('does not look for a quoted message that the provider does not name', async () => {
    const quoted = { messageId: null, text: 'before', senderId: null, attachments: [] };
    const { node } = await show(
      written(ada, 'm', { quoted }),
      'quoted { text message { id } sender { id } }',
    );
    expect(node).toEqual({ quoted: { text: 'before', message: null, sender: null } });
  });

  it('shows attachments of every sort, with addresses of ours for those that have bytes', async () => {
    const base = {
      connectionId: 'sales',
      accountId: 'ada',
      chatId: 'c1',
      messageId: 'm',
      mimeType: null,
      sizeBytes: null,
      isUnavailable: false,
    };
    const { node, errors } = await show(
      written(ada, 'm', {
        attachments: [
          { ...base, attachmentId: 'a', type: 'IMAGE', width: 1, height: 2, isSticker: false },
          {
            ...base,
            attachmentId: 'b',
            type: 'VIDEO',
            width: 1,
            height: 2,
            durationMs: 3,
            isGif: true,
            isUnavailable: true,
          },
          { ...base, attachmentId: 'c', type: 'AUDIO', durationMs: 3, isVoiceNote: true, sizeBytes: 2 ** 40 },
          { ...base, attachmentId: 'd', type: 'FILE', filename: 'a.pdf', sizeBytes: 9 },
          {
            ...base,
            attachmentId: 'e',
            type: 'SHARED_CONTENT',
            sharedUrl: 'javascript:alert(1)',
            description: 'A post',
          },
          {
            ...base,
            attachmentId: 'f',
            type: 'MEETING',
            startsAt: null,
            endsAt: null,
            joinUrl: 'https://meet.example/x',
          },
        ],
      }),
      `attachments { __typename url sizeBytes
        ... on ImageAttachment { width height isSticker } ... on VideoAttachment { durationMs isGif }
        ... on AudioAttachment { durationMs isVoiceNote } ... on FileAttachment { filename }
        ... on SharedContentAttachment { sharedUrl description } ... on MeetingAttachment { startsAt joinUrl } }`,
    );
    expect(errors).toEqual([]);
    const url = (id: string) => `https://files.test/m/${id}`;
    expect(node).toEqual({
      attachments: [
        {
          __typename: 'ImageAttachment',
          url: url('a'),
          sizeBytes: null,
          width: 1,
          height: 2,
          isSticker: false,
        },
        { __typename: 'VideoAttachment', url: null, sizeBytes: null, durationMs: 3, isGif: true },
        { __typename: 'AudioAttachment', url: url('c'), sizeBytes: null, durationMs: 3, isVoiceNote: true },
        { __typename: 'FileAttachment', url: url('d'), sizeBytes: 9, filename: 'a.pdf' },
        {
          __typename: 'SharedContentAttachment',
          url: null,
          sizeBytes: null,
          sharedUrl: null,
          description: 'A post',
        },
        {
          __typename: 'MeetingAttachment',
          url: null,
          sizeBytes: null,
          startsAt: null,
          joinUrl: 'https://meet.example/x',
        },
      ],
    });
  });
});
