import { beforeEach, describe, expect, it } from 'vitest';
import { unsupported } from '../../../src/messaging/capabilities.ts';
import { failure } from '../../../src/messaging/errors.ts';
import { makeId } from '../../../src/messaging/id.ts';
import { aMessage, type FakeAccount, fakeAccount } from '../fake-account.ts';
import { type Gateway, openGateway } from '../gateway.ts';

const ref = { connectionId: 'sales', accountId: 'a1' };
const messageId = makeId({ type: 'Message', ...ref, chatId: 'c1', messageId: 'm1' });
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

let account: FakeAccount;
let gateway: Gateway;
beforeEach(async () => {
  account = fakeAccount();
  account.knownMessages.set('m1', aMessage({ direction: 'OUTBOUND', sentAt: minutesAgo(59) }));
  gateway = await openGateway([account]);
});

describe('addReaction', () => {
  const react = (value: string, selection?: string) =>
    gateway.mutate('addReaction', { messageId, value }, selection);

  it('shows the message with the reaction, read after it', async () => {
    Object.assign(account, {
      addReaction: async () => {
        account.knownMessages.set(
          'm1',
          aMessage({ reactions: [{ value: '👍', count: 1, bySelf: true, attendeeIds: null }] }),
        );
      },
    });
    expect(await react('👍', 'message { reactions { value count bySelf } }')).toMatchObject({
      message: { reactions: [{ value: '👍', count: 1, bySelf: true }] },
    });
  });

  it('is done, with a null message, where it cannot be read back', async () => {
    Object.assign(account, {
      message: async () => {
        throw failure('PROVIDER_UNAVAILABLE', 'Not now.');
      },
    });
    expect(await react('👍', 'message { id }')).toMatchObject({
      done: 'AddReactionPayload',
      message: null,
    });
  });

  it('costs no read of the message where nobody asks for it', async () => {
    await react('👍');
    expect(account.reads).toEqual([['chat', 'c1']]);
  });

  it.each(['🦄', '', ' '])('refuses %j, which is not among the allowed', async (value) => {
    expect(await react(value)).toMatchObject({ __typename: 'InvalidInputError', field: ['value'] });
    expect(account.writes).toEqual([]);
  });

  it('takes any where all are allowed', async () => {
    account.can.chat = { ...account.can.chat, react: { ...account.can.chat.react, allowed: null } };
    expect(await react('🦄')).toMatchObject({ done: 'AddReactionPayload' });
  });
});

it('removeReaction is NOT_SUPPORTED where a reaction cannot be taken back', async () => {
  account.can.chat = { ...account.can.chat, react: { ...account.can.chat.react, canRemove: false } };
  expect(await gateway.mutate('removeReaction', { messageId, value: '👍' })).toMatchObject({
    __typename: 'NotSupportedError',
    field: ['messageId'],
  });
  expect(account.writes).toEqual([]);
});

describe('editMessage', () => {
  const edit = (text = 'Better') => gateway.mutate('editMessage', { messageId, text }, 'message { id }');

  it.each(['', '  ', 'x'.repeat(101)])('refuses the text %j', async (text) => {
    expect(await edit(text)).toMatchObject({ __typename: 'InvalidInputError', field: ['text'] });
    expect(account.writes).toEqual([]);
  });

  it.each([
    ['written by somebody else', aMessage({ direction: 'INBOUND', sentAt: minutesAgo(1) })],
    ['sent too long ago', aMessage({ direction: 'OUTBOUND', sentAt: minutesAgo(61) })],
  ])('refuses a message that was %s', async (_, message) => {
    account.knownMessages.set('m1', message);
    expect(await edit()).toMatchObject({ __typename: 'InvalidInputError', field: ['messageId'] });
    expect(account.writes).toEqual([]);
  });

  it('is NOT_FOUND for a message that is gone', async () => {
    account.knownMessages.clear();
    expect(await edit()).toMatchObject({ __typename: 'NotFoundError', field: ['messageId'] });
  });
});

describe('deleteMessage', () => {
  const remove = () =>
    gateway.mutate('deleteMessage', { messageId }, 'deletedMessageId message { id isDeleted }');

  it('shows what remains of it', async () => {
    Object.assign(account, {
      deleteMessage: async () => {
        account.knownMessages.set('m1', aMessage({ isDeleted: true, text: null }));
      },
    });
    expect(await remove()).toMatchObject({
      deletedMessageId: messageId,
      message: { id: messageId, isDeleted: true },
    });
  });

  it('has a null message where nothing remains', async () => {
    Object.assign(account, {
      deleteMessage: async () => {
        account.knownMessages.clear();
      },
    });
    expect(await remove()).toMatchObject({ deletedMessageId: messageId, message: null });
  });

  it('refuses a message that was sent too long ago', async () => {
    account.knownMessages.set('m1', aMessage({ direction: 'OUTBOUND', sentAt: minutesAgo(61) }));
    expect(await remove()).toMatchObject({ __typename: 'InvalidInputError', field: ['messageId'] });
    expect(account.writes).toEqual([]);
  });
});

it.each([
  ['addReaction', 'react', { value: '👍' }],
  ['removeReaction', 'react', { value: '👍' }],
  ['editMessage', 'edit', { text: 'Better' }],
  ['deleteMessage', 'deleteMessage', {}],
] as const)('%s says the reason where the chat does not have it', async (name, capability, rest) => {
  const { chat } = account.can;
  account.can.chat = { ...chat, [capability]: { ...chat[capability], ...unsupported('Not here.') } };
  expect(await gateway.mutate(name, { messageId, ...rest })).toMatchObject({
    __typename: 'NotSupportedError',
    detail: 'Not here.',
    field: ['messageId'],
  });
  expect(account.writes).toEqual([]);
});
