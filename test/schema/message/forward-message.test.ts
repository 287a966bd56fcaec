import { beforeEach, expect, it } from 'vitest';
import type { Attachment } from '../../../src/messaging/attachment.ts';
import { unsupported } from '../../../src/messaging/capabilities.ts';
import { makeId } from '../../../src/messaging/id.ts';
import { aChat, aMessage, anAccount, type FakeAccount, fakeAccount } from '../fake-account.ts';
import { type Gateway, openGateway } from '../gateway.ts';

const ref = { connectionId: 'sales', accountId: 'a1' };
const messageId = makeId({ type: 'Message', ...ref, chatId: 'c1', messageId: 'm1' });
const toChatId = makeId({ type: 'Chat', ...ref, chatId: 'c2' });

const plan: Attachment = {
  ...ref,
  chatId: 'c1',
  messageId: 'm1',
  type: 'FILE',
  attachmentId: 'f1',
  mimeType: 'application/pdf',
  sizeBytes: 9,
  isUnavailable: false,
  filename: 'plan.pdf',
};

let account: FakeAccount;
let other: FakeAccount;
let gateway: Gateway;
beforeEach(async () => {
  account = fakeAccount();
  other = fakeAccount({ ...anAccount, accountId: 'a2' });
  account.knownChats.set('c2', aChat({ chatId: 'c2' }));
  gateway = await openGateway([account, other]);
});

const forward = (over: object = {}, selection = '') =>
  gateway.mutate('forwardMessage', { messageId, toChatId, ...over }, selection);

it('shows the message in its new chat with what was in it', async () => {
  account.knownMessages.set('m1', aMessage({ attachments: [plan] }));
  const { message } = await forward(
    {},
    'message { id text direction isForwarded attachments { id isUnavailable ... on FileAttachment { filename } } }',
  );
  const sent = { ...ref, chatId: 'c2', messageId: 'forwarded' };
  expect(message).toEqual({
    id: makeId({ type: 'Message', ...sent }),
    text: 'Hello Ada',
    direction: 'OUTBOUND',
    isForwarded: true,
    attachments: [
      {
        id: makeId({ type: 'Attachment', ...sent, attachmentId: 'sent-0' }),
        isUnavailable: true,
        filename: 'plan.pdf',
      },
    ],
  });
  expect(account.writes).toEqual([['forward', 'c1', 'm1', 'c2', null]]);
});

it('takes a word of its own along', async () => {
  account.knownMessages.set('m1', aMessage({ attachments: [plan] }));
  const fields = `text isForwarded attachments { id }
    quoted { text message { id } sender { name } attachments { isUnavailable } }`;
  expect(await forward({ text: 'Look' }, `message { ${fields} }`)).toMatchObject({
    message: {
      text: 'Look',
      isForwarded: true,
      attachments: [],
      quoted: {
        text: 'Hello Ada',
        message: null,
        sender: { name: 'Grace Example' },
        attachments: [{ isUnavailable: true }],
      },
    },
  });
  expect(account.writes).toEqual([['forward', 'c1', 'm1', 'c2', 'Look']]);
});

it('forwards once for the same clientMessageId', async () => {
  const answers = [await forward({ clientMessageId: 'k' }), await forward({ clientMessageId: 'k' })];
  expect(answers[0]).toEqual(answers[1]);
  expect(account.writes).toHaveLength(1);
  expect(await forward({ clientMessageId: 'k', text: 'Other' })).toMatchObject({ code: 'CONFLICT' });
});

it('refuses to forward into another account, asking nobody', async () => {
  const elsewhere = makeId({ type: 'Chat', connectionId: 'sales', accountId: 'a2', chatId: 'c1' });
  expect(await forward({ toChatId: elsewhere })).toMatchObject({
    __typename: 'InvalidInputError',
    field: ['toChatId'],
  });
  expect([...account.reads, ...account.writes, ...other.reads, ...other.writes]).toEqual([]);
});

it.each([
  ['forward', ['messageId']],
  ['send', ['toChatId']],
] as const)('is NOT_SUPPORTED where a chat does not have %s', async (capability, field) => {
  const { chat } = account.can;
  account.can.chat = { ...chat, [capability]: { ...chat[capability], ...unsupported('Not here.') } };
  expect(await forward()).toMatchObject({ __typename: 'NotSupportedError', detail: 'Not here.', field });
  expect(account.writes).toEqual([]);
});

it('refuses too long a word, and a message that is gone', async () => {
  expect(await forward({ text: 'x'.repeat(101) })).toMatchObject({ field: ['text'] });
  account.knownMessages.clear();
  expect(await forward()).toMatchObject({ __typename: 'NotFoundError', field: ['messageId'] });
  expect(account.writes).toEqual([]);
});
