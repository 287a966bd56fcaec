import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChatRef } from '../../src/messaging/chat.ts';
import { makeId, openId } from '../../src/messaging/id.ts';
import { execute, read } from '../support/client.ts';
import { globalIds, messagesOfTheVendor } from './support.ts';
import { connections, startThree, type Three } from './three.ts';

interface ChatNode {
  readonly id: string;
  readonly lastActivityAt: string | null;
  readonly isUnread: boolean;
  readonly isArchived: boolean;
  readonly kind: string;
  readonly account: { readonly id: string; readonly network: string };
}

interface MessageNode {
  readonly id: string;
}

interface Unavailable {
  readonly account: { readonly id: string };
  readonly error: { readonly code: string; readonly retryable: boolean };
}

interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly unavailable: readonly Unavailable[];
}

const about = 'pageInfo { hasNextPage endCursor } unavailable { account { id } error { code retryable } }';
/** The first example that GraphiQL opens with: 20 chats, each with its last message and who is in it. */
const inboxQuery = readFileSync(new URL('../../schema/operations/1-inbox.graphql', import.meta.url), 'utf8');
const chatFields = 'id lastActivityAt isUnread isArchived kind account { id network }';
const chatsQuery = `query ($first: Int, $after: String, $filter: ChatFilter) {
  list: chats(first: $first, after: $after, filter: $filter) { nodes { ${chatFields} } ${about} }
}`;
const messagesQuery = `query ($first: Int, $after: String) {
  list: messages(first: $first, after: $after) { nodes { id } ${about} }
}`;

async function page<Node>({ graphql }: Three, query: string, variables: object): Promise<Page<Node>> {
  return (await read<{ list: Page<Node> }>(graphql, query, variables)).list;
}

/** All pages, one after the other; each page but the last must be full. */
async function walk<Node>(
  three: Three,
  query: string,
  first: number,
  filter: object | null = null,
): Promise<readonly Node[]> {
  const nodes: Node[] = [];
  for (let after: string | null = null; ; ) {
    const found: Page<Node> = await page<Node>(three, query, { first, after, filter });
    nodes.push(...found.nodes);
    if (!found.pageInfo.hasNextPage) return nodes;
    if (filter === null) expect(found.nodes).toHaveLength(first);
    after = found.pageInfo.endCursor;
  }
}

/** What follows a cursor, to the end. */
async function walkFrom<Node>(three: Three, query: string, first: number, cursor: string | null) {
  const nodes: Node[] = [];
  for (let after = cursor; after !== null; ) {
    const found: Page<Node> = await page<Node>(three, query, { first, after });
    nodes.push(...found.nodes);
    after = found.pageInfo.hasNextPage ? found.pageInfo.endCursor : null;
  }
  return nodes;
}

interface TrueChat {
  readonly id: string;
  readonly at: string | null;
  /** Connection, account and, where a provider lists its inboxes one by one, the inbox. */
  readonly source: string;
}

/** Newest first, equal times by source, no time last. */
function newestFirst(one: TrueChat, other: TrueChat): number {
  if (one.at !== other.at) return (one.at ?? '') < (other.at ?? '') ? 1 : -1;
  if (one.source === other.source) return 0;
  return one.source < other.source ? -1 : 1;
}

/** As the gateway reads them, one after the other. */
const inboxes = ['flat', 'classic', 'sales_navigator', 'recruiter', 'company'];

/** What the three vendors hold, as one list. */
function truth({ sandbox }: Three, linkedAccountId: string): readonly TrueChat[] {
  const { unipileV1, unipileV2, linkedApi } = sandbox;
  const v1 = unipileV1.control.truth().chats.map((chat) => {
    const ref = { connectionId: connections.unipileV1, accountId: chat.account_id, chatId: chat.id };
    return trueChat(ref, chat.timestamp, '');
  });
  // Spam is left to its own inbox.
  const shown = unipileV2.control
    .truth()
    .chats.filter(({ folders }) => !(folders as string[]).includes('CLASSIC_SPAM'));
  const v2 = shown.map(({ id, accountId, product, last_message_timestamp: at }) => {
    const ref = { connectionId: connections.unipileV2, accountId, chatId: id };
    return trueChat(ref, typeof at === 'string' ? at : null, `${inboxes.indexOf(product)}`);
  });
  const { accounts, conversations } = linkedApi.control.truth();
  const linked = conversations
    .filter(({ isSynchronised, accountId }) => isSynchronised && accountId === accounts[0]?.id)
    .map(({ channel, personUrl, messages }) => {
      const chatId = `${channel}:${personUrl.split('/').at(-1)}`;
      const ref = { connectionId: connections.linkedApi, accountId: linkedAccountId, chatId };
      return trueChat(ref, messages.at(-1)?.time ?? null, '');
    });
  return [...linked, ...v1, ...v2].sort(newestFirst);
}

function trueChat(ref: ChatRef, at: string | null, inbox: string): TrueChat {
  return {
    id: makeId({ type: 'Chat', ...ref }),
    at: at && new Date(at).toISOString(),
    source: JSON.stringify([ref.connectionId, ref.accountId, inbox]),
  };
}

interface AccountNode {
  readonly id: string;
  readonly provider: string;
  readonly network: string;
}

async function accountsOf({ graphql }: Three): Promise<readonly AccountNode[]> {
  const query = '{ accounts(first: 100) { nodes { id provider network } } }';
  return (await read<{ accounts: { nodes: AccountNode[] } }>(graphql, query)).accounts.nodes;
}

const vendorsOf = ({ sandbox: { unipileV1, unipileV2, linkedApi } }: Three) => [
  unipileV1,
  unipileV2,
  linkedApi,
];
/** The paths that were asked for since the requests were cleared, without those of the webhooks. */
const asked = (three: Three) =>
  vendorsOf(three).flatMap(({ control }) =>
    control
      .requests()
      .filter(({ path }) => !path.startsWith('/webhooks'))
      .map(({ method, path }) => `${method} ${path}`),
  );
const idsOf = (nodes: readonly { readonly id: string }[]) => nodes.map(({ id }) => id);

let three: Three;
let accounts: readonly AccountNode[];
let expected: readonly TrueChat[];

beforeAll(async () => {
  three = await startThree();
  await three.start();
  accounts = await accountsOf(three);
  const linked = openId(accounts.find(({ provider }) => provider === 'LINKED_API')?.id ?? '');
  expected = truth(three, linked?.accountId ?? '');
});
afterAll(() => three.close());
beforeEach(() => {
  for (const { control } of vendorsOf(three)) {
    control.clearFaults();
    control.clearRequests();
  }
});

/** A gateway that knows nothing but what is in its store. */
async function restarted(): Promise<void> {
  await three.stop();
  await three.start();
}

describe('the inbox over three providers', () => {
  it('walked by 1, 7, 20 and 100 is the same list, and what the vendors hold, each chat once', async () => {
    const whole = await walk<ChatNode>(three, chatsQuery, 100);
    expect(whole.map(({ id, lastActivityAt: at }) => ({ id, at }))).toEqual(
      expected.map(({ id, at }) => ({ id, at })),
    );
    for (const first of [1, 7, 20]) {
      expect(idsOf(await walk<ChatNode>(three, chatsQuery, first))).toEqual(idsOf(whole));
    }
    // Equal times of different accounts are among them, so their order was tested.
    const times = expected.map(({ at }) => at);
    expect(new Set(times).size).toBeLessThan(times.length);
  });

  it('goes on from any cursor after a restart', async () => {
    const first = await page<ChatNode>(three, chatsQuery, { first: 33 });
    await restarted();
    const rest = await walkFrom<ChatNode>(three, chatsQuery, 50, first.pageInfo.endCursor);
    expect(idsOf([...first.nodes, ...rest])).toEqual(idsOf(expected));
  });

  it.each<[string, object, (chat: ChatNode) => boolean]>([
    ['unread', { unread: true }, ({ isUnread }) => isUnread],
    ['read', { unread: false }, ({ isUnread }) => !isUnread],
    ['archived', { archived: true }, ({ isArchived }) => isArchived],
    ['not archived', { archived: false }, ({ isArchived }) => !isArchived],
    ['groups', { kind: 'GROUP' }, ({ kind }) => kind === 'GROUP'],
    ['of one network', { networks: ['LINKEDIN'] }, ({ account }) => account.network === 'LINKEDIN'],
    [
      'of two networks, unread and direct',
      { networks: ['WHATSAPP', 'TELEGRAM'], unread: true, kind: 'DIRECT' },
      ({ account: { network }, isUnread, kind }) =>
        (network === 'WHATSAPP' || network === 'TELEGRAM') && isUnread && kind === 'DIRECT',
    ],
  ])('filtered is what brute force leaves: %s', async (_name, filter, passes) => {
    const whole = await walk<ChatNode>(three, chatsQuery, 100);
    const left = idsOf(whole.filter(passes));
    expect(left.length).toBeGreaterThan(0);
    for (const first of [7, 100]) {
      expect(idsOf(await walk<ChatNode>(three, chatsQuery, first, filter))).toEqual(left);
    }
  });

  it('filtered by time is what brute force leaves, without the bounds themselves', async () => {
    const [activeBefore = '', activeAfter = ''] = [20, 200].map((place) => expected[place]?.at ?? '');
    const left = expected.filter(({ at }) => at !== null && at < activeBefore && at > activeAfter);
    expect(left.length).toBeGreaterThan(100);
    for (const first of [7, 100]) {
      const found = await walk<ChatNode>(three, chatsQuery, first, { activeBefore, activeAfter });
      expect(idsOf(found)).toEqual(idsOf(left));
    }
  });

  it('asks only those whose known chats are used up for the next page', async () => {
    const source = ({ account }: ChatNode) => account.id;
    const first = await page<ChatNode>(three, chatsQuery, { first: 5 });
    for (const { control } of vendorsOf(three)) control.clearRequests();
    const second = await page<ChatNode>(three, chatsQuery, { first: 5, after: first.pageInfo.endCursor });
    expect(second.nodes).toHaveLength(5);
    // Every source had given 20.
    expect(asked(three)).toEqual([]);
    expect(new Set([...first.nodes, ...second.nodes].map(source)).size).toBeGreaterThan(2);
  });
});

describe('the inbox view over three connections', () => {
  it('costs 30 calls cold: 4 of v1, one per inbox of v2, none of Linked API; and nothing again', async () => {
    await restarted();
    const cold = await execute<{ chats: Page<ChatNode> }>(three.graphql, inboxQuery);
    expect(cold.errors).toBeUndefined();
    expect(cold.data?.chats.unavailable).toEqual([]);
    expect(idsOf(cold.data?.chats.nodes ?? [])).toEqual(idsOf(expected.slice(0, 20)));
    const [v1, v2, linked] = vendorsOf(three).map(({ control }) =>
      control.requests().flatMap(({ route }) => (route?.endsWith('/webhooks') ? [] : [route])),
    );
    expect(v1?.toSorted()).toEqual([
      'GET /chat_attendees',
      'GET /chat_attendees',
      'GET /chats',
      'GET /messages',
    ]);
    const times = (route: string) => v2?.filter((other) => other === route).length;
    expect(times('GET /{account_id}/inboxes')).toBe(2);
    expect(times('GET /{account_id}/inboxes/{inbox_id}/chats')).toBe(20);
    expect(times('GET /{account_id}/chats')).toBe(1);
    // A deleted message is last in one chat, and its preview says nothing of it.
    expect(times('GET /{account_id}/chats/{chat_id}/messages')).toBe(1);
    // Owners, whom the chats do not name.
    expect(times('GET /{account_id}/users/{user_id}')).toBe(2);
    expect(linked).toEqual([]);
    expect(cold.extensions?.upstream?.calls).toBe(30);

    const again = await execute<{ chats: Page<ChatNode> }>(three.graphql, inboxQuery);
    expect(again.extensions?.upstream?.calls).toBe(0);
    expect(again.data?.chats.nodes).toEqual(cold.data?.chats.nodes);
  });
});

describe('an account that does not answer', () => {
  it('stands in unavailable, the rest is served in time, and its chats come when it is back', async () => {
    await restarted();
    const { unipileV1, unipileV2 } = three.sandbox;
    unipileV1.control.fault({ route: 'GET /chats', status: 500, times: -1 });
    unipileV2.control.fault({ route: 'GET *', contains: '/acc_sim_robin/', hang: true, times: -1 });
    const away = accounts.filter(
      ({ id, provider }) => provider === 'UNIPILE_V1' || openId(id)?.accountId === 'acc_sim_robin',
    );
    const isThere = ({ source }: TrueChat) =>
      !away.some(({ id }) => {
        const account = openId(id);
        return source.startsWith(JSON.stringify([account?.connectionId, account?.accountId]).slice(0, -1));
      });

    const began = performance.now();
    const first = await page<ChatNode>(three, chatsQuery, { first: 20 });
    // Not the 10 seconds that a read may take.
    expect(performance.now() - began).toBeLessThan(9_000);
    expect(idsOf(first.nodes)).toEqual(idsOf(expected.filter(isThere).slice(0, 20)));
    expect(first.unavailable.map(({ account }) => account.id).toSorted()).toEqual(idsOf(away).toSorted());
    for (const { error } of first.unavailable) {
      expect(error).toEqual({ code: 'PROVIDER_UNAVAILABLE', retryable: true });
    }

    for (const { control } of vendorsOf(three)) control.clearFaults();
    const rest = await walkFrom<ChatNode>(three, chatsQuery, 50, first.pageInfo.endCursor);
    expect(idsOf([...first.nodes, ...rest]).toSorted()).toEqual(idsOf(expected).toSorted());
  });
});

describe('an account whose inboxes cannot be listed in the middle of a walk', () => {
  it('stands in unavailable, and goes on from its place when it is back', async () => {
    await restarted();
    const first = await page<ChatNode>(three, chatsQuery, { first: 100 });
    await restarted();
    three.sandbox.unipileV2.control.fault({
      route: 'GET *',
      contains: '/acc_sim_robin/',
      status: 500,
      times: -1,
    });
    const after = first.pageInfo.endCursor;
    const second = await page<ChatNode>(three, chatsQuery, { first: 50, after });
    expect(second.nodes).toHaveLength(50);
    expect(second.unavailable.map(({ account }) => openId(account.id)?.accountId)).toEqual(['acc_sim_robin']);

    three.sandbox.unipileV2.control.clearFaults();
    const rest = await walkFrom<ChatNode>(three, chatsQuery, 100, second.pageInfo.endCursor);
    const all = idsOf([...first.nodes, ...second.nodes, ...rest]);
    expect(all.toSorted()).toEqual(idsOf(expected).toSorted());
  });
});

describe('a list whose arguments are wrong', () => {
  it.each([{ first: 0 }, { first: 101 }, { after: 'damaged' }])(
    'is refused without a call, also on a gateway that has just started: %o',
    async (wrong) => {
      await restarted();
      const { data, errors, extensions } = await execute(three.graphql, chatsQuery, wrong);
      expect(data).toBeNull();
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', field: Object.keys(wrong) });
      expect(extensions?.upstream?.calls).toBe(0);
      expect(asked(three)).toEqual([]);
    },
  );
});

describe('the messages of three providers', () => {
  it('are those of the providers that list them; the accounts of the others are named', async () => {
    const found = await walk<MessageNode>(three, messagesQuery, 100);
    const { message: idOf } = globalIds(connections.unipileV1);
    expect(idsOf(found)).toEqual((await messagesOfTheVendor(three.sandbox.unipileV1)).map(idOf));
    for (const first of [1, 7, 20]) {
      const part = await page<MessageNode>(three, messagesQuery, { first });
      expect(idsOf(part.nodes)).toEqual(idsOf(found.slice(0, first)));
      const others = accounts.filter(({ provider }) => provider !== 'UNIPILE_V1');
      expect(part.unavailable.map(({ account }) => account.id).toSorted()).toEqual(idsOf(others).toSorted());
      for (const { error } of part.unavailable) {
        expect(error).toEqual({ code: 'NOT_SUPPORTED', retryable: false });
      }
    }
  });
});
