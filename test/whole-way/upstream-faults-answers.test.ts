import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeId, openId } from '../../src/messaging/id.ts';
import type { Fault } from '../../src/sandbox/index.ts';
import { read as ask } from '../support/client.ts';
import { find } from './support.ts';
import { breakIt, harness } from './upstream-faults/harness.ts';
import type { Vendor } from './upstream-faults/vendors.ts';

const { three, vendors, each, pass, chat, read } = harness();

const MEGABYTE = 1_000_000;

describe('an answer that cannot be read (A7)', () => {
  it.each([
    'malformed-json',
    'html',
    'empty',
    'wrong-content-type',
    'byte-order-mark',
    'invalid-utf8',
  ] as const)('%s', (spoil) =>
    each(async (vendor) => {
      breakIt(vendor, { spoil, times: -1 });
      const { nodes, error, calls } = await read(vendor);
      expect({ nodes, code: error?.code, calls }, vendor.name).toEqual({
        nodes: [],
        code: 'PROVIDER_UNAVAILABLE',
        calls: 1,
      });
      // Nothing of what came is shown.
      expect(error?.detail, vendor.name).toMatch(/^The provider answered something that cannot be read\.$/);
    }),
  );
});

describe('an answer that is cut is never taken for whole (A8)', () => {
  const tenths = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
  it.each(tenths.flatMap((cutAt) => [true, false].map((contentLength) => ({ cutAt, contentLength }))))(
    'at $cutAt of its length, announced: $contentLength',
    (cut) =>
      each(async (vendor) => {
        breakIt(vendor, { ...cut, times: -1 });
        const { nodes, error, calls } = await read(vendor);
        expect({ nodes, code: error?.code }, vendor.name).toEqual({
          nodes: [],
          code: 'PROVIDER_UNAVAILABLE',
        });
        expect(calls, vendor.name).toBeLessThanOrEqual(3);
      }),
  );
});

describe('an answer without end (A9)', () => {
  it.each<[string, Omit<Fault, 'route'>]>([
    ['100 MB', { hugeBytes: 100 * MEGABYTE }],
    ['1 GB in 1 MB of gzip', { gzipBombBytes: 1_000 * MEGABYTE }],
  ])('%s', (_name, fault) =>
    each(async (vendor) => {
      breakIt(vendor, fault);
      const { nodes, error, calls } = await read(vendor);
      expect({ nodes, code: error?.code, calls }, vendor.name).toEqual({
        nodes: [],
        code: 'PROVIDER_UNAVAILABLE',
        calls: 1,
      });
      expect((await read(vendor)).error, vendor.name).toBeNull();
    }),
  );
});

describe('a list that leads nowhere (A11)', () => {
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
  }
  const v1 = 'Unipile v1';
  const v2 = 'Unipile v2';
  const accountOf = async (vendor: Vendor) => {
    const id = openId(chat(vendor));
    return makeId({ type: 'Account', connectionId: id?.connectionId ?? '', accountId: id?.accountId ?? '' });
  };
  /** Linked API pages nothing. */
  const lists: readonly List[] = [
    {
      name: 'messages',
      vendor: v1,
      route: 'GET /chats/{chat_id}/messages',
      parent: async (vendor) => chat(vendor),
    },
    { name: 'chats', vendor: v1, route: 'GET /chats', parent: accountOf },
    {
      name: 'messages',
      vendor: v2,
      route: 'GET /{account_id}/chats/{chat_id}/messages',
      parent: async (vendor) => chat(vendor),
    },
    { name: 'chats', vendor: v2, route: 'GET /{account_id}/inboxes/{inbox_id}/chats', parent: accountOf },
    {
      name: 'chats of Recruiter',
      vendor: v2,
      route: 'GET /{account_id}/inboxes/{inbox_id}/chats',
      parent: async (vendor) => {
        const query =
          'query ($id: ID!) { node(id: $id) { ... on Account { inboxes { nodes { id product } } } } }';
        const { node } = await ask<{ node: { inboxes: { nodes: { id: string; product: string }[] } } }>(
          three().graphql,
          query,
          { id: await accountOf(vendor) },
        );
        return find(node.inboxes.nodes, ({ product }) => product === 'LINKEDIN_RECRUITER').id;
      },
    },
  ];

  let asked = 0;
  const count = () => {
    asked += 1;
    return asked;
  };
  const everyCursor: readonly [string, (page: Page) => object][] = [
    ['the same page and cursor', (page) => leading(page, 'same')],
    ['the same page and one of two cursors', (page) => leading(page, `${count() % 2}`)],
    ['an empty page and a new cursor', (page) => leading({ ...page, ...emptied(page) }, `${count()}`)],
  ];
  it.each(everyCursor.flatMap(([what, answer]) => lists.map((list) => ({ ...list, what, answer }))))(
    '$what, whatever is asked of $name of $vendor',
    async ({ vendor: name, route, parent, answer }) => {
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
      expect(calls.length).toBeGreaterThan(1);
      expect(calls.length).toBeLessThanOrEqual(10 * inboxes * pages);
    },
  );

  const leading = (page: Page, cursor: string) => ({
    ...page,
    ...('items' in page ? { cursor } : { next_cursor: cursor }),
  });
  const emptied = (page: Page) => ('items' in page ? { items: [] } : { data: [] });

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
});

interface Connection {
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly unavailable: readonly unknown[];
}

it.each([301, 302, 303, 307, 308])('a redirect is not followed: %i (A13)', async (status) => {
  const trap = await openTrap();
  await each(async (vendor) => {
    for (const redirect of [trap.url, 'http://169.254.169.254/latest/meta-data']) {
      breakIt(vendor, { status, redirect });
      const { error, calls } = await read(vendor);
      expect({ code: error?.code, calls }, vendor.name).toEqual({ code: 'PROVIDER_UNAVAILABLE', calls: 1 });
    }
  });
  expect(trap.requests()).toBe(0);
});

/** Another origin, which must never be asked. */
async function openTrap() {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, requests: () => requests };
}
