import { describe, expect, it } from 'vitest';
import { createPaging } from '../../src/paging/index.ts';
import { memoryShelf } from '../../src/paging/shelf.ts';
import { seeded } from '../../src/sandbox/random.ts';
import {
  account,
  ask,
  type FakeSource,
  type Item,
  ids,
  listed,
  MovingList,
  type PagingKind,
  sourceOf,
  walk,
} from './lists.ts';

const key = Buffer.alloc(32, 3);
const now = () => 0;
const newPaging = () => createPaging({ key, now });
const kinds: readonly PagingKind[] = ['offset', 'keyset cursor', 'whole'];

/** Accounts whose chats often have the same times as those of others, some of them pinned, some without a time. */
function accounts(count: number, most: number): FakeSource[] {
  const random = seeded('accounts');
  return Array.from({ length: count }, (_, index) => {
    const name = `account-${String(index).padStart(3, '0')}`;
    const paging = kinds[index % kinds.length] ?? 'whole';
    const list = new MovingList(0);
    const times = new Set(Array.from({ length: random.integer(0, most) }, () => random.integer(0, 4 * most)));
    list.items = [...times]
      .sort((one, other) => other - one)
      .map((time) => ({ id: `${name}-${time}`, time: new Date(time * 1000).toISOString() }));
    const maxPageSize = random.pick([20, 50, 250]);
    const source = sourceOf(list, paging, { name, maxPageSize });
    return Object.assign(source, { list });
  });
}

function itemsOf(source: FakeSource): readonly Item[] {
  return (source as FakeSource & { list: MovingList }).list.items;
}

/** A stable sort of everything: newest first, equal times in the order of the accounts. */
function bruteForce(sources: readonly FakeSource[]): string[] {
  return sources
    .flatMap(itemsOf)
    .toSorted((one, other) =>
      (one.time ?? '') < (other.time ?? '') ? 1 : (one.time ?? '') > (other.time ?? '') ? -1 : 0,
    )
    .map((item) => item.id);
}

function source(name: string, items: readonly Item[], paging: PagingKind = 'offset'): FakeSource {
  const list = new MovingList(0);
  list.items = [...items];
  return Object.assign(sourceOf(list, paging, { name }), { list });
}

const second = (time: number) => new Date(time * 1000).toISOString();
const item = (id: string, time: number | null): Item => ({ id, time: time === null ? null : second(time) });

describe('200 accounts on three kinds of paging as one list', () => {
  const sources = accounts(200, 40);
  const expected = bruteForce(sources);

  it.each([1, 7, 20, 100])('is the sorted whole by pages of %d', async (first) => {
    // By single items the first 400 tell; all 4,000 would only take longer.
    const most = first === 1 ? 400 : Number.POSITIVE_INFINITY;
    const paging = newPaging();
    const shown: string[] = [];
    for (let after: string | null = null; shown.length < most; ) {
      const page = await ask(paging, { sources: sources.map(listed), first, after });
      expect(page.edges.length).toBe(Math.min(first, expected.length - shown.length));
      shown.push(...ids([page]));
      expect(page.endCursor?.length ?? 0).toBeLessThanOrEqual(2048);
      if (!page.hasNextPage) break;
      after = page.endCursor;
    }
    expect(shown).toEqual(expected.slice(0, most));
  });

  it('is the same on another gateway after every page', async () => {
    const shelf = memoryShelf(now);
    const paging = () => createPaging({ key, now, shelf });
    expect(ids(await walk(paging, { sources: sources.map(listed), first: 100 }))).toEqual(expected);
  });

  it('asks again only those accounts whose known items are used up', async () => {
    const fresh = accounts(200, 120);
    const paging = newPaging();
    const answered = new Map(fresh.map((one) => [one.name, 0]));
    for (const one of fresh) {
      const { fetch } = one;
      one.fetch = async (...asked) => {
        const page = await fetch(...asked);
        const last = itemsOf(one).findIndex(({ id }) => id === page.items.at(-1)?.id);
        answered.set(one.name, Math.max(answered.get(one.name) ?? 0, last + 1));
        return page;
      };
    }
    const shown: string[] = [];
    const calls: number[] = [];
    for (let after: string | null = null; ; ) {
      const answeredBefore = new Map(answered);
      const callsBefore = new Map(fresh.map((one) => [one, one.calls]));
      const page = await ask(paging, { sources: fresh.map(listed), after });
      shown.push(...ids([page]));
      const asked = fresh.filter((one) => one.calls > (callsBefore.get(one) ?? 0));
      calls.push(asked.reduce((sum, one) => sum + one.calls - (callsBefore.get(one) ?? 0), 0));
      for (const { name } of asked) {
        expect(shown.filter((id) => id.startsWith(name)).length).toBeGreaterThanOrEqual(
          answeredBefore.get(name) ?? 0,
        );
      }
      if (!page.hasNextPage) break;
      after = page.endCursor;
    }
    const items = fresh.reduce((count, one) => count + itemsOf(one).length, 0);
    expect(shown).toHaveLength(items);
    expect(calls[0]).toBe(200);
    // Twenty at a time, and a first call each.
    expect(calls.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(200 + items / 20);
  });
});

describe('the order of a merge', () => {
  it('keeps the own order of a source, whatever its times are', async () => {
    const pinned = source('a', [item('pinned', 1), item('a9', 9), item('a5', 5)]);
    const other = source('b', [item('b7', 7), item('b3', 3)]);
    const pages = await walk(newPaging(), { sources: [pinned, other].map(listed), first: 1 });
    expect(ids(pages)).toEqual(['b7', 'b3', 'pinned', 'a9', 'a5']);
  });

  it('puts what has no time last, and equal times in the order of the sources', async () => {
    const one = source('a', [item('a5', 5), item('a-none', null)], 'whole');
    const other = source('b', [item('b9', 9), item('b5', 5), item('b-none', null)]);
    for (const first of [1, 2, 100]) {
      const pages = await walk(newPaging(), { sources: [one, other].map(listed), first });
      expect(ids(pages)).toEqual(['b9', 'a5', 'b5', 'a-none', 'b-none']);
    }
  });

  it.each([1, 2, 3, 20])('shows an item that two sources list once, by pages of %d', async (first) => {
    const all = [item('c9', 9), item('c8', 8), item('c7', 7), item('c6', 6), item('none', null)];
    const sources = [
      source('inbox', all),
      source('starred', [item('c8', 8), item('c6', 6), item('none', null)], 'whole'),
    ];
    for (const paging of [newPaging(), newPaging]) {
      const pages = await walk(paging, { sources: sources.map(listed), first });
      expect(ids(pages)).toEqual(all.map(({ id }) => id));
    }
  });

  it.each([1, 3, 5, 100])('so too where many have the same time, by pages of %d', async (first) => {
    for (const time of [7, null]) {
      const shared = Array.from({ length: 12 }, (_, index) => item(`shared-${index}`, time));
      const sources = [source('starred', shared), source('inbox', [item('own', time), ...shared])];
      const pages = await walk(newPaging, { sources: sources.map(listed), first });
      expect(ids(pages).toSorted()).toEqual(['own', ...shared.map(({ id }) => id)].toSorted());
    }
  });

  it.each([1, 2, 3])('so too where the other source ends meanwhile, by pages of %d', async (first) => {
    const short = source('starred', [item('c8', 8)], 'whole');
    const long = source('inbox', [item('c9', 9), item('d8', 8), item('e8', 8), item('c8', 8), item('c7', 7)]);
    const pages = await walk(newPaging, { sources: [short, long].map(listed), first });
    expect(ids(pages)).toEqual(['c9', 'c8', 'd8', 'e8', 'c7']);
  });

  it('takes up a source that comes in the middle of the walk', async () => {
    const paging = newPaging();
    const one = source('a', [item('a9', 9), item('a5', 5)]);
    const page = await ask(paging, { sources: [listed(one)], first: 1 });
    const other = source('b', [item('b7', 7), item('b3', 3)]);
    const next = await ask(paging, { sources: [one, other].map(listed), after: page.endCursor });
    expect(ids([next])).toEqual(['b7', 'a5', 'b3']);
  });

  it('knows no accounts: an empty page', async () => {
    const page = await ask(newPaging(), { sources: [] });
    expect(page).toEqual({
      edges: [],
      hasNextPage: false,
      hasPreviousPage: false,
      totalCount: 0,
      endCursor: null,
      unavailable: [],
    });
    const failure = {
      code: 'PROVIDER_UNAVAILABLE',
      detail: 'It cannot be reached.',
      retryable: true,
    } as const;
    const unavailable = [
      { account: null, failure },
      { account: account('x'), failure },
    ];
    expect(await ask(newPaging(), { sources: [], unavailable })).toMatchObject({
      totalCount: null,
      unavailable,
    });
  });
});
