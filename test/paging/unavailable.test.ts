import { describe, expect, it } from 'vitest';
import { failure } from '../../src/messaging/errors.ts';
import { createPaging } from '../../src/paging/index.ts';
import type { Page } from '../../src/paging/page.ts';
import {
  account,
  ask,
  call,
  type FakeSource,
  type Item,
  ids,
  listed,
  MovingList,
  sourceOf,
} from './lists.ts';

const key = Buffer.alloc(32, 9);
const newPaging = (sourceBudgetMs = 5_000) => createPaging({ key, now: Date.now, sourceBudgetMs });

function chats(name: string, size = 30): FakeSource {
  const source = sourceOf(new MovingList(size, name), 'offset', { name });
  return source;
}

/** Makes a source fail until it is told otherwise. */
function failing(source: FakeSource, error: () => Promise<never> | never): () => void {
  const { fetch } = source;
  source.fetch = async () => {
    source.calls += 1;
    return error();
  };
  return () => {
    source.fetch = fetch;
  };
}

const down = () => {
  throw failure('PROVIDER_UNAVAILABLE', 'The provider cannot be reached.');
};
const disconnected = () => {
  throw failure('ACCOUNT_DISCONNECTED', 'The account is disconnected.');
};
const hanging = () => new Promise<never>(() => {});

describe('a source that cannot answer', () => {
  it('is listed, does not hold up the rest, and comes later from its beginning', async () => {
    const [one, other] = [chats('a'), chats('b')];
    const paging = newPaging();
    const recover = failing(other, down);
    const sources = [one, other].map(listed);
    const first = await ask(paging, { sources, first: 10 });
    expect(ids([first])).toEqual(Array.from({ length: 10 }, (_, index) => `a-${30 - index}`));
    expect(first.unavailable).toEqual([
      {
        account: account('b'),
        failure: expect.objectContaining({ code: 'PROVIDER_UNAVAILABLE', retryable: true }),
      },
    ]);
    expect(first.hasNextPage).toBe(true);
    recover();
    const second = await ask(paging, { sources, first: 100, after: first.endCursor });
    expect(second.unavailable).toEqual([]);
    expect(ids([second]).filter((id) => id.startsWith('b'))).toHaveLength(30);
    expect(new Set(ids([first, second])).size).toBe(60);
    expect(second.hasNextPage).toBe(false);
  });

  it('goes on from its place where it fails in the middle', async () => {
    const [one, other] = [chats('a', 60), chats('b', 60)];
    const sources = [one, other].map(listed);
    const pages = [await ask(newPaging(), { sources, first: 30 })];
    const recover = failing(other, down);
    pages.push(await ask(newPaging(), { sources, first: 30, after: pages.at(-1)?.endCursor ?? null }));
    expect(pages[1]?.unavailable).toHaveLength(1);
    expect(ids(pages.slice(1)).every((id) => id.startsWith('a'))).toBe(true);
    recover();
    while (pages.at(-1)?.hasNextPage) {
      pages.push(await ask(newPaging(), { sources, first: 30, after: pages.at(-1)?.endCursor ?? null }));
    }
    expect(ids(pages)).toHaveLength(120);
    expect(new Set(ids(pages)).size).toBe(120);
  });

  it.each([
    ['hangs', hanging],
    [
      'fails by itself when its time is over',
      (signal: AbortSignal) =>
        new Promise<never>((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    ],
  ])('is given up when it %s beyond its budget', async (_, answer) => {
    const [one, slow] = [chats('a'), chats('b')];
    slow.fetch = async (_position, _limit, { signal }) => answer(signal);
    const page = await ask(newPaging(40), { sources: [one, slow].map(listed), first: 10 });
    expect(ids([page])).toHaveLength(10);
    expect(page.unavailable).toMatchObject([
      { account: account('b'), failure: { code: 'PROVIDER_UNAVAILABLE' } },
    ]);
    expect(page.hasNextPage).toBe(true);
  });

  it('has the deadline of the call and no budget where nobody else waits', async () => {
    const slow = chats('a');
    const { fetch } = slow;
    let deadline = 0;
    slow.fetch = async (position, limit, asked) => {
      deadline = asked.deadline;
      await new Promise((resolve) => setTimeout(resolve, 30));
      return fetch(position, limit, asked);
    };
    const until = Date.now() + 60_000;
    const page = await ask(newPaging(1), { sources: [listed(slow)], call: call({ deadline: until }) });
    expect(ids([page])).toHaveLength(20);
    expect(deadline).toBeLessThanOrEqual(until);
    failing(slow, hanging);
    const late = await ask(newPaging(), {
      sources: [listed(slow)],
      call: call({ deadline: Date.now() + 30 }),
    });
    expect(late.unavailable).toHaveLength(1);
  });

  it('never waits longer than the slowest of many, and asks a bounded number at once', async () => {
    const sources = Array.from({ length: 100 }, (_, index) => chats(`a${index}`));
    let open = 0;
    let most = 0;
    for (const source of sources) {
      const { fetch } = source;
      source.fetch = async (...asked) => {
        most = Math.max(most, ++open);
        await new Promise((resolve) => setImmediate(resolve));
        open -= 1;
        return fetch(...asked);
      };
    }
    expect(ids([await ask(newPaging(), { sources: sources.map(listed) })])).toHaveLength(20);
    expect(most).toBeGreaterThan(10);
    expect(most).toBeLessThanOrEqual(32);
  });

  it('does not make one that answers at once look slow', async () => {
    const [slow, fast] = [chats('a', 600), chats('b', 600)];
    for (const [source, milliseconds] of [
      [slow, 60],
      [fast, 1],
    ] as const) {
      const { fetch } = source;
      source.fetch = async (...asked) => {
        await new Promise((resolve) => setTimeout(resolve, milliseconds));
        return fetch(...asked);
      };
    }
    const page = await ask(newPaging(100), {
      sources: [slow, fast].map(listed),
      first: 100,
      accepts: ({ id }) => id.endsWith('0'),
    });
    expect(fast.calls).toBeGreaterThan(1);
    expect(page.unavailable.map(({ account }) => account?.accountId)).not.toContain('b');
  });

  it('is one of 200 that hang, and the rest is served before the caller gives up', async () => {
    const hanging200 = Array.from({ length: 200 }, (_, index) => chats(`hanging-${index}`));
    for (const source of hanging200) failing(source, hanging);
    const healthy = Array.from({ length: 5 }, (_, index) => chats(`healthy-${index}`));
    const signal = AbortSignal.timeout(4_000);
    const page = await ask(newPaging(700), {
      sources: [...hanging200, ...healthy].map(listed),
      call: call({ signal, deadline: Date.now() + 4_000 }),
    });
    expect(ids([page])).toHaveLength(20);
    expect(page.unavailable).toHaveLength(200);
  });

  it('is listed, and the rest is served, where the caller has less time than it', async () => {
    const [one, slow] = [chats('a'), chats('b')];
    failing(slow, hanging);
    const signal = AbortSignal.timeout(200);
    const page = await ask(newPaging(), {
      sources: [one, slow].map(listed),
      call: call({ signal, deadline: Date.now() + 200 }),
    });
    expect(ids([page])).toHaveLength(20);
    expect(page.unavailable).toMatchObject([{ account: account('b') }]);
  });

  it('goes on from its place where it could not even be found for a while', async () => {
    const [one, other] = [chats('a', 30), chats('b', 30)];
    const unavailable = [
      { account: account('b'), failure: failure('PROVIDER_UNAVAILABLE', 'It cannot be reached.').failure },
    ];
    const both = [one, other].map(listed);
    const pages = [await ask(newPaging(), { sources: both, first: 20 })];
    const cursor = () => pages.at(-1)?.endCursor ?? null;
    pages.push(await ask(newPaging(), { sources: [listed(one)], unavailable, first: 100, after: cursor() }));
    expect(pages[1]).toMatchObject({ hasNextPage: true, unavailable });
    pages.push(await ask(newPaging(), { sources: both, first: 100, after: cursor() }));
    expect(pages[2]?.hasNextPage).toBe(false);
    expect(ids(pages)).toHaveLength(60);
    expect(new Set(ids(pages)).size).toBe(60);
  });

  it('does not hide what moves up in the others', async () => {
    const list = new MovingList(30, 'a');
    const [one, other] = [sourceOf(list, 'offset', { name: 'a' }), chats('b')];
    failing(other, down);
    const paging = newPaging();
    const pages: Page<Item>[] = [];
    do {
      const after = pages.at(-1)?.endCursor ?? null;
      pages.push(await ask(paging, { sources: [one, other].map(listed), first: 10, after, movesUp: true }));
      if (pages.length === 1) list.bump(25);
    } while (pages.at(-1)?.hasNextPage);
    expect(ids(pages).toSorted()).toEqual(list.items.map(({ id }) => id).toSorted());
  });

  it('is listed once per account, however many of its lists fail', async () => {
    const sources = ['primary', 'archived'].map((name) => ({
      source: chats(name),
      accounts: [account('x'), account('y')],
    }));
    for (const { source } of sources) failing(source, down);
    const known = {
      account: account('y'),
      failure: failure('NOT_SUPPORTED', 'There is no such list.').failure,
    };
    const page = await ask(newPaging(), { sources, unavailable: [known] });
    expect(page.unavailable.map((one) => [one.account?.accountId, one.failure.code])).toEqual([
      ['y', 'NOT_SUPPORTED'],
      ['x', 'PROVIDER_UNAVAILABLE'],
    ]);
  });

  it('does not promise a next page where nothing but what fails for good is left', async () => {
    const [one, other] = [chats('a', 5), chats('b')];
    failing(other, disconnected);
    const page = await ask(newPaging(), { sources: [one, other].map(listed) });
    expect(ids([page])).toHaveLength(5);
    expect(page).toMatchObject({
      hasNextPage: false,
      unavailable: [{ failure: { code: 'ACCOUNT_DISCONNECTED' } }],
    });
  });

  it('ends a walk after three pages with nothing in them, and can be taken up from there', async () => {
    const source = chats('a', 5);
    const recover = failing(source, down);
    const paging = newPaging();
    const promised: boolean[] = [];
    let after: string | null = null;
    for (let pages = 0; pages < 3; pages++) {
      const page = await ask(paging, { sources: [listed(source)], after });
      promised.push(page.hasNextPage);
      after = page.endCursor;
    }
    expect(promised).toEqual([true, true, false]);
    recover();
    expect(ids([await ask(paging, { sources: [listed(source)], after })])).toHaveLength(5);
  });

  it('is a fault of ours where it throws anything else', async () => {
    const source = chats('a');
    failing(source, () => {
      throw new TypeError('a fault');
    });
    await expect(ask(newPaging(), { sources: [listed(source)] })).rejects.toThrow('a fault');
  });
});
