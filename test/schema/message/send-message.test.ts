import { beforeEach, describe, expect, it } from 'vitest';
import { unsupported } from '../../../src/messaging/capabilities.ts';
import { failure } from '../../../src/messaging/errors.ts';
import { makeId } from '../../../src/messaging/id.ts';
import { memoryStore } from '../../events/happenings.ts';
import { aChat, aMessage, anAccount, type FakeAccount, fakeAccount } from '../fake-account.ts';
import { type Gateway, openGateway, upload } from '../gateway.ts';

const ref = { connectionId: 'sales', accountId: 'a1' };
const chatId = makeId({ type: 'Chat', ...ref, chatId: 'c1' });
const messageId = makeId({ type: 'Message', ...ref, chatId: 'c1', messageId: 'm1' });

let account: FakeAccount;
let gateway: Gateway;
beforeEach(async () => {
  account = fakeAccount();
  gateway = await openGateway([account]);
});

const send = (input: object, selection?: string) =>
  gateway.mutate('sendMessage', { chatId, ...input }, selection);

describe('what is sent', () => {
  it('shows the message as it was sent, without reading it', async () => {
    const { message } = await send(
      { text: 'Hello Grace', clientMessageId: 'k1', replyToMessageId: messageId },
      `message {
        id text direction delivery sentAt clientMessageId isEdited
        quoted { message { id } }
      }`,
    );
    expect(message).toEqual({
      id: makeId({ type: 'Message', ...ref, chatId: 'c1', messageId: 'sent1' }),
      text: 'Hello Grace',
      direction: 'OUTBOUND',
      delivery: 'SENT',
      sentAt: expect.stringMatching(/Z$/),
      clientMessageId: 'k1',
      isEdited: false,
      quoted: { message: { id: messageId } },
    });
    expect(account.reads.filter(([method]) => method === 'message')).toEqual([['message', 'c1', 'm1']]);
    expect(account.writes).toEqual([
      [
        'send',
        'c1',
        { text: 'Hello Grace', attachments: [], replyTo: expect.objectContaining({ messageId: 'm1' }) },
      ],
    ]);
  });

  it('shows what it quotes', async () => {
    account.knownMessages.set('m1', aMessage({ ...ref, text: 'Shall we?', senderId: 'grace' }));
    const { message } = await send(
      { text: 'Yes', replyToMessageId: messageId },
      'message { quoted { text sender { name } attachments { id } } }',
    );
    expect(message).toEqual({
      quoted: { text: 'Shall we?', sender: { name: 'Grace Example' }, attachments: [] },
    });
  });

  it('shows of what it quotes that it is there, where it cannot be read now', async () => {
    Object.assign(account, {
      message: async () => Promise.reject(failure('PROVIDER_UNAVAILABLE', 'Later.')),
    });
    const { message } = await send(
      { text: 'Yes', replyToMessageId: messageId },
      'message { quoted { text } }',
    );
    expect(message).toEqual({ quoted: { text: null } });
  });

  it('hands files over as they were uploaded, and shows them until the provider has named them', async () => {
    const { message } = await send(
      {
        attachments: [
          { file: upload(), filename: 'cat.png' },
          { file: upload({ mimeType: 'audio/mpeg', filename: 'a.mp3' }), voiceNote: true },
          { file: upload({ filename: 'scan.png' }), mode: 'FILE' },
        ],
      },
      `message { text attachments { __typename mimeType sizeBytes url isUnavailable
        ... on AudioAttachment { isVoiceNote } ... on FileAttachment { filename } } }`,
    );
    const unavailable = { sizeBytes: 500, url: null, isUnavailable: true };
    expect(message).toEqual({
      text: null,
      attachments: [
        { __typename: 'ImageAttachment', mimeType: 'image/png', ...unavailable },
        { __typename: 'AudioAttachment', mimeType: 'audio/mpeg', isVoiceNote: true, ...unavailable },
        { __typename: 'FileAttachment', mimeType: 'image/png', filename: 'scan.png', ...unavailable },
      ],
    });
    expect(account.writes[0]?.[2]).toMatchObject({
      text: null,
      attachments: [
        { filename: 'cat.png', mode: 'NATIVE', voiceNote: false, path: '/nowhere/upload' },
        { filename: 'a.mp3', mode: 'NATIVE', voiceNote: true },
        { filename: 'scan.png', mode: 'FILE', voiceNote: false },
      ],
    });
  });
});

describe('what is refused before anything is sent', () => {
  const other = { ...ref, chatId: 'c2' };
  it.each<[string, object, string[]]>([
    ['nothing to say', {}, ['text']],
    ['white space', { text: ' \n ' }, ['text']],
    ['too long a text', { text: 'x'.repeat(101) }, ['text']],
    [
      'too large a file',
      { attachments: [{ file: upload() }, { file: upload({ sizeBytes: 1001 }) }] },
      ['attachments', '1', 'file'],
    ],
    [
      'files that are too large together',
      { attachments: [1, 2].map(() => ({ file: upload({ sizeBytes: 800 }) })) },
      ['attachments'],
    ],
    [
      'a reply to a message of another chat',
      { text: 'Hello', replyToMessageId: makeId({ type: 'Message', ...other, messageId: 'm1' }) },
      ['replyToMessageId'],
    ],
    [
      'a voice note that is no sound',
      { attachments: [{ file: upload() }, { file: upload({ mimeType: 'text/plain' }), voiceNote: true }] },
      ['attachments', '1', 'voiceNote'],
    ],
    ['an empty clientMessageId', { text: 'Hello', clientMessageId: '' }, ['clientMessageId']],
    ['too long a clientMessageId', { text: 'Hello', clientMessageId: 'x'.repeat(201) }, ['clientMessageId']],
  ])('%s', async (_, input, field) => {
    expect(await send(input)).toMatchObject({
      __typename: 'InvalidInputError',
      code: 'INVALID_INPUT',
      field,
    });
    expect(account.writes).toEqual([]);
  });

  it.each<[string, 'send' | 'attach' | 'voiceNote' | 'reply', object, string[]]>([
    ['writing', 'send', { text: 'Hello' }, ['chatId']],
    ['files', 'attach', { attachments: [{ file: upload() }] }, ['attachments']],
    [
      'voice notes',
      'voiceNote',
      { attachments: [{ file: upload({ mimeType: 'audio/mpeg' }), voiceNote: true }] },
      ['attachments', '0', 'voiceNote'],
    ],
    ['replies', 'reply', { text: 'Hello', replyToMessageId: messageId }, ['replyToMessageId']],
  ])('%s where the chat does not take them, with its reason', async (_, capability, input, field) => {
    const { chat } = account.can;
    account.can.chat = {
      ...chat,
      [capability]: { ...chat[capability], ...unsupported('Not on this network.') },
    };
    expect(await send(input)).toMatchObject({
      __typename: 'NotSupportedError',
      detail: 'Not on this network.',
      field,
    });
    expect(account.writes).toEqual([]);
  });

  it('a chat that is gone', async () => {
    account.knownChats.clear();
    expect(await send({ text: 'Hello' })).toMatchObject({ __typename: 'NotFoundError', field: ['chatId'] });
  });

  it('a file that is no upload', async () => {
    const { errors } = await gateway.run(
      `mutation ($file: File!) { sendMessage(input: { chatId: "x", attachments: [{ file: $file }] }) { __typename } }`,
      { file: { path: '/etc/passwd', filename: 'x', mimeType: 'text/plain', sizeBytes: 1, sha256: '' } },
    );
    expect(errors?.[0]?.message).toMatch(/\$file/);
    expect([...account.reads, ...account.writes]).toEqual([]);
  });
});

describe('clientMessageId', () => {
  it('sends once for the same key and request, also at once and after a restart', async () => {
    const store = await memoryStore();
    gateway = await openGateway([account], store);
    const input = {
      text: 'Hello',
      clientMessageId: 'k1',
      attachments: [{ file: upload({ path: '/nowhere/first' }) }],
    };
    const again = { ...input, attachments: [{ file: upload({ path: '/nowhere/second' }) }] };
    const answers = await Promise.all([
      send(input, 'message { id }'),
      send(again, 'message { id }'),
      send(again, 'message { id }'),
    ]);
    gateway = await openGateway([account], store);
    answers.push(await send(again, 'message { id }'));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(account.writes).toHaveLength(1);
  });

  it.each([
    ['text', { text: 'Other' }],
    ['file', { text: 'Hello', attachments: [{ file: upload({ sha256: 'bb'.repeat(32) }) }] }],
    ['reply', { text: 'Hello', replyToMessageId: messageId }],
  ])('is a CONFLICT with another %s', async (_, other) => {
    await send({ text: 'Hello', clientMessageId: 'k1' });
    expect(await send({ ...other, clientMessageId: 'k1' })).toMatchObject({
      __typename: 'InvalidInputError',
      code: 'CONFLICT',
      field: ['clientMessageId'],
    });
    expect(account.writes).toHaveLength(1);
  });

  it('means another send in another account', async () => {
    const other = fakeAccount({ ...anAccount, accountId: 'a2' });
    gateway = await openGateway([account, other]);
    await send({ text: 'Hello', clientMessageId: 'k1' });
    const elsewhere = makeId({ type: 'Chat', connectionId: 'sales', accountId: 'a2', chatId: 'c1' });
    expect(
      await gateway.mutate('sendMessage', { chatId: elsewhere, text: 'Other', clientMessageId: 'k1' }),
    ).toMatchObject({ done: 'SendMessagePayload' });
    expect(other.writes).toHaveLength(1);
  });

  it('answers OUTCOME_UNKNOWN again, and never sends again, where nobody knows', async () => {
    let calls = 0;
    Object.assign(account, {
      send: async () => {
        calls += 1;
        throw failure('OUTCOME_UNKNOWN', 'No answer came.');
      },
    });
    const input = { text: 'Hello', clientMessageId: 'k1' };
    expect(await send(input)).toMatchObject({ __typename: 'ProviderError', code: 'OUTCOME_UNKNOWN' });
    expect(await send(input)).toMatchObject({ __typename: 'ProviderError', code: 'OUTCOME_UNKNOWN' });
    expect(calls).toBe(1);
  });
});

it('shows the new last message in the chat of the payload', async () => {
  const said = { ...aChat(), lastMessage: null };
  account.knownChats.set('c1', said);
  Object.assign(account, {
    send: async () => {
      account.knownChats.set('c1', { ...said, unreadCount: 3 });
      return { messageIds: ['s'] };
    },
  });
  const { message } = await send({ text: 'Hello' }, 'message { chat { unreadCount } }');
  expect(message).toEqual({ chat: { unreadCount: 3 } });
});
