import { describe, expect, it } from 'vitest';
import { createPaging } from '../../src/paging/index.ts';
import {
  account,
  ask,
  call,
  type FakeSource,
  ids,
  listed,
  MovingList,
  pagings,
  sourceOf,
  walk,
} from './lists.ts';

const key = Buffer.alloc(32, 1);
let time = 0;
const now = () => time;
const newPaging = () => createPaging({ key, now });

describe.each(pagings)('a list by %s', (paging) => {
  it.each([
    [1, 100],
    [2, 20],
    [7, 20],
    [20, 5],
    [50, 20],
    [100, 30],
  ])('is the same by pages of %d with upstream pages of at most %d', async (first, maxPageSize) => {
    const list = new MovingList(150);
    const expected = list.items.map((item) => item.id);
    for (const gateway of [newPaging(), newPaging]) {
      const source = sourceOf(list, paging, { maxPageSize });
      const pages = await walk(gateway, { sources: [listed(source)], first });
      expect(ids(pages)).toEqual(expected);
      expect(pages.map((page) => page.hasPreviousPage)).toEqual(pages.map((_, index) => index > 0));
      expect(pages.every((page) => page.unavailable.length === 0)).toBe(true);
    }
  });

  it('of 20 items costs one call a page, and knows whether there is a next', async () => {
    const source = sourceOf(new MovingList(60), paging);
    const asked = { sources: [listed(source)], first: 20 };
    const gateway = newPaging();
    const page = await ask(gateway, asked);
    expect([source.calls, page.hasNextPage]).toEqual([1, true]);
    if (paging !== 'whole') expect(source.limits).toEqual([21]);
    const second = await ask(gateway, { ...asked, after: page.endCursor });
    const third = await ask(gateway, { ...asked, after: second.endCursor });
    expect(third.hasNextPage).toBe(false);
    expect(source.calls).toBeLessThanOrEqual(3);
  });

  it('of which only twenty exist has no next page, with one call', async () => {
    const source = sourceOf(new MovingList(20), paging);
    const page = await ask(newPaging(), { sources: [listed(source)] });
    expect([page.edges.length, page.hasNextPage, source.calls]).toEqual([20, false, 1]);
  });

  it('asks for what it needs where the vendor leaves items out of its pages', async () => {
    const list = new MovingList(200);
    const source = sourceOf(list, paging, { maxPageSize: 30, leftOut: 3 });
    for (const gateway of [newPaging(), newPaging]) {
      const pages = await walk(gateway, { sources: [listed(source)], first: 25 });
      const shown = list.items.filter((item) => Number(item.id.slice('chat-'.length)) % 3 !== 0);
      expect(ids(pages)).toEqual(shown.map((item) => item.id));
      expect(pages.slice(0, -1).every((page) => page.edges.length === 25)).toBe(true);
    }
  });
});

describe('a place that is further away than a request may look', () => {
  it.each(pagings)('is found by the requests that follow, by %s', async (paging) => {
    const list = new MovingList(300);
    const source = sourceOf(list, paging);
    const before = list.items.map(({ id }) => id);
    const gateway = newPaging();
    const first = await ask(gateway, { sources: [listed(source)], first: 30 });
    for (let added = 0; added < 2_500; added++) list.add();
    const pages = [first];
    while (pages.at(-1)?.hasNextPage) {
      const after = pages.at(-1)?.endCursor ?? null;
      pages.push(await ask(gateway, { sources: [listed(source)], first: 30, after }));
    }
    expect(ids(pages)).toEqual(before);
  });
});

describe('what has moved up', () => {
  it('comes at the end, for lists whose items move, and costs one call there', async () => {
    const list = new MovingList(60);
    const source = sourceOf(list, 'offset');
    const paging = newPaging();
    const first = await ask(paging, { sources: [listed(source)], movesUp: true, first: 30 });
    list.bump(50);
    list.bump(10);
    const rest = await ask(paging, {
      sources: [listed(source)],
      movesUp: true,
      first: 40,
      after: first.endCursor,
    });
    expect(ids([first])).toContain('chat-51');
    expect(ids([rest]).slice(0, 29)).toEqual(list.items.slice(31).map((item) => item.id));
    expect(ids([rest]).slice(29)).toEqual(['chat-51', 'chat-10']);
    expect(rest.hasNextPage).toBe(false);
    expect(source.calls).toBe(3);
  });

  it('comes also where clocks are coarse: at the very time of what was newest', async () => {
    const list = new MovingList(60);
    const asked = { sources: [listed(sourceOf(list, 'offset'))], movesUp: true, first: 30 };
    const paging = newPaging();
    const first = await ask(paging, asked);
    const [moved] = list.items.splice(50, 1);
    list.items.unshift({ id: moved?.id ?? '', time: list.items[0]?.time ?? '' });
    const rest = await ask(paging, { ...asked, first: 100, after: first.endCursor });
    expect(ids([first, rest])).toEqual(
      [...list.items.slice(1), ...list.items.slice(0, 1)].map(({ id }) => id),
    );
  });

  it('is promised where the page is full, and only there', async () => {
    for (const [bumped, promised] of [
      [true, true],
      [false, false],
    ] as const) {
      const list = new MovingList(40);
      const asked = { sources: [listed(sourceOf(list, 'keyset cursor'))], movesUp: true };
      const paging = newPaging();
      const first = await ask(paging, asked);
      if (bumped) list.bump(39);
      const second = await ask(paging, { ...asked, first: bumped ? 19 : 20, after: first.endCursor });
      expect(second.hasNextPage).toBe(promised);
      if (bumped) expect(ids([await ask(paging, { ...asked, after: second.endCursor })])).toEqual(['chat-1']);
    }
  });

  it('does not come in lists whose items keep their places', async () => {
    const list = new MovingList(60);
    const source = sourceOf(list, 'offset');
    const pages = await walk(newPaging(), { sources: [listed(source)], first: 30 }, () => list.add());
    expect(ids(pages)).toEqual(list.items.slice(1).map((item) => item.id));
  });
});

describe('the number of all items', () => {
  it('is told where one source without a filter said it', async () => {
    const list = new MovingList(60);
    const source = sourceOf(list, 'offset');
    const { fetch } = source;
    source.fetch = async (...asked) => ({ ...(await fetch(...asked)), total: list.items.length });
    const other = sourceOf(list, 'offset', { name: 'other' });
    const paging = newPaging();
    const page = await ask(paging, { sources: [listed(source)], first: 10 });
    expect(page.totalCount).toBe(60);
    expect(
      (await ask(paging, { sources: [listed(source)], first: 10, after: page.endCursor })).totalCount,
    ).toBe(60);
    expect((await ask(paging, { sources: [listed(source)], accepts: () => true })).totalCount).toBeNull();
    expect((await ask(paging, { sources: [listed(source), listed(other)] })).totalCount).toBeNull();
    expect((await ask(paging, { sources: [listed(other)] })).totalCount).toBeNull();
  });

  it('is counted where the vendor has one page', async () => {
    const whole = sourceOf(new MovingList(60), 'whole');
    const even = { accepts: (item: { id: string }) => Number(item.id.slice(5)) % 2 === 0 };
    expect((await ask(newPaging(), { sources: [listed(whole)], first: 10 })).totalCount).toBe(60);
    expect((await ask(newPaging(), { sources: [listed(whole)], first: 10, ...even })).totalCount).toBe(30);
  });
});

describe('the memory of a walk', () => {
  function chats(): FakeSource {
    return sourceOf(new MovingList(200), 'offset');
  }

  it('serves pages from what was read ahead, for five minutes', async () => {
    const source = chats();
    const paging = newPaging();
    const asked = { sources: [listed(source)], first: 5 };
    const first = await ask(paging, asked);
    const second = await ask(paging, { ...asked, after: first.endCursor });
    expect(ids([second])[0]).toBe('chat-195');
    expect(source.calls).toBe(1);
    time += 300_001;
    expect(ids([await ask(paging, { ...asked, after: second.endCursor })])[0]).toBe('chat-190');
    expect(source.calls).toBe(2);
  });

  it('answers the same cursor again without a call, also at once', async () => {
    const source = chats();
    const paging = newPaging();
    const asked = { sources: [listed(source)], first: 5 };
    const { endCursor: after } = await ask(paging, asked);
    const answers = await Promise.all([1, 2, 3].map(() => ask(paging, { ...asked, after })));
    expect(answers.map((page) => ids([page]))).toEqual(answers.map(() => ids(answers.slice(0, 1))));
    expect(source.calls).toBe(1);
  });

  it('begins anew with every walk', async () => {
    const list = new MovingList(50);
    const source = sourceOf(list, 'offset');
    const paging = newPaging();
    await ask(paging, { sources: [listed(source)], first: 5 });
    list.add();
    expect(ids([await ask(paging, { sources: [listed(source)], first: 5 })])[0]).toBe('chat-51');
  });

  it('is not shared between those who see different accounts', async () => {
    const list = new MovingList(50);
    const paging = newPaging();
    const mine = { source: sourceOf(list, 'offset'), accounts: [account('a')] };
    const { endCursor: after } = await ask(paging, { sources: [mine], first: 5 });
    const theirs = { source: sourceOf(list, 'offset'), accounts: [account('a'), account('b')] };
    await ask(paging, { sources: [theirs], first: 5, after });
    expect(theirs.source.calls).toBe(1);
  });

  it('is bounded', async () => {
    const paging = createPaging({ key, now, memory: { maxSize: 20_000, maxAge: 60_000 } });
    const walks = Array.from({ length: 20 }, chats);
    const cursors = [];
    for (const source of walks)
      cursors.push((await ask(paging, { sources: [listed(source)], first: 5 })).endCursor);
    for (const [index, source] of walks.entries()) {
      const page = await ask(paging, { sources: [listed(source)], first: 5, after: cursors[index] ?? null });
      expect(ids([page])[0]).toBe('chat-195');
    }
    expect(walks.filter((source) => source.calls > 1).length).toBeGreaterThan(10);
  });
});

describe("the caller's budget", () => {
  it('ends with RATE_LIMITED for the sources that came too late, and they follow on the next page', async () => {
    const sources = Array.from({ length: 10 }, (_, index) => {
      const source = sourceOf(new MovingList(5, `a${index}`), 'offset', { name: `a${index}` });
      const { fetch } = source;
      source.fetch = async (position, limit, asked) => {
        asked.count();
        return fetch(position, limit, asked);
      };
      return listed(source);
    });
    const { failure } = await import('../../src/messaging/errors.ts');
    const budget = () => {
      let left = 6;
      const count = () => {
        if (left-- === 0) throw failure('RATE_LIMITED', 'This operation has made all its calls.');
      };
      return call({ count });
    };
    const paging = newPaging();
    const pages = [];
    for (let after: string | null = null; ; ) {
      const page = await ask(paging, { sources, first: 100, after, call: budget() });
      pages.push(page);
      if (!page.hasNextPage) break;
      after = page.endCursor;
    }
    expect(pages[0]?.unavailable.every((one) => one.failure.code === 'RATE_LIMITED')).toBe(true);
    expect(new Set(ids(pages)).size).toBe(50);
    expect(ids(pages)).toHaveLength(50);
  });
});
