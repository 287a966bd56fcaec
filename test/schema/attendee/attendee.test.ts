import { describe, expect, it } from 'vitest';
import { notSupported } from '../../../src/messaging/errors.ts';
import { makeId } from '../../../src/messaging/id.ts';
import type { AccountPort } from '../../../src/messaging/provider.ts';
import { aChat, aMessage, anAccount, anAttendee, fakeAccount } from '../fake-account.ts';
import { accountId, ask, listOf } from '../world.ts';

const find = async (by: object, port: AccountPort = fakeAccount()) => {
  const { data, errors } = await ask<{ node: { attendee: { name: string } | null } }>(
    { ports: [port, fakeAccount({ ...anAccount, accountId: 'a2' })] },
    'query ($id: ID!, $by: AttendeeInput!) { node(id: $id) { ... on Account { attendee(by: $by) { name } } } }',
    { id: accountId('a1'), by },
  );
  return { name: data.node.attendee?.name ?? null, errors };
};

describe('Account.attendee', () => {
  const attendeeId = (account: string, id: string) =>
    makeId({ type: 'Attendee', connectionId: 'sales', accountId: account, attendeeId: id });

  it.each([
    ['an id', { attendeeId: attendeeId('a1', 'grace') }, 'Grace Example'],
    ['a profile', { profileUrl: 'https://www.linkedin.com/in/grace-example' }, 'Grace Example'],
    ['a phone number', { phoneNumber: '+15550100001' }, 'Grace Example'],
    ['a profile of nobody', { profileUrl: 'https://www.linkedin.com/in/nobody' }, null],
    ['an id of nobody', { attendeeId: attendeeId('a1', 'nobody') }, null],
    ['an id that another account sees', { attendeeId: attendeeId('a2', 'grace') }, null],
    ['an id of something else', { attendeeId: accountId('a1') }, null],
  ])('finds by %s', async (_what, by, name) => {
    expect(await find(by)).toEqual({ name, errors: [] });
  });

  it.each([
    ['phoneNumber', '0151 2345678'],
    ['providerId', ' '],
  ])('refuses a %s that cannot be one', async (member, value) => {
    const port = fakeAccount();
    expect((await find({ [member]: value }, port)).errors).toEqual([
      { path: 'node.attendee', code: 'INVALID_INPUT', field: ['by', member] },
    ]);
    expect(port.reads).toEqual([]);
  });

  it('says where a provider cannot look people up', async () => {
    const { findAttendee: _none, ...port } = fakeAccount();
    expect((await find({ phoneNumber: '+15550100001' }, port)).errors).toEqual([
      { path: 'node.attendee', code: 'NOT_SUPPORTED', field: ['by'] },
    ]);
  });

  it('says by what a provider cannot look people up', async () => {
    const findAttendee = async () => {
      throw notSupported('Not by number.', 'phoneNumber');
    };
    expect((await find({ phoneNumber: '+15550100001' }, { ...fakeAccount(), findAttendee })).errors).toEqual([
      { path: 'node.attendee', code: 'NOT_SUPPORTED', field: ['by', 'phoneNumber'] },
    ]);
  });
});

describe('an attendee', () => {
  const id = makeId({ type: 'Attendee', connectionId: 'sales', accountId: 'a1', attendeeId: 'grace' });
  const show = (port: AccountPort, fields: string) =>
    ask({ ports: [port] }, `query ($id: ID!) { node(id: $id) { ... on Attendee { ${fields} } } }`, { id });

  it('has direct chats and messages on every provider that lists those of the account', async () => {
    const { chatsWith: _chats, messagesFrom: _messages, ...port } = fakeAccount();
    const { data, errors } = await show(
      {
        ...port,
        chats: () =>
          listOf(
            [
              aChat({ chatId: 'with', title: 'with Grace' }),
              aChat({ chatId: 'group', kind: 'GROUP' }),
              aChat({ chatId: 'other', counterpartId: 'alan' }),
              aChat({
                chatId: 'listed',
                title: 'lists Grace',
                counterpartId: null,
                attendees: [anAttendee()],
              }),
            ],
            ({ chatId }) => chatId,
          ),
        allMessages: () =>
          listOf([aMessage(), aMessage({ messageId: 'm2', senderId: 'alan' })], ({ messageId }) => messageId),
      },
      'chats { nodes { title } } messages { nodes { text } }',
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({
      node: {
        chats: { nodes: [{ title: 'with Grace' }, { title: 'lists Grace' }] },
        messages: { nodes: [{ text: 'Hello Ada' }] },
      },
    });
  });

  it('shows no link that is none of the web', async () => {
    const port = fakeAccount();
    port.knownAttendees.splice(0, 1, anAttendee({ profileUrl: 'javascript:alert(1)', hasPicture: true }));
    expect((await show(port, 'profileUrl pictureUrl')).data).toEqual({
      node: { profileUrl: null, pictureUrl: 'https://files.test/attendee/grace' },
    });
  });
});
