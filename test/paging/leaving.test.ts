import { describe, expect, it } from 'vitest';
import { failure } from '../../src/messaging/errors.ts';
import type { PageSource } from '../../src/messaging/page.ts';
import { createPaging } from '../../src/paging/index.ts';
import { ask, type Item, ids, listed, MovingList, sourceOf } from './lists.ts';

const SIZE = 60;
const isShared = ({ id }: Item) => Number(id.split('-')[1]) % 3 === 0;
const isOnlyThere = ({ id }: Item) => Number(id.split('-')[1]) % 3 === 1;

/** A list and another one, which shows some of the same and some of its own, and leaves the former to it. */
function sources(): { all: readonly string[]; first: PageSource<Item>; second: PageSource<Item> } {
  const { items } = new MovingList(SIZE);
  const list = (wanted: (item: Item) => boolean) =>
    Object.assign(new MovingList(0), { items: items.filter(wanted) });
  const first = sourceOf(
    list((item) => !isOnlyThere(item)),
    'offset',
    { name: 'first' },
  );
  const there = list((item) => isShared(item) || isOnlyThere(item));
  const second = sourceOf(there, 'offset', { name: 'second' });
  return {
    all: items.map(({ id }) => id),
    first,
    second: { ...second, leavesTo: (item) => (isShared(item) ? 'first' : null) },
  };
}

/** Makes a source fail for its first requests. */
function failing(source: PageSource<Item>, times: number): PageSource<Item> {
  let left = times;
  return {
    ...source,
    fetch(...asked) {
      if (left === 0) return source.fetch(...asked);
      left -= 1;
      throw failure('PROVIDER_UNAVAILABLE', 'The provider cannot be reached.');
    },
  };
}

async function walked(sources: readonly PageSource<Item>[], first: number): Promise<string[]> {
  const paging = createPaging({ key: Buffer.alloc(32, 3), now: () => 0 });
  const shown: string[] = [];
  for (let after: string | null = null; ; ) {
    const page = await ask(paging, { sources: sources.map(listed), first, after, movesUp: true });
    shown.push(...ids([page]));
    if (!page.hasNextPage) return shown;
    after = page.endCursor;
  }
}

describe.each([1, 2, 7])('what a source leaves to another one comes by pages of %d', (size) => {
  it('once where both answer, in its place', async () => {
    const { all, first, second } = sources();
    expect(await walked([first, second], size)).toEqual(all);
  });

  it('once where the source did not answer at first', async () => {
    const { all, first, second } = sources();
    for (const pages of [1, 3, 8]) {
      expect((await walked([first, failing(second, pages)], size)).toSorted()).toEqual(all.toSorted());
    }
  });

  it('where both did not answer at first, whichever did sooner', async () => {
    const { all, first, second } = sources();
    for (const [pages, others] of [
      [2, 2],
      [2, 1],
      [1, 2],
    ] as const) {
      const found = await walked([failing(first, pages), failing(second, others)], size);
      expect([...new Set(found)].toSorted()).toEqual(all.toSorted());
    }
  });
});

it.each([
  ['nothing any more', () => []],
  ['only what it does not share', (items: readonly Item[]) => items.filter((item) => !isShared(item))],
])('what is left to a source that lists %s is shown all the same', async (_name, remaining) => {
  const { all, first, second } = sources();
  const without: PageSource<Item> = {
    ...first,
    async fetch(...asked) {
      const page = await first.fetch(...asked);
      return { ...page, items: remaining(page.items) };
    },
  };
  const found = await walked([without, second], 7);
  expect(all.filter((id) => found.includes(id))).toEqual(found);
  for (const item of new MovingList(SIZE).items.filter(isShared)) expect(found).toContain(item.id);
});
