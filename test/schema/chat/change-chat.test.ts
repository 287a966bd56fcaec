import { beforeEach, describe, expect, it } from 'vitest';
import { partial, unsupported } from '../../../src/messaging/capabilities.ts';
import { failure } from '../../../src/messaging/errors.ts';
import { makeId } from '../../../src/messaging/id.ts';
import { aChat, anAccount, type FakeAccount, fakeAccount } from '../fake-account.ts';
import { type Gateway, openGateway } from '../gateway.ts';

const ref = { connectionId: 'sales', accountId: 'a1' };
const chatId = makeId({ type: 'Chat', ...ref, chatId: 'c1' });

let account: FakeAccount;
let gateway: Gateway;
beforeEach(async () => {
  account = fakeAccount();
  gateway = await openGateway([account]);
});

describe('updateChat', () => {
  const update = (input: object, selection = '') =>
    gateway.mutate('updateChat', { chatId, ...input }, selection);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();

  it('makes all changes in a fixed order and shows the chat after them', async () => {
    Object.assign(account, {
      rename: async (id: string, title: string) => {
        account.writes.push(['rename', id, title]);
        account.knownChats.set('c1', aChat({ title }));
      },
    });
    const input = { title: 'New', mutedUntil: tomorrow, pinned: false, archived: true, read: false };
    expect(await update(input, 'chat { title }')).toMatchObject({ chat: { title: 'New' } });
    expect(account.writes).toEqual([
      ['setRead', 'c1', false],
      ['setArchived', 'c1', true],
      ['setPinned', 'c1', false],
      ['setMuted', 'c1', { muted: true, until: tomorrow }],
      ['rename', 'c1', 'New'],
    ]);
  });

  it('answers the first that fails; what was done before it stays, what comes after is left', async () => {
    Object.assign(account, {
      setArchived: async () => {
        throw failure('PROVIDER_REJECTED', 'No.');
      },
    });
    expect(await update({ read: true, archived: true, pinned: true })).toMatchObject({
      __typename: 'ProviderError',
      code: 'PROVIDER_REJECTED',
    });
    expect(account.writes).toEqual([['setRead', 'c1', true]]);
  });

  it.each<[string, object, string[]]>([
    ['nothing', {}, []],
    ['nothing but nulls', { read: null, title: null, mutedUntil: null }, []],
    ['muted until the past', { mutedUntil: '2020-01-01T00:00:00.000Z' }, ['mutedUntil']],
    ['not muted until', { muted: false, mutedUntil: tomorrow }, ['mutedUntil']],
    ['an empty title', { title: ' ' }, ['title']],
  ])('refuses %s, asking nobody', async (_, input, field) => {
    expect(await update(input)).toMatchObject({ __typename: 'InvalidInputError', field });
    expect([...account.reads, ...account.writes]).toEqual([]);
  });

  it.each<[string, object, unknown]>([
    ['for good', { muted: true }, { muted: true, until: null }],
    ['until then', { muted: true, mutedUntil: tomorrow }, { muted: true, until: tomorrow }],
    ['no longer', { muted: false }, { muted: false }],
  ])('mutes %s', async (_, input, mute) => {
    await update(input);
    expect(account.writes).toEqual([['setMuted', 'c1', mute]]);
  });

  it.each([
    ['markRead', 'read', true],
    ['archive', 'archived', true],
    ['pin', 'pinned', true],
    ['mute', 'muted', true],
    ['rename', 'title', 'New'],
  ] as const)(
    'changes nothing where one of the changes is not supported: %s',
    async (capability, field, value) => {
      account.can.chat = { ...account.can.chat, [capability]: unsupported('Not here.') };
      expect(
        await update({ read: true, archived: true, pinned: true, muted: true, title: 'T', [field]: value }),
      ).toMatchObject({ __typename: 'NotSupportedError', detail: 'Not here.', field: [field] });
      expect(account.writes).toEqual([]);
    },
  );
});

describe('attendees', () => {
  const attendeeId = makeId({ type: 'Attendee', ...ref, attendeeId: 'grace' });

  it('are added by what the provider calls them and removed by their id', async () => {
    await gateway.mutate('addAttendee', { chatId, attendee: { attendeeId } });
    expect(await gateway.mutate('removeAttendee', { chatId, attendeeId }, 'chat { id }')).toMatchObject({
      chat: { id: chatId },
    });
    expect(account.writes).toEqual([
      ['addAttendee', 'c1', 'ACoGrace'],
      ['removeAttendee', 'c1', 'grace'],
    ]);
  });

  it('are not removed where only adding works, with the reason', async () => {
    Object.assign(account, { removeAttendee: undefined });
    account.can.chat = { ...account.can.chat, changeAttendees: partial('Added and not removed.') };
    expect(await gateway.mutate('removeAttendee', { chatId, attendeeId })).toMatchObject({
      __typename: 'NotSupportedError',
      detail: 'Added and not removed.',
      field: ['chatId'],
    });
  });

  it('of another account are refused, asking nobody', async () => {
    gateway = await openGateway([account, fakeAccount({ ...anAccount, accountId: 'a2' })]);
    const foreign = makeId({ type: 'Attendee', ...ref, accountId: 'a2', attendeeId: 'grace' });
    expect(await gateway.mutate('removeAttendee', { chatId, attendeeId: foreign })).toMatchObject({
      __typename: 'InvalidInputError',
      field: ['attendeeId'],
    });
    expect(account.reads).toEqual([]);
  });
});

it('deleteChat names what is gone', async () => {
  expect(await gateway.mutate('deleteChat', { chatId }, 'deletedChatId')).toMatchObject({
    deletedChatId: chatId,
  });
});

it('synchronizeChat says how far it is', async () => {
  expect(await gateway.mutate('synchronizeChat', { chatId }, 'status chat { id }')).toMatchObject({
    status: 'STARTED',
    chat: { id: chatId },
  });
});

it.each([
  ['deleteChat', 'deleteChat', {}],
  ['setTyping', 'typing', {}],
  ['synchronizeChat', 'synchronize', {}],
  ['addAttendee', 'changeAttendees', { attendee: { providerId: 'ACoLin' } }],
  [
    'removeAttendee',
    'changeAttendees',
    { attendeeId: makeId({ type: 'Attendee', ...ref, attendeeId: 'grace' }) },
  ],
] as const)('%s says the reason where the chat does not have it', async (name, capability, rest) => {
  account.can.chat = { ...account.can.chat, [capability]: unsupported('Not here.') };
  expect(await gateway.mutate(name, { chatId, ...rest })).toMatchObject({
    __typename: 'NotSupportedError',
    detail: 'Not here.',
    field: ['chatId'],
  });
  expect(account.writes).toEqual([]);
});
