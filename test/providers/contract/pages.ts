import { expect, it } from 'vitest';
import { oneOfEach } from './samples.ts';
import type { Stage } from './stage.ts';
import { walk } from './walking.ts';

const sizes = [1, 2, 50, 100];
/** Lists up to this length are walked one by one too. */
const SHORT = 30;

interface Walked {
  readonly parent: string;
  readonly field: string;
}

/** However a list is cut into pages, it is the same list, each item once. */
export function pages(stage: Stage): void {
  it.each(['chats', 'messages', 'attendees'] as const)('of %s by 1, 2, 50 and 100', async (what) => {
    for (const list of await listsOf[what](stage)) await expectSamePages(stage, list);
  });

  it('however the vendor answers', async () => {
    const chats = oneOfEach(stage);
    const before = await everything();
    for (const quirk of stage.behind.quirks) {
      quirk.turn(true);
      stage.advance(600_000);
      expect({ quirk: quirk.name, lists: await everything() }).toEqual({ quirk: quirk.name, lists: before });
      quirk.turn(false);
    }

    async function everything() {
      const lists: unknown[] = [];
      for (const { id } of stage.behind.accounts()) lists.push(await walk(stage, id, 'chats', 'id', 7));
      for (const { id } of chats) lists.push(await walk(stage, id, 'messages', 'id text direction', 20));
      return lists;
    }
  });
}

async function expectSamePages(stage: Stage, { parent, field }: Walked): Promise<void> {
  const byHundred = await ids(100);
  expect(new Set(byHundred).size).toBe(byHundred.length);
  if (byHundred.length > SHORT) return;
  for (const size of sizes) expect({ size, ids: await ids(size) }).toEqual({ size, ids: byHundred });

  async function ids(size: number): Promise<string[]> {
    return (await walk<{ id: string }>(stage, parent, field, 'id', size)).map(({ id }) => id);
  }
}

const listsOf = {
  async chats(stage: Stage): Promise<Walked[]> {
    const lists: Walked[] = [];
    for (const { id } of stage.behind.accounts()) {
      const inboxes = await walk<{ id: string; product: string }>(stage, id, 'inboxes', 'id product', 100);
      const oneOfEachProduct = new Map(inboxes.reverse().map((inbox) => [inbox.product, inbox.id]));
      lists.push(...[...oneOfEachProduct.values()].map((parent) => ({ parent, field: 'chats' })));
    }
    return lists;
  },
  async messages(stage: Stage): Promise<Walked[]> {
    return oneOfEach(stage).map(({ id }) => ({ parent: id, field: 'messages' }));
  },
  async attendees(stage: Stage): Promise<Walked[]> {
    return oneOfEach(stage).map(({ id }) => ({ parent: id, field: 'attendees' }));
  },
};
