import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Log } from '../../src/messaging/log.ts';
import { createPaging } from '../../src/paging/index.ts';
import { type CursorShelf, memoryShelf, storeShelf } from '../../src/paging/shelf.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { ask, type FakeSource, ids, listed, MovingList, type PagingKind, sourceOf } from './lists.ts';

const key = Buffer.alloc(32, 8);
const day = 24 * 3_600_000;
const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };
const kinds: readonly PagingKind[] = ['offset', 'keyset cursor', 'date', 'drifting cursor', 'whole'];

let time = Date.UTC(2026, 0, 1);
const now = () => time;

/** 200 accounts with 20 chats each; every second of the list has chats of several accounts. */
function accounts(): FakeSource[] {
  return Array.from({ length: 200 }, (_, index) => {
    const name = `account-${index}`;
    return sourceOf(new MovingList(20, name), kinds[index % kinds.length] ?? 'whole', { name });
  });
}

describe('the cursor of a list of 200 accounts', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore('memory', silent);
  });
  afterEach(() => store.close());

  it.each(['memory', 'store'] as const)(
    'is short, and goes on where it was for 7 days, from the shelf in %s',
    async (kind) => {
      const shelf = kind === 'memory' ? memoryShelf(now) : storeShelf(store, now);
      const sources = accounts().map(listed);
      const page = await ask(createPaging({ key, now, shelf }), { sources, first: 100 });
      expect(Math.max(...page.edges.map((edge) => edge.cursor.length))).toBeLessThanOrEqual(2048);
      time += 7 * day - 1;
      const all = await ask(createPaging({ key, now }), { sources, first: 100 });
      for (const index of [0, 41, 98]) {
        const after = page.edges[index]?.cursor ?? null;
        const next = await ask(createPaging({ key, now, shelf }), { sources, first: 99 - index, after });
        expect(ids([next])).toEqual(ids([all]).slice(index + 1));
      }
    },
  );

  it('approaches the list by time when its entry is gone, ties included', async () => {
    const sources = accounts().map(listed);
    const shelf: CursorShelf = memoryShelf(now);
    const paging = () => createPaging({ key, now, shelf });
    const shown: string[] = [];
    for (let after: string | null = null; ; time += 8 * day) {
      const page = await ask(paging(), { sources, first: 90, after });
      shown.push(...ids([page]));
      if (!page.hasNextPage) break;
      after = page.endCursor;
    }
    expect(new Set(shown).size).toBe(4_000);
    expect(shown).toHaveLength(4_000);
    const second = (id: string) => Number(id.split('-').at(-1));
    expect(shown.map(second)).toEqual(shown.map(second).toSorted((one, other) => other - one));
  });

  it('is refused for those who do not see all of its accounts, whether the entry is there or not', async () => {
    const sources = accounts().map(listed);
    const shelf = memoryShelf(now);
    const { endCursor } = await ask(createPaging({ key, now, shelf }), { sources });
    for (const _ of ['there', 'gone']) {
      const asked = ask(createPaging({ key, now, shelf }), { sources: sources.slice(1), after: endCursor });
      await expect(asked).rejects.toMatchObject({ failure: { code: 'INVALID_INPUT', field: ['after'] } });
      time += 8 * day;
    }
  });

  it('of some thousand accounts is short too', async () => {
    const sources = [
      {
        source: sourceOf(new MovingList(30), 'offset'),
        accounts: Array.from({ length: 3_000 }, (_, index) => ({ connectionId: 'c', accountId: `${index}` })),
      },
    ];
    const shelf = memoryShelf(now);
    const page = await ask(createPaging({ key, now, shelf }), { sources, first: 10 });
    expect(page.endCursor?.length).toBeLessThanOrEqual(2048);
    const next = await ask(createPaging({ key, now, shelf }), { sources, first: 10, after: page.endCursor });
    expect(ids([next])[0]).toBe('chat-20');
  });

  it('leaves nothing behind in the store when it has expired', async () => {
    const shelf = storeShelf(store, now);
    await shelf.put('old', Buffer.from('old'), time + day);
    expect(await shelf.get('old')).toEqual(Buffer.from('old'));
    time += day;
    expect(await shelf.get('old')).toBeNull();
    await shelf.put('new', Buffer.from('new'), time + day);
    const rows = await store.db.selectFrom('cursors').select('name').execute();
    expect(rows).toEqual([{ name: 'new' }]);
  });

  it('needs no shelf where it is short', async () => {
    const shelf: CursorShelf = {
      put: () => Promise.reject(new Error('nothing is to be put here')),
      get: () => Promise.reject(new Error('nothing is here')),
    };
    const sources = accounts().slice(0, 20).map(listed);
    const paging = createPaging({ key, now, shelf });
    const page = await ask(paging, { sources, first: 100 });
    expect((await ask(paging, { sources, after: page.endCursor })).edges).toHaveLength(20);
  });
});
