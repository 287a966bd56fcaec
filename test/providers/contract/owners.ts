import { expect, it } from 'vitest';
import { eventsOf, type SeenEvent } from '../../whole-way/listening.ts';
import { allChats } from './samples.ts';
import type { Stage } from './stage.ts';
import type { TrueChat } from './vendor.ts';

const select = `__typename id
  ... on MessageCreated {
    messageId chatId account { owner { id isSelf } } message { direction sender { id isSelf } }
  }`;

/** The owner is one person, whatever a product calls them. */
export function owners(stage: Stage): void {
  it("the owner as the account's, in every product", async () => {
    const events = await eventsOf(stage, { after: stage.beginning, select });
    const told = new Map<string, SeenEvent>();
    // Where the owner has written already nobody waits for the next poll.
    await events.until((event) => {
      if (isOwn(event)) told.set(String(event.chatId), event);
      return event.__typename === 'CaughtUp';
    });
    const writable = allChats(stage).filter(({ isReadOnly }) => !isReadOnly);
    for (const product of new Set(writable.map((chat) => chat.product))) {
      const chats = writable.filter((chat) => chat.product === product);
      const event = chats.map(({ id }) => told.get(id)).find(Boolean) ?? (await written(chats[0]));
      const { owner } = event.account as { owner: { id: string } };
      expect({ product, ...event }).toMatchObject({
        product,
        account: { owner: { isSelf: true } },
        message: { sender: owner },
      });
      // By this id the messages are found, too.
      expect({ product, newest: await newestBy(owner.id, event.chatId) }).toEqual({
        product,
        newest: [{ id: event.messageId, sender: owner }],
      });
    }

    async function written(chat: TrueChat | undefined): Promise<SeenEvent> {
      if (chat === undefined) throw new Error('The seed has no chat to write to.');
      const messageId = stage.behind.ownerWrites(chat, 'From my phone');
      await stage.behind.look();
      return events.until((event) => event.messageId === messageId);
    }
  });

  async function newestBy(senderId: string, id: unknown): Promise<readonly object[]> {
    const query = `query ($id: ID!, $senderId: ID) { node(id: $id) { ... on Chat {
      messages(first: 1, filter: { senderId: $senderId }) { nodes { id sender { id isSelf } } } } } }`;
    const { node } = await stage.read<{ node: { messages: { nodes: object[] } } }>(query, { id, senderId });
    return node.messages.nodes;
  }
}

const isOwn = ({ message }: SeenEvent) =>
  (message as { direction: string } | undefined)?.direction === 'OUTBOUND';
