import type { Stage } from './stage.ts';

export interface Connection<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly unavailable: readonly { readonly error: { readonly code: string; readonly detail: string } }[];
}

export const connection = (fields: string) =>
  `{ nodes { ${fields} } pageInfo { hasNextPage endCursor } unavailable { error { code detail } } }`;

/** A whole list, by pages of this size; `parent` null: a list of the root. Fails where an account is unavailable. */
export async function walk<Node>(
  stage: Stage,
  parent: string | null,
  field: string,
  fields: string,
  first: number,
): Promise<Node[]> {
  const list = `${field}(first: $first, after: $after) ${connection(fields)}`;
  const types = 'Account Inbox Chat Attendee';
  const of = types.split(' ').filter((type) => listsOf[type]?.includes(field));
  const query =
    parent === null
      ? `query ($first: Int, $after: String) { parent: __typename ${list} }`
      : `query ($id: ID!, $first: Int, $after: String) { parent: node(id: $id) { ${of
          .map((type) => `... on ${type} { ${list} }`)
          .join(' ')} } }`;
  const nodes: Node[] = [];
  for (let after: string | null = null; ; ) {
    const data: Record<string, unknown> = await stage.read(query, { id: parent, first, after });
    const page = ((parent === null ? data : data.parent) as Record<string, Connection<Node>>)[field];
    if (page === undefined || page.unavailable.length > 0) throw new Error(JSON.stringify(page));
    nodes.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return nodes;
    after = page.pageInfo.endCursor;
  }
}

const listsOf: Readonly<Record<string, readonly string[]>> = {
  Account: ['inboxes', 'chats', 'messages', 'attendees'],
  Inbox: ['chats'],
  Chat: ['attendees', 'messages'],
  Attendee: ['chats', 'messages'],
};
