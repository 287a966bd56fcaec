import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Fault } from '../../src/sandbox/index.ts';
import { read as ask } from '../support/client.ts';
import { breakIt, harness } from './upstream-faults/harness.ts';
import { callsOf, type Vendor } from './upstream-faults/vendors.ts';

const { three, each, chat, read } = harness();

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
  const pages = (answer: unknown, change: (items: unknown[]) => unknown[], cursor: string | null) => {
    const { items, data, ...rest } = answer as { items?: unknown[]; data?: unknown[] };
    const changed = change(items ?? data ?? []);
    return { ...rest, ...(items ? { items: changed, cursor } : { data: changed, next_cursor: cursor }) };
  };
  let asked = 0;
  const count = () => {
    asked += 1;
    return asked;
  };

  it.each<[string, NonNullable<Fault['rewrite']>]>([
    ['the same page and cursor again and again', (answer) => pages(answer, (items) => items, 'same')],
    ['two cursors in a circle', (answer) => pages(answer, (items) => items, `${count() % 2}`)],
    ['empty pages, each with a next one', (answer) => pages(answer, () => [], `${count()}`)],
  ])('%s', (_name, rewrite) =>
    each(async (vendor) => {
      // Linked API pages nothing.
      if (vendor.name === 'Linked API') return;
      breakIt(vendor, { rewrite, times: -1 });
      const { seen, walked } = await walkOf(vendor);
      expect(new Set(seen).size, vendor.name).toBe(seen.length);
      // Ten for every page that was asked for.
      expect(callsOf(vendor), vendor.name).toBeLessThanOrEqual(10 * walked);
    }),
  );

  /** By pages of 5 to the end, or 10 of them. */
  async function walkOf(vendor: Vendor) {
    const query = `query ($id: ID!, $after: String) {
      node(id: $id) {
        ... on Chat { messages(first: 5, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }
      }
    }`;
    const seen: string[] = [];
    let after: string | null = null;
    let walked = 0;
    do {
      const variables: object = { id: chat(vendor), after };
      const answer: { node: MessagesNode } = await ask(three().graphql, query, variables);
      const { nodes, pageInfo } = answer.node.messages;
      seen.push(...nodes.map(({ id }) => id));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      walked += 1;
    } while (after !== null && walked < 10);
    return { seen, walked };
  }
});

interface MessagesNode {
  readonly messages: {
    readonly nodes: readonly { readonly id: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
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
