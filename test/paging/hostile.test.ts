import { describe, expect, it } from 'vitest';
import { failure } from '../../src/messaging/errors.ts';
import type { PageSource, Position, SourcePage } from '../../src/messaging/page.ts';
import { createPaging } from '../../src/paging/index.ts';
import { ask, type Item, ids, listed, MovingList, sourceOf, walk } from './lists.ts';

const key = Buffer.alloc(32, 4);
const newPaging = () => createPaging({ key, now: () => 0 });

/** A vendor whose answers are written out: by cursor ('' is the beginning), items and the next cursor. */
function scripted(answer: (cursor: string, calls: number) => { items: Item[]; next: string | null }) {
  const source = {
    calls: 0,
    name: 'account',
    maxPageSize: 100,
    kind: 'cursor' as const,
    idOf: (item: Item) => item.id,
    timeOf: (item: Item) => item.time,
    async fetch(position: Position | null): Promise<SourcePage<Item>> {
      const { items, next } = answer(position?.at === 'cursor' ? position.cursor : '', ++source.calls);
      return { items, next: next === null ? null : { at: 'cursor', cursor: next } };
    },
  } satisfies PageSource<Item> & { calls: number };
  return source;
}

const timed = (number: number): Item => ({
  id: `item-${number}`,
  time: new Date(1e12 - number * 1000).toISOString(),
});
const untimed = (number: number): Item => ({ id: `item-${number}`, time: null });
const stretch = (from: number, to: number, make: (number: number) => Item) =>
  Array.from({ length: to - from }, (_, index) => make(from + index));

describe.each([
  ['with times', timed],
  ['without times', untimed],
])('a vendor that goes in circles, %s', (_, make) => {
  it.each([1, 7, 20, 100])('ends where a cursor repeats itself, by pages of %d', async (first) => {
    const source = scripted((cursor) => ({
      items: cursor === '' ? stretch(0, 30, make) : stretch(30, 40, make),
      next: 'c',
    }));
    const pages = await walk(newPaging(), { sources: [listed(source)], first }, undefined, 200);
    expect(ids(pages)).toEqual(stretch(0, 40, make).map(({ id }) => id));
    expect(source.calls).toBeLessThanOrEqual(2 * pages.length + 3);
  });

  it('ends where every cursor answers with the beginning', async () => {
    const source = scripted((_cursor, calls) => ({ items: stretch(0, 30, make), next: `c${calls}` }));
    const pages = await walk(newPaging(), { sources: [listed(source)], first: 20 }, undefined, 200);
    expect(ids(pages)).toEqual(stretch(0, 30, make).map(({ id }) => id));
  });

  it.each([
    ['kept', true],
    ['lost', false],
  ])('ends where three cursors go in a circle, the memory of the walk %s', async (_memory, isKept) => {
    const next: Record<string, string> = { '': 'a', a: 'b', b: 'c', c: 'a' };
    const from: Record<string, number> = { '': 0, a: 20, b: 40, c: 60 };
    const source = scripted((cursor) => {
      const start = from[cursor] ?? 0;
      return { items: stretch(start, start + 20, make), next: next[cursor] ?? null };
    });
    const paging = newPaging();
    const asked = { sources: [listed(source)], first: 10 };
    const pages = await walk(isKept ? paging : newPaging, asked, undefined, 200);
    expect(new Set(ids(pages))).toEqual(new Set(stretch(0, 80, make).map(({ id }) => id)));
    expect(source.calls).toBeLessThanOrEqual(10 * pages.length);
    // It is shown again until the circle is noticed: at most three times.
    expect(pages.length).toBeLessThanOrEqual(30);
  });

  it('shows all that it has, once, where it is read ahead', async () => {
    const next: Record<string, string> = { '': 'a', a: 'b', b: 'a' };
    const from: Record<string, number> = { '': 0, a: 100, b: 200 };
    const source = scripted((cursor) => ({
      items: stretch(from[cursor] ?? 0, (from[cursor] ?? 0) + 100, make),
      next: next[cursor] ?? null,
    }));
    const pages = await walk(newPaging(), { sources: [listed(source)], first: 100 }, undefined, 200);
    expect(ids(pages)).toEqual(stretch(0, 300, make).map(({ id }) => id));
  });

  it('ends a circle at once within a page', async () => {
    const source = scripted((cursor) => ({
      items: stretch(cursor === 'b' ? 20 : 0, cursor === 'b' ? 40 : 20, make),
      next: cursor === 'b' ? 'a' : 'b',
    }));
    const page = await ask(newPaging(), { sources: [listed(source)], first: 100 });
    expect(ids([page])).toEqual(stretch(0, 40, make).map(({ id }) => id));
    expect(page.hasNextPage).toBe(false);
    expect(source.calls).toBeLessThanOrEqual(5);
  });
});

describe('a vendor that answers nothing', () => {
  it('may do so in between: what follows comes', async () => {
    const source = scripted((cursor) => {
      const place = Number(cursor);
      return { items: place % 5 === 4 ? [timed(place)] : [], next: place < 199 ? `${place + 1}` : null };
    });
    const shown = stretch(0, 200, timed).filter((_, index) => index % 5 === 4);
    for (const paging of [newPaging(), newPaging]) {
      const pages = await walk(paging, { sources: [listed(source)], first: 3 });
      expect(ids(pages)).toEqual(shown.map(({ id }) => id));
    }
  });

  it('for ever: the walk ends, with at most 10 calls a page', async () => {
    const source = scripted((_cursor, calls) => ({ items: [], next: `${calls}` }));
    const pages = await walk(newPaging(), { sources: [listed(source)] }, undefined, 50);
    expect(ids(pages)).toEqual([]);
    expect(source.calls).toBeLessThanOrEqual(10 * pages.length);
  });

  it('and has nothing: one call', async () => {
    const source = scripted(() => ({ items: [], next: null }));
    const page = await ask(newPaging(), { sources: [listed(source)] });
    expect(page).toMatchObject({ edges: [], hasNextPage: false, endCursor: null });
    expect(source.calls).toBe(1);
  });
});

describe.each(['drifting cursor', 'keyset cursor'] as const)(
  'a vendor that forgets its cursors, by %s',
  (kind) => {
    it.each([7, 60])('is looked into elsewhere: each item comes once, by pages of %d', async (first) => {
      const list = new MovingList(300);
      const source = sourceOf(list, kind);
      const { fetch } = source;
      const forgotten = new Set<string>();
      const given = new Set<string>();
      source.fetch = async (position, limit, asked) => {
        if (position?.at === 'cursor' && forgotten.has(position.cursor)) {
          throw failure('INVALID_INPUT', 'The provider does not know this cursor.');
        }
        const page = await fetch(position, limit, asked);
        if (page.next?.at === 'cursor') {
          given.add(page.next.cursor);
          forgotten.delete(page.next.cursor);
        }
        return page;
      };
      const forget = () => {
        for (const cursor of given) forgotten.add(cursor);
        given.clear();
      };
      const pages = await walk(newPaging, { sources: [listed(source)], first }, forget);
      expect(ids(pages)).toEqual(list.items.map(({ id }) => id));
      expect(pages.flatMap(({ unavailable }) => unavailable)).toEqual([]);
    });
  },
);

describe('a vendor whose times cannot be read, or that lists an item twice', () => {
  it('is shown in its own order, once', async () => {
    const items = [
      { id: 'x', time: 'yesterday' },
      { id: 'y', time: null },
      { id: 'x', time: 'yesterday' },
      { id: 'z', time: '' },
    ];
    const source = scripted(() => ({ items, next: null }));
    expect(ids(await walk(newPaging(), { sources: [listed(source)], first: 1 }))).toEqual(['x', 'y', 'z']);
  });
});

describe.each(['offset', 'drifting cursor', 'whole'] as const)('a list without times, by %s', (paging) => {
  function people(size: number) {
    const list = new MovingList(size);
    list.items = list.items.map((item) => ({ ...item, time: null }));
    return { list, source: sourceOf(list, paging, { maxPageSize: 50 }) };
  }

  it.each([
    ['memory', true],
    ['restarts', false],
  ])('finds its place again behind what was added and deleted, with %s', async (_, hasMemory) => {
    const { list, source } = people(300);
    const there = new Set(list.items.map((item) => item.id));
    const one = newPaging();
    let page = 0;
    const change = () => {
      page += 1;
      list.items.splice(0, 0, { id: `new-${page}`, time: null });
      list.items.splice((page * 37) % list.items.length, 1);
    };
    const pages = await walk(hasMemory ? one : newPaging, { sources: [listed(source)], first: 10 }, change);
    const shown = ids(pages).filter((id) => there.has(id));
    const stayed = list.items.filter((item) => there.has(item.id)).map((item) => item.id);
    expect(stayed.filter((id) => !shown.includes(id))).toEqual([]);
    expect(new Set(shown).size).toBe(shown.length);
  });

  it('loses nothing where all that it would be found by is deleted', async () => {
    const { list, source } = people(100);
    const page = await ask(newPaging(), { sources: [listed(source)], first: 40 });
    list.items.splice(36, 4);
    const rest = await ask(newPaging(), { sources: [listed(source)], first: 100, after: page.endCursor });
    expect(ids([rest])).toEqual(list.items.slice(36).map((item) => item.id));
  });
});

describe('a list with pinned items at its top', () => {
  it('comes in its own order and once, also where the item behind which it goes on is pinned meanwhile', async () => {
    for (const paging of ['offset', 'keyset cursor'] as const) {
      const list = new MovingList(60);
      list.items = [...list.items.slice(50, 53), ...list.items.slice(0, 50), ...list.items.slice(53)];
      const source = paging === 'offset' ? sourceOf(list, 'offset') : sourceOf(list, 'drifting cursor');
      const page = await ask(newPaging(), { sources: [listed(source)], first: 20 });
      expect(ids([page])).toEqual(list.items.slice(0, 20).map((item) => item.id));
      const rest = list.items.slice(20).map((item) => item.id);
      list.items.unshift(...list.items.splice(19, 1));
      const next = await ask(newPaging(), { sources: [listed(source)], first: 100, after: page.endCursor });
      expect(ids([next])).toEqual(rest);
    }
  });
});
