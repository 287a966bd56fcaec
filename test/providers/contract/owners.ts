import { expect, it } from 'vitest';
import { caughtUp } from '../../whole-way/listening.ts';
import { allChats, plainChat } from './samples.ts';
import type { Stage } from './stage.ts';
import type { TrueChat } from './vendor.ts';

interface Owner {
  readonly id: string;
  readonly isSelf: boolean;
}

const select = `__typename id
  ... on MessageCreated { messageId account { owner { id isSelf } } message { sender { id isSelf } } }`;

/** The owner is one person, whatever a product calls them. */
export function owners(stage: Stage): void {
  it("the owner as the account's, in every product", async () => {
    const events = await caughtUp(stage, { select });
    for (const chat of oneOfEachProduct(stage)) {
      const messageId = stage.behind.ownerWrites(chat, 'From my phone');
      const event = await events.until((one) => one.messageId === messageId);
      const { owner } = event.account as { owner: Owner };
      expect(owner.isSelf).toBe(true);
      const where = `${chat.product} ${chat.kind}`;
      expect({ where, ...event }).toMatchObject({ where, message: { sender: owner } });
      // By this id the messages are found, too.
      const { node } = await stage.read<{ node: { messages: { nodes: object[] } } }>(
        `query ($id: ID!, $senderId: ID) { node(id: $id) { ... on Chat {
          messages(first: 1, filter: { senderId: $senderId }) { nodes { id sender { id isSelf } } } } } }`,
        { id: chat.id, senderId: owner.id },
      );
      expect({ where, nodes: node.messages.nodes }).toEqual({
        where,
        nodes: [{ id: messageId, sender: owner }],
      });
    }
  });
}

function oneOfEachProduct(stage: Stage): TrueChat[] {
  const writable = [...allChats(stage).filter(({ isReadOnly }) => !isReadOnly), plainChat(stage)];
  return [...new Map(writable.map((chat) => [chat.product, chat])).values()];
}
