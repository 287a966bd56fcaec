import { expect, it } from 'vitest';
import { makeId, openId } from '../../src/messaging/id.ts';
import { read as ask } from '../support/client.ts';
import { find } from './support.ts';
import { harness } from './upstream-faults/harness.ts';
import type { Vendor } from './upstream-faults/vendors.ts';

const { three, vendors, pass, chat } = harness();

interface Page {
  readonly items?: readonly unknown[];
  readonly data?: readonly unknown[];
}

interface List {
  readonly name: string;
  readonly vendor: string;
  readonly route: string;
  /** The node whose list it is. */
  readonly parent: (vendor: Vendor) => Promise<string>;
  /** Where places are counted, an empty page is the end. */
  readonly isCounted?: boolean;
}

const v1 = 'Unipile v1';
const v2 = 'Unipile v2';
const messagesOfV2 = 'GET /{account_id}/chats/{chat_id}/messages';
const chatsOfV2 = 'GET /{account_id}/inboxes/{inbox_id}/chats';

/** Linked API pages nothing. */
const lists: readonly List[] = [
  {
    name: 'messages',
    vendor: v1,
    route: 'GET /chats/{chat_id}/messages',
    parent: async (vendor) => chat(vendor),
  },
  { name: 'chats', vendor: v1, route: 'GET /chats', parent: async (vendor) => accountOf(vendor) },
  {
    name: 'messages of Classic',
    vendor: v2,
    route: messagesOfV2,
    parent: (vendor) => chatOf(vendor, 'LINKEDIN_CLASSIC'),
    isCounted: true,
  },
  {
    name: 'messages of Recruiter',
    vendor: v2,
    route: messagesOfV2,
    parent: (vendor) => chatOf(vendor, 'LINKEDIN_RECRUITER'),
  },
  { name: 'chats', vendor: v2, route: chatsOfV2, parent: async (vendor) => accountOf(vendor) },
  {
    name: 'chats of Recruiter',
    vendor: v2,
    route: chatsOfV2,
    parent: async (vendor) => (await inboxOf(vendor, 'LINKEDIN_RECRUITER')).id,
  },
];

let asked = 0;
const count = () => {
  asked += 1;
  return asked;
};
const leading = (page: Page, cursor: string) => ({
  ...page,
  ...('items' in page ? { cursor } : { next_cursor: cursor }),
});
const emptied = (page: Page) => ('items' in page ? { items: [] } : { data: [] });
const everyCursor: readonly { what: string; isEmpty: boolean; answer: (page: Page) => object }[] = [
  { what: 'the same page and cursor', isEmpty: false, answer: (page) => leading(page, 'same') },
  {
    what: 'the same page and one of two cursors',
    isEmpty: false,
    answer: (page) => leading(page, `${count() % 2}`),
  },
  {
    what: 'an empty page and a new cursor',
    isEmpty: true,
    answer: (page) => leading({ ...page, ...emptied(page) }, `${count()}`),
  },
];

// A list that leads nowhere (A11).
it.each(everyCursor.flatMap((cursor) => lists.map((list) => ({ ...list, ...cursor }))))(
  '$what, whatever is asked of $name of $vendor',
  async ({ vendor: name, route, parent, isCounted, isEmpty, answer }) => {
    const vendor = find(vendors(), (one) => one.name === name);
    const id = await parent(vendor);
    let recorded: Page = {};
    const record = (page: unknown) => {
      recorded = page as Page;
      return page;
    };
    vendor.control.fault({ route, rewrite: record });
    await walk(id, 1);
    pass(5 * 60_000);
    vendor.control.clearRequests();
    // Cursors that were never given out are answered too.
    vendor.control.fault({ route, times: -1, status: 200, body: { toJSON: () => answer(recorded) } });
    const { seen, pages, unavailable, isEnded } = await walk(id, 30);
    expect({ unavailable, isEnded }).toEqual({ unavailable: [], isEnded: true });
    expect(new Set(seen).size).toBe(seen.length);
    const calls = vendor.control.requests().filter((request) => request.route === route);
    // Ten of each inbox for every page that was asked for.
    const inboxes = new Set(calls.map(({ path }) => path)).size;
    expect(calls.length).toBeGreaterThan(isCounted && isEmpty ? 0 : 1);
    expect(calls.length).toBeLessThanOrEqual(10 * inboxes * pages);
  },
);

/** By pages of 20 to the end, or so many of them. */
async function walk(id: string, most: number) {
  const list = `nodes { id } pageInfo { hasNextPage endCursor } unavailable { error { code } }`;
  const query = `query ($id: ID!, $after: String) {
    node(id: $id) {
      ... on Chat { list: messages(first: 20, after: $after) { ${list} } }
      ... on Account { list: chats(first: 20, after: $after) { ${list} } }
      ... on Inbox { list: chats(first: 20, after: $after) { ${list} } }
    }
  }`;
  const seen: string[] = [];
  const unavailable: unknown[] = [];
  let after: string | null = null;
  let pages = 0;
  do {
    const answer: { node: { list: Connection } } = await ask(three().graphql, query, { id, after });
    const { nodes, pageInfo, unavailable: missing } = answer.node.list;
    seen.push(...nodes.map((node) => node.id));
    unavailable.push(...missing);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    pages += 1;
  } while (after !== null && pages < most);
  return { seen, pages, unavailable, isEnded: after === null };
}

interface Connection {
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly unavailable: readonly unknown[];
}

function accountOf(vendor: Vendor): string {
  const id = openId(chat(vendor));
  return makeId({ type: 'Account', connectionId: id?.connectionId ?? '', accountId: id?.accountId ?? '' });
}

interface Inboxes {
  readonly node: {
    readonly inboxes: {
      readonly nodes: readonly {
        readonly id: string;
        readonly product: string;
        readonly chats: { readonly nodes: readonly { readonly id: string }[] };
      }[];
    };
  };
}

async function inboxOf(vendor: Vendor, product: string) {
  const query = `query ($id: ID!) {
    node(id: $id) { ... on Account { inboxes { nodes { id product chats(first: 5) { nodes { id } } } } } }
  }`;
  const { node } = await ask<Inboxes>(three().graphql, query, { id: accountOf(vendor) });
  return find(node.inboxes.nodes, (inbox) => inbox.product === product);
}

/** One of the inbox that is the product's first. */
async function chatOf(vendor: Vendor, product: string): Promise<string> {
  const { chats } = await inboxOf(vendor, product);
  return find(chats.nodes, () => true).id;
}
