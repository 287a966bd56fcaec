import { expect, it } from 'vitest';
import { oneOfEach } from './samples.ts';
import type { Stage } from './stage.ts';

interface Node {
  readonly __typename: string;
  readonly id: string;
}

const chatNodes = `__typename id account { __typename id } inbox { __typename id }
  attendees(first: 5) { nodes { __typename id } }
  messages(first: 30) { nodes { __typename id sender { __typename id } attachments { __typename id } } }`;

/** Every node is found by its id, and the ids are the same for ever. */
export function identities(stage: Stage): void {
  it('are found by node and nodes, before and after a restart', async () => {
    const before = await everyNode();
    expect(new Set(before.map(({ id }) => id)).size).toBe(before.length);
    for (const type of ['Account', 'Inbox', 'Chat', 'Message', 'Attendee']) {
      expect(before.map(({ __typename }) => __typename)).toContain(type);
    }
    await expectFound(before);
    await stage.restart();
    await expectFound(before);
    expect(await everyNode()).toEqual(before);
  });

  /** All nodes that the chats of every kind lead to, each once. */
  async function everyNode(): Promise<Node[]> {
    const found = new Map<string, Node>();
    for (const { id } of oneOfEach(stage)) {
      const data = await stage.read(`query ($id: ID!) { node(id: $id) { ... on Chat { ${chatNodes} } } }`, {
        id,
      });
      for (const node of nodesIn(data)) found.set(node.id, node);
    }
    return [...found.values()];
  }

  async function expectFound(known: readonly Node[]): Promise<void> {
    for (let at = 0; at < known.length; at += 20) {
      const some = known.slice(at, at + 20);
      const { nodes } = await stage.read<{ nodes: Node[] }>(
        'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }',
        { ids: some.map(({ id }) => id) },
      );
      expect(nodes).toEqual(some);
    }
    const oneOfEachType = new Map(known.map((node) => [node.__typename, node]));
    for (const one of oneOfEachType.values()) {
      expect(
        await stage.read('query ($id: ID!) { node(id: $id) { __typename id } }', { id: one.id }),
      ).toEqual({
        node: one,
      });
    }
  }
}

function nodesIn(data: unknown): Node[] {
  if (typeof data !== 'object' || data === null) return [];
  const { __typename, id } = data as Partial<Node>;
  const inner = Object.values(data).flatMap(nodesIn);
  return __typename !== undefined && id !== undefined ? [{ __typename, id }, ...inner] : inner;
}
