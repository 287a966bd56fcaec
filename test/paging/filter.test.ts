import { describe, expect, it } from 'vitest';
import { createPaging } from '../../src/paging/index.ts';
import { ask, type Item, ids, listed, MovingList, pagings, sourceOf, walk } from './lists.ts';

const key = Buffer.alloc(32, 2);
const newPaging = () => createPaging({ key, now: () => 0 });
const oneOf = (every: number) => (item: Item) => Number(item.id.split('-').at(-1)) % every === 0;

describe('a filtered list', () => {
  it.each(pagings)('has full pages where so many exist, by %s', async (paging) => {
    const list = new MovingList(3_000);
    const source = sourceOf(list, paging);
    const accepts = oneOf(10);
    const pages = await walk(newPaging(), { sources: [listed(source)], accepts });
    expect(pages.slice(0, -1).map((page) => page.edges.length)).toEqual(pages.slice(0, -1).map(() => 20));
    expect(ids(pages)).toEqual(list.items.filter(accepts).map((item) => item.id));
    expect(pages.every((page) => page.totalCount === (paging === 'whole' ? 300 : null))).toBe(true);
  });

  it.each(pagings)('asks for at most 10 pages a request, and loses nothing there, by %s', async (paging) => {
    const list = new MovingList(5_000);
    const source = sourceOf(list, paging);
    const accepts = oneOf(2_500);
    const pages = [];
    for (let after: string | null = null; ; ) {
      const before = source.calls;
      const page = await ask(newPaging(), { sources: [listed(source)], accepts, after });
      pages.push(page);
      expect(source.calls - before).toBeLessThanOrEqual(10);
      if (!page.hasNextPage) break;
      expect(page.endCursor).not.toBeNull();
      after = page.endCursor;
    }
    expect(ids(pages)).toEqual(['chat-5000', 'chat-2500']);
    expect(source.calls).toBeLessThanOrEqual(70);
    const [first] = pages;
    if (paging !== 'whole')
      expect(first).toMatchObject({ hasNextPage: true, endCursor: first?.edges[0]?.cursor });
  });

  it('goes on from the cursor of its last edge as from its end', async () => {
    const source = sourceOf(new MovingList(100), 'offset');
    const page = await ask(newPaging(), { sources: [listed(source)], accepts: oneOf(7), first: 3 });
    expect(page.edges.at(-1)?.cursor).toBe(page.endCursor);
    const [inner] = page.edges;
    const again = await ask(newPaging(), {
      sources: [listed(source)],
      accepts: oneOf(7),
      first: 2,
      after: inner?.cursor ?? null,
    });
    expect(ids([again])).toEqual(ids([page]).slice(1));
  });

  it('does not promise a next page of what it would not show', async () => {
    const source = sourceOf(new MovingList(40), 'offset');
    const accepts = (item: Item) => Number(item.id.split('-').at(-1)) > 35;
    const page = await ask(newPaging(), { sources: [listed(source)], accepts, first: 5 });
    expect(page.edges).toHaveLength(5);
    const { hasNextPage } = await ask(newPaging(), { sources: [listed(source)], accepts, first: 6 });
    expect(hasNextPage).toBe(false);
  });

  it.each(pagings)('ends where nothing newer can follow, by %s', async (paging) => {
    const list = new MovingList(3_000);
    const newerThan = list.items[30]?.time ?? '';
    // Pinned: at the top, however old it is. Where a list is cut by time, it cannot be.
    const canPin = paging !== 'date' && paging !== 'keyset cursor';
    if (canPin) list.items.unshift({ id: 'pinned', time: list.items[2_000]?.time ?? '' });
    const source = sourceOf(list, paging);
    const accepts = ({ time }: Item) => (time ?? '') > newerThan;
    const pages = await walk(newPaging(), { sources: [listed(source)], accepts, newerThan, first: 10 });
    expect(ids(pages)).toEqual(list.items.filter(accepts).map(({ id }) => id));
    expect(source.calls).toBeLessThanOrEqual(5);
  });

  it('shares its bound among many sources', async () => {
    const sources = Array.from({ length: 30 }, (_, index) =>
      sourceOf(new MovingList(500, `a${index}`), 'offset', { name: `a${index}`, maxPageSize: 20 }),
    );
    const paging = newPaging();
    const accepts = oneOf(100);
    const pages = [];
    let calls = 0;
    for (let after: string | null = null; ; ) {
      const page = await ask(paging, { sources: sources.map(listed), accepts, after });
      pages.push(page);
      const now = sources.reduce((sum, source) => sum + source.calls, 0);
      // Two calls for each source; a page that is not full has used them up.
      expect(now - calls).toBeLessThanOrEqual(60);
      if (page.hasNextPage && page.edges.length < 20) expect(now - calls).toBe(60);
      calls = now;
      if (!page.hasNextPage) break;
      after = page.endCursor;
    }
    expect(new Set(ids(pages)).size).toBe(30 * 5);
    expect(ids(pages)).toHaveLength(30 * 5);
  });
});
