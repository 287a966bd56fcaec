import { beforeEach, describe, expect, it } from 'vitest';
import { type ErrorCode, errorCodes, failure } from '../../src/messaging/errors.ts';
import { makeId } from '../../src/messaging/id.ts';
import type { AccountPort } from '../../src/messaging/provider.ts';
import { anAccount, type FakeAccount, fakeAccount } from './fake-account.ts';
import { type Gateway, mutation, openGateway } from './gateway.ts';

const ids = (accountId: string) => {
  const account = { connectionId: 'sales', accountId };
  return {
    account: makeId({ type: 'Account', ...account }),
    inbox: makeId({ type: 'Inbox', ...account, inboxId: 'classic' }),
    chat: makeId({ type: 'Chat', ...account, chatId: 'c1' }),
    message: makeId({ type: 'Message', ...account, chatId: 'c1', messageId: 'm1' }),
    attendee: makeId({ type: 'Attendee', ...account, attendeeId: 'grace' }),
  };
};
const own = ids('a1');

/** Every mutation with an input that works, the method of the port that does it, and where its ids are. */
const mutations: {
  name: string;
  method: keyof AccountPort;
  input: Record<string, unknown>;
  idFields: (foreign: ReturnType<typeof ids>) => [string[], Record<string, unknown>][];
}[] = [
  {
    name: 'sendMessage',
    method: 'send',
    input: { chatId: own.chat, text: 'Hello' },
    idFields: ({ chat, message }) => [
      [['chatId'], { chatId: chat }],
      [['replyToMessageId'], { replyToMessageId: message }],
    ],
  },
  {
    name: 'startChat',
    method: 'startChat',
    input: { from: { accountId: own.account }, recipients: [{ providerId: 'ACoGrace' }], text: 'Hello' },
    idFields: ({ account, inbox, attendee }) => [
      [['from', 'accountId'], { from: { accountId: account } }],
      [['from', 'inboxId'], { from: { inboxId: inbox } }],
      [['recipients', '0', 'attendeeId'], { recipients: [{ attendeeId: attendee }] }],
    ],
  },
  {
    name: 'forwardMessage',
    method: 'forward',
    input: { messageId: own.message, toChatId: own.chat },
    idFields: ({ chat, message }) => [
      [['messageId'], { messageId: message }],
      [['toChatId'], { toChatId: chat }],
    ],
  },
  {
    name: 'addReaction',
    method: 'addReaction',
    input: { messageId: own.message, value: '👍' },
    idFields: ({ message }) => [[['messageId'], { messageId: message }]],
  },
  {
    name: 'removeReaction',
    method: 'removeReaction',
    input: { messageId: own.message, value: '👍' },
    idFields: ({ message }) => [[['messageId'], { messageId: message }]],
  },
  {
    name: 'editMessage',
    method: 'editMessage',
    input: { messageId: own.message, text: 'Hello again' },
    idFields: ({ message }) => [[['messageId'], { messageId: message }]],
  },
  {
    name: 'deleteMessage',
    method: 'deleteMessage',
    input: { messageId: own.message },
    idFields: ({ message }) => [[['messageId'], { messageId: message }]],
  },
  {
    name: 'updateChat',
    method: 'setRead',
    input: { chatId: own.chat, read: true },
    idFields: ({ chat }) => [[['chatId'], { chatId: chat }]],
  },
  {
    name: 'deleteChat',
    method: 'deleteChat',
    input: { chatId: own.chat },
    idFields: ({ chat }) => [[['chatId'], { chatId: chat }]],
  },
  {
    name: 'addAttendee',
    method: 'addAttendee',
    input: { chatId: own.chat, attendee: { providerId: 'ACoLin' } },
    idFields: ({ chat, attendee }) => [
      [['chatId'], { chatId: chat }],
      [['attendee', 'attendeeId'], { attendee: { attendeeId: attendee } }],
    ],
  },
  {
    name: 'removeAttendee',
    method: 'removeAttendee',
    input: { chatId: own.chat, attendeeId: own.attendee },
    idFields: ({ chat, attendee }) => [
      [['chatId'], { chatId: chat }],
      [['attendeeId'], { attendeeId: attendee }],
    ],
  },
  {
    name: 'setTyping',
    method: 'setTyping',
    input: { chatId: own.chat },
    idFields: ({ chat }) => [[['chatId'], { chatId: chat }]],
  },
  {
    name: 'synchronizeChat',
    method: 'synchronizeChat',
    input: { chatId: own.chat },
    idFields: ({ chat }) => [[['chatId'], { chatId: chat }]],
  },
  {
    name: 'synchronizeConversations',
    method: 'synchronizeConversations',
    input: { accountId: own.account, profileUrls: ['https://www.linkedin.com/in/grace-example'] },
    idFields: ({ account }) => [[['accountId'], { accountId: account }]],
  },
];

const memberOf: Record<ErrorCode, string> = {
  INVALID_INPUT: 'InvalidInputError',
  CONFLICT: 'InvalidInputError',
  NOT_FOUND: 'NotFoundError',
  NOT_SUPPORTED: 'NotSupportedError',
  NOT_ALLOWED: 'ProviderError',
  ACCOUNT_DISCONNECTED: 'AccountError',
  RATE_LIMITED: 'RateLimitedError',
  PROVIDER_REJECTED: 'ProviderError',
  RECIPIENT_UNREACHABLE: 'ProviderError',
  INSUFFICIENT_CREDITS: 'ProviderError',
  SUBSCRIPTION_REQUIRED: 'ProviderError',
  PROVIDER_UNAVAILABLE: 'ProviderError',
  NOT_SYNCHRONIZED: 'ProviderError',
  OUTCOME_UNKNOWN: 'ProviderError',
};

let account: FakeAccount;
let foreign: FakeAccount;
let gateway: Gateway;

beforeEach(async () => {
  account = fakeAccount();
  const m1 = account.knownMessages.get('m1');
  if (m1) account.knownMessages.set('m1', { ...m1, direction: 'OUTBOUND', sentAt: new Date().toISOString() });
  foreign = fakeAccount({ ...anAccount, accountId: 'a2', name: 'Somebody else' });
  gateway = await openGateway([account, foreign]);
});

describe.each(mutations)('$name', ({ name, method, input, idFields }) => {
  it('does it with one write', async () => {
    expect(await gateway.mutate(name, input)).toMatchObject({ done: expect.stringMatching(/Payload$/) });
    expect(account.writes.map(([wrote]) => wrote)).toEqual([method]);
  });

  it.each(errorCodes)('answers a failure %s as the member that its code names', async (code) => {
    Object.assign(account, {
      [method]: async () => {
        throw failure(code, 'Because.', {
          account: anAccount,
          field: ['somewhere'],
          retryAt: '2026-03-01T10:00:00.000Z',
          providerType: 'errors/some_type',
          providerStatus: 422,
        });
      },
    });
    const result = await gateway.mutate(name, input);
    expect(result).toMatchObject({ __typename: memberOf[code], code, detail: 'Because.' });
    const { __typename: member } = result;
    if (member === 'AccountError') expect(result).toMatchObject({ account: { name: anAccount.name } });
    if (member === 'RateLimitedError') expect(result).toMatchObject({ retryAt: '2026-03-01T10:00:00.000Z' });
    if (member === 'ProviderError') {
      expect(result).toMatchObject({ providerType: 'errors/some_type', providerStatus: 422 });
    }
  });

  it('is NOT_SUPPORTED where the provider has no such method, and asks nobody', async () => {
    if (method === 'send') return;
    Object.assign(account, { [method]: undefined });
    // Where only adding works, the chat tells why.
    if (name === 'removeAttendee') Object.assign(account, { addAttendee: undefined });
    expect(await gateway.mutate(name, input)).toMatchObject({
      __typename: 'NotSupportedError',
      field: [expect.any(String)],
    });
    expect([...account.reads, ...account.writes]).toEqual([]);
  });

  it('shows a fault of ours as a top-level error, and is null itself', async () => {
    Object.assign(account, {
      [method]: async () => {
        throw new TypeError('undefined is not a function');
      },
    });
    const { data, errors } = await gateway.run(mutation(name), { input });
    if (['send', 'startChat', 'forward'].includes(method)) {
      // The outbox cannot know whether such a send has left.
      expect(data?.[name]).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    } else {
      expect(data).toEqual({ [name]: null });
      expect(errors).toHaveLength(1);
    }
  });

  it('is FORBIDDEN without the scope SEND, and asks nobody', async () => {
    const { data, errors } = await gateway.run(
      mutation(name),
      { input },
      gateway.context({ scopes: ['READ', 'ADMIN'] }),
    );
    expect(data).toEqual({ [name]: null });
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect([...account.reads, ...account.writes]).toEqual([]);
  });

  it.each(idFields(own).map(([field]) => field))(
    'says the same of a foreign id and of one that never was in %s, and asks nobody',
    async (...path: string[]) => {
      const changeTo = (other: ReturnType<typeof ids>) =>
        idFields(other).find(([field]) => field.join() === path.join())?.[1];
      const run = async (id: ReturnType<typeof ids>) =>
        gateway.run(
          mutation(name),
          { input: { ...input, ...changeTo(id) } },
          gateway.context({ visible: ['a1'] }),
        );
      const ofForeign = await run(ids('a2'));
      const ofNobody = await run(ids('never'));
      const malformed = await run({ account: 'x', inbox: 'x', chat: 'x', message: 'x', attendee: 'x' });
      expect(ofForeign.data?.[name]).toMatchObject({ __typename: 'NotFoundError', field: path });
      expect(JSON.stringify(ofForeign)).toBe(JSON.stringify(ofNobody));
      expect(JSON.stringify(ofForeign)).toBe(JSON.stringify(malformed));
      expect([...account.reads, ...account.writes, ...foreign.reads, ...foreign.writes]).toEqual([]);
    },
  );
});

it('runs the mutations of one document in their order, and each shows what is true after it', async () => {
  const title = (chatId: string) => account.knownChats.get(chatId);
  Object.assign(account, {
    rename: async (chatId: string, newTitle: string) => {
      const chat = title(chatId);
      if (chat) account.knownChats.set(chatId, { ...chat, title: newTitle });
    },
  });
  const { data } = await gateway.run(
    `mutation ($chatId: ID!) {
      one: updateChat(input: { chatId: $chatId, title: "One" }) { ... on UpdateChatPayload { chat { title } } }
      two: updateChat(input: { chatId: $chatId, title: "Two" }) { ... on UpdateChatPayload { chat { title } } }
    }`,
    { chatId: own.chat },
  );
  expect(data).toEqual({ one: { chat: { title: 'One' } }, two: { chat: { title: 'Two' } } });
});
