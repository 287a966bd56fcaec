import { describe, expect, it } from 'vitest';
import { failure } from '../../../src/messaging/errors.ts';
import { aChat, anAccount, anAttendee, classicInbox, fakeAccount } from '../fake-account.ts';
import { accountId, ask, listOf } from '../world.ts';

const show = (port: Parameters<typeof ask>[0]['ports'][number], fields: string) =>
  ask<{ node: Record<string, unknown> }>(
    { ports: [port] },
    `query ($id: ID!) { node(id: $id) { ... on Account { ${fields} } } }`,
    { id: accountId('a1') },
  );

describe('accounts', () => {
  it('are listed in order, those that may be seen, a page at a time', async () => {
    const ports = ['c', 'a', 'b'].map((name) =>
      fakeAccount({ ...anAccount, connectionId: `of ${name}`, accountId: name, name }),
    );
    const query = '{ accounts(first: 1) { nodes { name } totalCount pageInfo { hasNextPage } } }';
    expect((await ask({ ports, visible: ['a', 'b'] }, query)).data).toEqual({
      accounts: { nodes: [{ name: 'a' }], totalCount: 2, pageInfo: { hasNextPage: true } },
    });
  });

  it('name a connection that could not be listed', async () => {
    const unlisted = [failure('PROVIDER_UNAVAILABLE', 'No answer.').failure];
    const query = '{ accounts { nodes { name } unavailable { account { id } error { code } } } }';
    expect((await ask({ ports: [], unlisted }, query)).data).toEqual({
      accounts: { nodes: [], unavailable: [{ account: null, error: { code: 'PROVIDER_UNAVAILABLE' } }] },
    });
  });
});

describe('an account', () => {
  it('shows what it can do, who owns it and its inboxes', async () => {
    const { data, errors } = await show(
      { ...fakeAccount(), owner: async () => anAttendee({ name: 'Ada', isSelf: true }) },
      `owner { name isSelf } capabilities { pushEvents { support reason } }
       inboxes { nodes { name product isPrimary account { name } capabilities { startChat { maxSubjectLength } } } totalCount }`,
    );
    expect(errors).toEqual([]);
    expect(data.node).toEqual({
      owner: { name: 'Ada', isSelf: true },
      capabilities: { pushEvents: { support: 'FULL', reason: null } },
      inboxes: {
        nodes: [
          {
            name: 'LinkedIn',
            product: 'LINKEDIN_CLASSIC',
            isPrimary: true,
            account: { name: 'Ada Example' },
            capabilities: { startChat: { maxSubjectLength: 20 } },
          },
        ],
        totalCount: 1,
      },
    });
  });

  it('lacks what its provider does not have, and says so where it is a list', async () => {
    const { attendees: _attendees, inMailCredits: _credits, ...port } = fakeAccount();
    const { data, errors } = await show(
      port,
      'inMailCredits { classic } attendees { nodes { id } unavailable { account { name } error { code } } }',
    );
    expect(errors).toEqual([]);
    expect(data.node).toEqual({
      inMailCredits: null,
      attendees: {
        nodes: [],
        unavailable: [{ account: { name: 'Ada Example' }, error: { code: 'NOT_SUPPORTED' } }],
      },
    });
  });

  it('loses only the field that fails', async () => {
    const failing = async () => {
      throw failure('ACCOUNT_DISCONNECTED', 'Sign in again.');
    };
    const { data, errors } = await show(
      { ...fakeAccount(), owner: failing, inboxes: failing },
      'name owner { name } inboxes { nodes { id } unavailable { error { code } } }',
    );
    expect(data.node).toEqual({
      name: 'Ada Example',
      owner: null,
      inboxes: { nodes: [], unavailable: [{ error: { code: 'ACCOUNT_DISCONNECTED' } }] },
    });
    expect(errors).toEqual([{ path: 'node.owner', code: 'ACCOUNT_DISCONNECTED' }]);
  });

  it('has no chats under a filter that names other accounts only', async () => {
    const port = { ...fakeAccount(), chats: () => listOf([aChat()], ({ chatId }) => chatId) };
    const chats = async (ids: readonly string[]) =>
      (await show(port, `chats(filter: { accountIds: ${JSON.stringify(ids)} }) { totalCount }`)).data.node
        .chats;
    expect(await chats([accountId('a1')])).toEqual({ totalCount: 1 });
    expect(await chats([accountId('a2')])).toEqual({ totalCount: 0 });
  });
});

describe('an inbox', () => {
  const view = { ...classicInbox, inboxId: 'other', name: 'Other', isPrimary: false };

  it('shows its own chats; what a view shows is for the provider to say', async () => {
    const port = fakeAccount();
    port.knownInboxes = [classicInbox, view];
    const asked: unknown[] = [];
    const { data } = await show(
      {
        ...port,
        inboxes: async () => [classicInbox, view],
        chats: (filter) => {
          asked.push(filter);
          return listOf(
            [aChat({ title: 'here' }), aChat({ chatId: 'c2', title: 'elsewhere', inboxId: 'recruiter' })],
            ({ chatId }) => chatId,
          );
        },
      },
      'inboxes { nodes { name chats(filter: { unread: false }) { nodes { title inbox { name } } } } }',
    );
    expect(data.node.inboxes).toEqual({
      nodes: [
        { name: 'LinkedIn', chats: { nodes: [{ title: 'here', inbox: { name: 'LinkedIn' } }] } },
        {
          name: 'Other',
          chats: {
            nodes: [
              { title: 'here', inbox: { name: 'LinkedIn' } },
              { title: 'elsewhere', inbox: null },
            ],
          },
        },
      ],
    });
    expect(asked).toEqual([
      { unread: false, inboxId: 'classic' },
      { unread: false, inboxId: 'other' },
    ]);
  });
});

describe('who asks', () => {
  it('learns its name and scopes, and the head of the event log', async () => {
    expect((await ask({ ports: [] }, '{ viewer { name scopes } eventCursor }')).data).toEqual({
      viewer: { name: 'tester', scopes: ['READ', 'SEND'] },
      eventCursor: 'CURSOR 7',
    });
  });

  it('may learn without READ what it lacks', async () => {
    expect((await ask({ ports: [], scopes: ['SEND'] }, '{ viewer { scopes } }')).data).toEqual({
      viewer: { scopes: ['SEND'] },
    });
  });
});
