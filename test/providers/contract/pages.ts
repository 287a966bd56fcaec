import { expect, it } from 'vitest';
import { longestOfEach, oneOfEach } from './samples.ts';
import type { Stage } from './stage.ts';
import { walk } from './walking.ts';

const LARGEST = 100;
/** Smaller pages, and how long a list may be to be walked by them: every page is a request. */
const smaller = [
  { size: 1, longest: 30 },
  { size: 2, longest: 140 },
  { size: 20, longest: 1_000 },
  { size: 50, longest: Number.POSITIVE_INFINITY },
];

interface Walked {
  /** Null: a list of the root. */
  readonly parent: string | null;
  readonly field: string;
}

/** However a list is cut into pages, it is the same list, each item once. */
export function pages(stage: Stage): void {
  it.each(['chats', 'messages', 'attendees'] as const)('of %s by 1, 2, 20, 50 and 100', async (what) => {
    const lengths: number[] = [];
    for (const list of await listsOf[what](stage)) lengths.push(await expectSamePages(stage, list));
    // Else no list needs a second page of the largest.
    if (what === 'messages') expect(Math.max(...lengths)).toBeGreaterThan(LARGEST);
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

/** Answers how long the list is. */
async function expectSamePages(stage: Stage, { parent, field }: Walked): Promise<number> {
  const most = await ids(LARGEST);
  expect(new Set(most).size).toBe(most.length);
  for (const { size, longest } of smaller) {
    if (most.length <= longest) expect({ size, ids: await ids(size) }).toEqual({ size, ids: most });
  }
  return most.length;

  async function ids(size: number): Promise<string[]> {
    return (await walk<{ id: string }>(stage, parent, field, 'id', size)).map(({ id }) => id);
  }
}

const listsOf = {
  async chats(stage: Stage): Promise<Walked[]> {
    const lists: Walked[] = [{ parent: null, field: 'chats' }];
    for (const { id } of stage.behind.accounts()) {
      lists.push({ parent: id, field: 'chats' });
      const inboxes = await walk<{ id: string; product: string }>(stage, id, 'inboxes', 'id product', 100);
      const oneOfEachProduct = new Map(inboxes.reverse().map((inbox) => [inbox.product, inbox.id]));
      lists.push(...[...oneOfEachProduct.values()].map((parent) => ({ parent, field: 'chats' })));
    }
    return lists;
  },
  async messages(stage: Stage): Promise<Walked[]> {
    const chats = new Set([...oneOfEach(stage), ...longestOfEach(stage)].map(({ id }) => id));
    return [...chats].map((parent) => ({ parent, field: 'messages' }));
  },
  async attendees(stage: Stage): Promise<Walked[]> {
    return oneOfEach(stage).map(({ id }) => ({ parent: id, field: 'attendees' }));
  },
};
