import { describe, expect, it } from 'vitest';
import { type Account, accountKey } from '../../../src/messaging/account.ts';
import type { Chat, ChatFilter } from '../../../src/messaging/chat.ts';
import { failure } from '../../../src/messaging/errors.ts';
import type { AccountPort } from '../../../src/messaging/provider.ts';
import { aChat, anAccount, fakeAccount } from '../fake-account.ts';
import { accountId, ask, listOf, type World } from '../world.ts';

const chatsQuery = `query ($first: Int, $after: String, $filter: ChatFilter) {
  chats(first: $first, after: $after, filter: $filter) {
    nodes { title account { id } } edges { cursor node { title } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount
    unavailable { account { name } error { __typename code } }
  }
}`;

interface ChatsAnswer {
  readonly chats: {
    readonly nodes: readonly { title: string }[];
    readonly edges: readonly { cursor: string }[];
    readonly pageInfo: Record<string, unknown>;
    readonly totalCount: number | null;
    readonly unavailable: readonly unknown[];
  };
}

const ada: Account = { ...anAccount, accountId: 'ada', name: 'Ada' };
const bob: Account = { ...anAccount, accountId: 'bob', name: 'Bob', network: 'WHATSAPP' };
const eve: Account = { ...anAccount, connectionId: 'hiring', accountId: 'eve', name: 'Eve' };

const chat = (account: Account, title: string, over: Partial<Chat> = {}) =>
  aChat({ connectionId: account.connectionId, accountId: account.accountId, chatId: title, title, ...over });

function portWith(account: Account, chats: readonly Chat[], asked: ChatFilter[] = []): AccountPort {
  return {
    ...fakeAccount(account),
    chats: (filter) => {
      asked.push(filter);
      return listOf(chats, accountKeyed, ({ lastActivityAt }) => lastActivityAt, account.name);
    },
  };
}

const accountKeyed = (item: Chat) => `${accountKey(item)}${item.chatId}`;

const titles = async (world: World, filter: object, first = 20) =>
  (await ask<ChatsAnswer>(world, chatsQuery, { filter, first })).data.chats.nodes.map(({ title }) => title);

const inbox: World = {
  ports: [
    portWith(ada, [
      chat(ada, 'newest', { lastActivityAt: '2026-03-03T00:00:00.000Z', isUnread: true }),
      chat(ada, 'older', { lastActivityAt: '2026-03-01T00:00:00.000Z', kind: 'GROUP' }),
    ]),
    portWith(bob, [
      chat(bob, 'between', { lastActivityAt: '2026-03-02T00:00:00.000Z', isArchived: true }),
      chat(bob, 'silent', { lastActivityAt: null }),
    ]),
  ],
};

describe('chats of all accounts', () => {
  it('come newest first, a page at a time, from any cursor on', async () => {
    const { chats: page } = (await ask<ChatsAnswer>(inbox, chatsQuery, { first: 2 })).data;
    expect(page.nodes.map(({ title }) => title)).toEqual(['newest', 'between']);
    expect(page.totalCount).toBe(null);
    expect(page.pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: page.edges[0]?.cursor,
      endCursor: page.edges[1]?.cursor,
    });
    const { chats: rest } = (
      await ask<ChatsAnswer>(inbox, chatsQuery, { first: 2, after: page.edges[0]?.cursor })
    ).data;
    expect(rest.nodes.map(({ title }) => title)).toEqual(['between', 'older']);
  });

  it.each([
    ['unread', { unread: true }, ['newest']],
    ['archived', { archived: false }, ['newest', 'older', 'silent']],
    ['kind', { kind: 'GROUP' }, ['older']],
    ['networks', { networks: ['WHATSAPP'] }, ['between', 'silent']],
    ['no networks', { networks: [] }, []],
    ['activeAfter, exclusive', { activeAfter: '2026-03-02T00:00:00Z' }, ['newest']],
    ['activeBefore, exclusive', { activeBefore: '2026-03-02T01:00:00+01:00' }, ['older']],
    ['accountIds', { accountIds: [accountId('bob')] }, ['between', 'silent']],
    ['several members together', { accountIds: [accountId('bob')], archived: false }, ['silent']],
    ['null as left out', { archived: null, accountIds: null }, ['newest', 'between', 'older', 'silent']],
  ])('are filtered by %s, whatever the provider makes of it', async (_what, filter, expected) => {
    expect(await titles(inbox, filter)).toEqual(expected);
  });

  it('tell the provider of the filter, so that it can narrow its answer', async () => {
    const asked: ChatFilter[] = [];
    await titles({ ports: [portWith(ada, [], asked)] }, { unread: true, kind: 'DIRECT', archived: null });
    expect(asked).toEqual([{ unread: true, kind: 'DIRECT' }]);
  });

  it('show nothing of an account that the viewer may not see, however it is named', async () => {
    const world = { ...inbox, visible: ['ada'] };
    expect(await titles(world, {})).toEqual(['newest', 'older']);
    for (const id of [accountId('bob'), accountId('nobody'), 'nonsense']) {
      const answer = await ask<ChatsAnswer>(world, chatsQuery, { filter: { accountIds: [id] } });
      expect(answer).toEqual({
        data: {
          chats: {
            nodes: [],
            edges: [],
            pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
            totalCount: 0,
            unavailable: [],
          },
        },
        errors: [],
      });
    }
  });

  it('of accounts that one call lists together are asked for once, and only for those that may be seen', async () => {
    const asked: (readonly string[])[] = [];
    const world: World = {
      ports: [portWith(ada, []), portWith(bob, []), portWith(eve, [chat(eve, 'of another connection')])],
      visible: ['ada', 'eve'],
      providers: {
        sales: {
          chats: (accountIds) => {
            asked.push(accountIds);
            return listOf([chat(ada, 'together')], accountKeyed);
          },
        },
      },
    };
    expect(await titles(world, {})).toEqual(expect.arrayContaining(['together', 'of another connection']));
    expect(asked).toEqual([['ada']]);
  });

  it('name the account that cannot answer, and why, beside what the others answer', async () => {
    const failing: AccountPort = {
      ...fakeAccount(bob),
      chats: () => ({
        ...listOf<Chat>([], accountKeyed),
        fetch: async () => {
          throw failure('PROVIDER_UNAVAILABLE', 'The provider did not answer.');
        },
      }),
    };
    const { data } = await ask<ChatsAnswer>(
      {
        ports: [portWith(ada, [chat(ada, 'there')]), failing],
        unlisted: [failure('RATE_LIMITED', 'Slow down.').failure],
      },
      chatsQuery,
    );
    expect(data.chats.nodes.map(({ title }) => title)).toEqual(['there']);
    expect(data.chats.unavailable).toEqual([
      { account: null, error: { __typename: 'RateLimitedError', code: 'RATE_LIMITED' } },
      { account: { name: 'Bob' }, error: { __typename: 'ProviderError', code: 'PROVIDER_UNAVAILABLE' } },
    ]);
  });

  it('do not tell of connections that could not be listed when the accounts that are named are all there', async () => {
    const world = { ...inbox, unlisted: [failure('RATE_LIMITED', 'Slow down.').failure] };
    const missing = async (...ids: string[]) =>
      (await ask<ChatsAnswer>(world, chatsQuery, { filter: { accountIds: ids } })).data.chats.unavailable
        .length;
    expect(await missing(accountId('ada'), accountId('bob'))).toBe(0);
    expect(await missing(accountId('ada'), accountId('perhaps there'))).toBe(1);
  });

  it.each([0, -1, 101])('refuse a page of %s before anybody is asked', async (first) => {
    const chats = listOf([chat(ada, 'x')], accountKeyed);
    const world = { ports: [{ ...fakeAccount(ada), chats: () => chats }] };
    expect((await ask(world, chatsQuery, { first })).errors).toEqual([
      { path: 'chats', code: 'INVALID_INPUT', field: ['first'] },
    ]);
    expect(chats.asked).toBe(0);
  });

  it('refuse a cursor of another filter, but not of the same filter written otherwise', async () => {
    const one = { accountIds: [accountId('ada'), accountId('bob')], unread: false };
    const same = { unread: false, accountIds: [accountId('bob'), accountId('ada')], archived: null };
    const cursor = (await ask<ChatsAnswer>(inbox, chatsQuery, { filter: one, first: 1 })).data.chats.pageInfo
      .endCursor;
    expect((await ask(inbox, chatsQuery, { filter: same, after: cursor })).errors).toEqual([]);
    expect((await ask(inbox, chatsQuery, { filter: { unread: true }, after: cursor })).errors).toEqual([
      { path: 'chats', code: 'INVALID_INPUT', field: ['after'] },
    ]);
  });

  it('need the scope READ', async () => {
    expect((await ask({ ...inbox, scopes: ['SEND'] }, '{ chats { totalCount } }')).errors).toEqual([
      { path: 'chats', code: 'FORBIDDEN' },
    ]);
  });
});
