import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Truth, UnipileV1Control } from '../../src/sandbox/index.ts';
import { read } from '../support/client.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { apartForThisTest, CONNECTION } from './apart.ts';
import {
  accountOn,
  find,
  globalIds,
  ids,
  mutate,
  readNode,
  routesAsked,
  type WireChat,
  type WireMessage,
} from './support.ts';
import { onePage, walk } from './walk.ts';

interface Named {
  readonly id: string;
}
interface ShownChat extends Named {
  readonly title: string;
  readonly lastActivityAt: string;
  readonly account: Named;
  readonly inbox: (Named & { readonly product: string }) | null;
}

const HISTORY = 2_000;
const chatFields = 'id title lastActivityAt account { id } inbox { id product }';

let gateway: TestGateway;
let control: UnipileV1Control;
let truth: Truth;
let messages: readonly WireMessage[];
beforeAll(async () => {
  gateway = await startTestGateway();
  control = gateway.sandbox.unipileV1.control;
  truth = control.truth();
  messages = await visibleMessages(gateway);
});
afterAll(() => gateway.close());

/** What the vendor shows of them: the history of some chats has to be fetched first. */
async function visibleMessages({ sandbox: { unipileV1 } }: TestGateway): Promise<WireMessage[]> {
  const found: WireMessage[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: string = cursor === '' ? 'limit=250' : `limit=250&cursor=${encodeURIComponent(cursor)}`;
    const response = await fetch(`${unipileV1.baseUrl}/messages?${query}`, {
      headers: { 'X-API-KEY': unipileV1.apiKey },
    });
    const page = (await response.json()) as { items: WireMessage[]; cursor: string | null };
    found.push(...page.items);
    cursor = page.cursor;
  }
  return found;
}

const newestFirst = (chats: readonly WireChat[]) =>
  chats.toSorted((one, other) => ((one.timestamp ?? '') < (other.timestamp ?? '') ? 1 : -1));
const idsOf = (chats: readonly WireChat[]) => newestFirst(chats).map((chat) => ids.chat(chat));
const walkChats = (options: Partial<Parameters<typeof walk>[1]> = {}) =>
  walk<ShownChat>(gateway.graphql, { field: 'chats', select: chatFields, first: 100, ...options });

describe('chats', () => {
  it.each([1, 7, 20, 100])('read by %i are all of them, newest first', async (first) => {
    control.clearRequests();
    const chats = await walkChats({ first, select: 'id lastActivityAt' });
    expect(chats.map(({ id }) => id)).toEqual(idsOf(truth.chats));
    expect(chats.map(({ lastActivityAt }) => lastActivityAt)).toEqual(
      newestFirst(truth.chats).map(({ timestamp }) => timestamp),
    );
    // Never more calls than pages, and few where pages are small: what was read ahead is kept.
    const lists = routesAsked(control).filter((route) => route === 'GET /chats').length;
    expect(lists).toBeLessThanOrEqual(Math.max(16, Math.ceil(chats.length / first) + 1));
  });

  it('have the name that the vendor gives them, else that of the other one', async () => {
    const chats = await walkChats();
    for (const { id, title } of chats) {
      const chat = find(truth.chats, (candidate) => ids.chat(candidate) === id);
      const other = truth.attendees.find(
        ({ account_id, provider_id }) =>
          account_id === chat.account_id && provider_id === chat.attendee_provider_id,
      );
      expect(title).not.toBe('');
      expect(title).toBe(chat.name ?? other?.name ?? title);
    }
  });

  it('of an account are those of the account', async () => {
    for (const account of truth.accounts) {
      const chats = await walkChats({ first: 30, parent: { type: 'Account', id: ids.account(account) } });
      expect(chats.map(({ id }) => id)).toEqual(
        idsOf(truth.chats.filter(({ account_id }) => account_id === account.id)),
      );
    }
  });

  it('of the inboxes of LinkedIn are each in one of them, by product', async () => {
    const account = accountOn(truth, 'LINKEDIN');
    const { inboxes } = await readNode<{
      inboxes: { nodes: (Named & { product: string; providerId: string | null })[] };
    }>(gateway, ids.account(account), 'Account', 'inboxes { nodes { id product providerId } }');
    const own = truth.chats.filter(({ account_id }) => account_id === account.id);
    const folders: Record<string, string> = {
      LINKEDIN_CLASSIC: 'INBOX_LINKEDIN_CLASSIC',
      LINKEDIN_SALES_NAVIGATOR: 'INBOX_LINKEDIN_SALES_NAVIGATOR',
      LINKEDIN_RECRUITER: 'INBOX_LINKEDIN_RECRUITER',
      LINKEDIN_COMPANY_PAGE: 'INBOX_LINKEDIN_ORGANIZATION',
    };
    let count = 0;
    for (const { id, product, providerId } of inboxes.nodes) {
      const chats = await walkChats({ first: 50, parent: { type: 'Inbox', id } });
      const expected = own.filter(
        ({ folder, mailbox_id }) =>
          folder.includes(folders[product] ?? '') && (providerId === null || mailbox_id === providerId),
      );
      expect(chats.map((chat) => chat.id)).toEqual(idsOf(expected));
      for (const { inbox } of chats) expect(inbox).toEqual({ id, product });
      count += chats.length;
    }
    expect(inboxes.nodes).toHaveLength(5);
    expect(count).toBe(own.length);
  });

  it('by any filter are those that fit', async () => {
    const times = newestFirst(truth.chats).map(({ timestamp }) => timestamp ?? '');
    const time = fc.constantFrom(...times);
    const networks = ['LINKEDIN', 'WHATSAPP', 'INSTAGRAM', 'TELEGRAM', 'MESSENGER', 'SLACK'];
    const kinds = ['DIRECT', 'GROUP', 'CHANNEL'] as const;
    const filters = fc.record(
      {
        unread: fc.boolean(),
        archived: fc.boolean(),
        kind: fc.constantFrom(...kinds),
        activeAfter: time,
        activeBefore: time,
        accountIds: fc.subarray(truth.accounts.map((account) => ids.account(account))),
        networks: fc.subarray(networks),
      },
      { requiredKeys: [] },
    );
    const passes = fc.asyncProperty(filters, fc.constantFrom(9, 100), async (filter, first) => {
      const expected = truth.chats.filter(
        (chat) =>
          (filter.unread === undefined || chat.unread_count > 0 === filter.unread) &&
          (filter.archived === undefined || (chat.archived === 1) === filter.archived) &&
          (filter.kind === undefined || kinds[chat.type] === filter.kind) &&
          (filter.activeAfter === undefined || (chat.timestamp ?? '') > filter.activeAfter) &&
          (filter.activeBefore === undefined || (chat.timestamp ?? '') < filter.activeBefore) &&
          (filter.accountIds === undefined ||
            filter.accountIds.includes(ids.account({ id: chat.account_id }))) &&
          (filter.networks === undefined || filter.networks.includes(chat.account_type)),
      );
      const chats = await walkChats({ first, filter: { type: 'ChatFilter', value: filter } });
      expect(chats.map(({ id }) => id)).toEqual(idsOf(expected));
    });
    const alone = [
      { unread: true },
      { unread: false },
      { archived: true },
      { kind: 'GROUP' as const },
      { networks: [] },
      { accountIds: [] },
      { activeAfter: times[40] ?? '', activeBefore: times[20] ?? '' },
    ];
    await fc.assert(passes, { numRuns: 25, examples: alone.map((filter) => [filter, 100]) });
  });

  it('that did not move come once, while others move up, arrive and go', async () => {
    const moving = newestFirst(truth.chats)
      .filter(({ type, read_only }) => type === 0 && !read_only)
      .slice(-40);
    const moved = new Set<string>();
    const accountId = accountOn(truth, 'TELEGRAM').id;
    const chats = await walkChats({
      first: 7,
      between(pages) {
        const chat = moving[pages % moving.length];
        if (chat === undefined || pages % 2 === 0) return;
        moved.add(ids.chat(chat));
        control.inbound({ chatId: chat.id, text: 'Up we go' });
        if (pages % 10 === 1) control.firstContact({ accountId, text: 'We have not met' });
      },
    });
    const seen = chats.map(({ id }) => id);
    const still = idsOf(truth.chats).filter((id) => !moved.has(id));
    expect(moved.size).toBeGreaterThan(10);
    expect(seen.filter((id) => still.includes(id))).toEqual(still);
    expect(new Set(seen).size).toBe(seen.length);
    await control.webhooksIdle();
    truth = control.truth();
    messages = await visibleMessages(gateway);
  });
});

describe('messages', () => {
  const walkMessages = (options: Partial<Parameters<typeof walk>[1]> = {}) =>
    walk<Named & { text: string | null }>(gateway.graphql, {
      field: 'messages',
      select: 'id text',
      first: 100,
      ...options,
    });
  const expected = (fits: (message: WireMessage) => boolean = () => true) =>
    messages.filter(fits).map((message) => ({ id: ids.message(message), text: message.text }));

  it('of a chat with 2,000 of them come by 100, newest first', async () => {
    const counts = new Map<string, number>();
    for (const { chat_id } of messages) counts.set(chat_id, (counts.get(chat_id) ?? 0) + 1);
    const long = find(truth.chats, ({ id }) => (counts.get(id) ?? 0) >= HISTORY);
    const found = await walkMessages({ parent: { type: 'Chat', id: ids.chat(long) } });
    expect(found.length).toBeGreaterThanOrEqual(HISTORY);
    expect(found).toEqual(expected(({ chat_id }) => chat_id === long.id));
  });

  it('of all accounts together, and of each, are all of them', async () => {
    expect(await walkMessages()).toEqual(expected());
    const account = accountOn(truth, 'INSTAGRAM');
    expect(await walkMessages({ first: 70, parent: { type: 'Account', id: ids.account(account) } })).toEqual(
      expected(({ account_id }) => account_id === account.id),
    );
  });

  it('by any filter are those that fit', async () => {
    const account = accountOn(truth, 'SLACK');
    const own = messages.filter(({ account_id }) => account_id === account.id);
    const time = fc.constantFrom(...own.map(({ timestamp }) => timestamp));
    const filters = fc.record(
      {
        direction: fc.constantFrom('INBOUND', 'OUTBOUND'),
        senderId: fc.constantFrom(
          ...new Set(own.map(({ sender_id }) => ids.attendee(account.id, sender_id))),
        ),
        sentAfter: time,
        sentBefore: time,
        accountIds: fc.constant([ids.account(account)]),
      },
      { requiredKeys: ['accountIds'] },
    );
    const passes = fc.asyncProperty(filters, async (filter) => {
      const found = await walkMessages({ filter: { type: 'MessageFilter', value: filter } });
      expect(found).toEqual(
        expected(
          (message) =>
            message.account_id === account.id &&
            (filter.direction === undefined ||
              (message.is_sender === 1) === (filter.direction === 'OUTBOUND')) &&
            (filter.senderId === undefined ||
              ids.attendee(account.id, message.sender_id) === filter.senderId) &&
            (filter.sentAfter === undefined || message.timestamp > filter.sentAfter) &&
            (filter.sentBefore === undefined || message.timestamp < filter.sentBefore),
        ),
      );
    });
    await fc.assert(passes, { numRuns: 20 });
  });

  it('that the vendor has not fetched yet are there once the chat was synchronized', async () => {
    const shown = new Set(messages.map(({ id }) => id));
    const missing = find(truth.messages, ({ id }) => !shown.has(id));
    const chatId = ids.chat({ account_id: missing.account_id, id: missing.chat_id });
    const parent = { type: 'Chat', id: chatId };
    const before = await walkMessages({ parent });
    expect(before.map(({ id }) => id)).not.toContain(ids.message(missing));
    for (let step = 0; step < 3; step += 1) {
      await mutate(gateway.graphql, 'synchronizeChat', { chatId }, 'status');
    }
    const after = await walkMessages({ parent });
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.map(({ id }) => id)).toContain(ids.message(missing));
  });
});

it('attendees of an account are everybody in its chats', async () => {
  for (const account of truth.accounts) {
    const found = await walk<Named & { name: string }>(gateway.graphql, {
      field: 'attendees',
      select: 'id name',
      first: 33,
      parent: { type: 'Account', id: ids.account(account) },
    });
    const expected = truth.attendees
      .filter(({ account_id }) => account_id === account.id)
      .map(({ provider_id, name }) => ({ id: ids.attendee(account.id, provider_id), name }));
    expect(found.toSorted(byId)).toEqual(expected.toSorted(byId));
  }
});
const byId = (one: Named, other: Named) => (one.id < other.id ? -1 : 1);

it('whatever has an id is found by it, alone and among others, each in its place', async () => {
  const data = await read<Record<string, { nodes: unknown[] }>>(
    gateway.graphql,
    `{ accounts { nodes { __typename id inboxes { nodes { __typename id } } } }
       chats(first: 5) { nodes { __typename id attendees { nodes { __typename id } } } }
       messages(first: 5) { nodes { __typename id } } }`,
  );
  const found = [...JSON.stringify(data).matchAll(/\{"__typename":"(\w+)","id":"([\w-]+)"/g)].map(
    ([, __typename, id]) => ({ __typename, id }),
  );
  const attachments = Object.entries({
    img: 'ImageAttachment',
    video: 'VideoAttachment',
    audio: 'AudioAttachment',
    file: 'FileAttachment',
    linkedin_post: 'SharedContentAttachment',
    video_meeting: 'MeetingAttachment',
  }).map(([type, __typename]) => {
    const message = find(messages, ({ attachments: [first] }) => first?.type === type);
    return { __typename, id: ids.attachment(message, String(message.attachments[0]?.id)) };
  });
  const all = [...found, ...attachments];
  const types = new Set(all.map(({ __typename }) => __typename));
  expect(types.size).toBe(5 + 6);
  const some = [...types].flatMap((type) => all.filter(({ __typename }) => __typename === type).slice(0, 4));
  const never = ids.chat({ account_id: 'never', id: 'never' });
  const asked = some.flatMap(({ id }) => [id, never]);
  const { nodes } = await read<{ nodes: unknown[] }>(
    gateway.graphql,
    'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }',
    { ids: asked },
  );
  expect(nodes).toEqual(some.flatMap((node) => [node, null]));
  for (const node of some.slice(0, 5)) {
    const one = await read(gateway.graphql, 'query ($id: ID!) { node(id: $id) { __typename id } }', {
      id: node.id,
    });
    expect(one).toEqual({ node });
  }
});

it('ids, cursors and addresses of files hold after a restart', async () => {
  const apart = await apartForThisTest();
  const id = globalIds(CONNECTION);
  const vendor = apart.sandbox.unipileV1.control.truth();
  const chats = newestFirst(vendor.chats).map((chat) => id.chat(chat));
  const options = { field: 'chats', select: 'id', first: 20 };
  const first = await onePage<Named>(apart.graphql, options);
  const group = find(vendor.chats, ({ type, account_type }) => type === 2 && account_type === 'TELEGRAM');
  const chat = { type: 'Chat', id: chats[3] ?? '' };
  const history = await onePage<Named>(apart.graphql, { ...options, field: 'messages', parent: chat });
  const { pictureUrl } = await readNode<{ pictureUrl: string }>(apart, id.chat(group), 'Chat', 'pictureUrl');
  await apart.stop();
  await apart.start();
  const after = first.edges[4]?.cursor ?? '';
  const rest = await walk<Named>(apart.graphql, { ...options, first: 100, after });
  expect(rest.map((node) => node.id)).toEqual(chats.slice(5));
  const more = await walk<Named>(apart.graphql, {
    ...options,
    field: 'messages',
    first: 100,
    parent: chat,
    after: history.pageInfo.endCursor,
  });
  const all = vendor.messages.filter((message) => id.chat({ ...message, id: message.chat_id }) === chat.id);
  expect([...history.nodes, ...more].map((node) => node.id)).toEqual(
    all.map((message) => id.message(message)),
  );
  expect((await fetch(pictureUrl)).status).toBe(200);
  for (const node of first.nodes.slice(0, 3)) {
    expect(await readNode(apart, node.id, 'Chat', 'id')).toEqual(node);
  }
});
