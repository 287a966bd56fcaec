import { expect } from 'vitest';
import { read } from '../support/client.ts';

interface Page<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly unavailable: readonly unknown[];
}

export interface Walk {
  /** As `chats`, or `attendees` of the parent. */
  readonly field: string;
  /** Of each node, `id` among it. */
  readonly select: string;
  readonly first: number;
  readonly parent?: { readonly type: string; readonly id: string };
  readonly filter?: { readonly type: string; readonly value: object };
  /** Called before each page but the first. */
  readonly between?: (pages: number) => void;
  readonly after?: string | null;
}

/** Reads a list to its end, page by page, and sees to it that each page is what Relay says it is. */
export async function walk<Node extends { readonly id: string }>(
  graphql: string,
  options: Walk,
): Promise<Node[]> {
  const { between = () => {} } = options;
  const all: Node[] = [];
  let after: string | null = options.after ?? null;
  for (let pages = 0; pages < 2_000; pages += 1) {
    if (pages > 0) between(pages);
    const page = await onePage<Node>(graphql, { ...options, after });
    const { edges, nodes, pageInfo } = page;
    expect(page.unavailable).toEqual([]);
    expect(nodes.length).toBeLessThanOrEqual(options.first);
    expect(nodes).toEqual(edges.map(({ node: { id } }) => ({ id })));
    if (edges.length > 0) {
      expect([pageInfo.startCursor, pageInfo.endCursor]).toEqual([edges[0]?.cursor, edges.at(-1)?.cursor]);
    }
    all.push(...edges.map(({ node }) => node));
    if (!pageInfo.hasNextPage) return all;
    expect(pageInfo.endCursor).not.toBe(after);
    after = pageInfo.endCursor;
  }
  throw new Error('The list has no end.');
}

/** One page, after a cursor or from the beginning. */
export async function onePage<Node>(
  graphql: string,
  { field, select, first, parent, filter, after = null }: Walk,
): Promise<Page<Node>> {
  const list = `page: ${field}(first: $first, after: $after${filter ? ', filter: $filter' : ''}) {
    edges { cursor node { ${select} } } nodes { id }
    pageInfo { hasNextPage startCursor endCursor } unavailable { error { code detail } }
  }`;
  const variables = `$first: Int, $after: String${filter ? `, $filter: ${filter.type}` : ''}${parent ? ', $id: ID!' : ''}`;
  const query = `query (${variables}) { ${parent ? `node(id: $id) { ... on ${parent.type} { ${list} } }` : list} }`;
  const data = await read<{ page?: Page<Node>; node?: { page: Page<Node> } }>(graphql, query, {
    first,
    after,
    ...(filter && { filter: filter.value }),
    ...(parent && { id: parent.id }),
  });
  const page = data.page ?? data.node?.page;
  if (page === undefined) throw new Error('There is no such parent.');
  return page;
}
