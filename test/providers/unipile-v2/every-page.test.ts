import { describe, expect, it } from 'vitest';
import type { Page } from '../../../src/providers/unipile-v2/client.ts';
import { everyPage } from '../../../src/providers/unipile-v2/every-page.ts';

type Query = Parameters<Parameters<typeof everyPage>[0]>[0];

const letters = 'abcdefghijklmnopqrstuvwxyz'.split('');

/** Reads a list whose pages `tell` makes of a query, and how often it was asked. */
async function read(tell: (query: Query) => Partial<Page<string>>) {
  const asked: Query[] = [];
  const found = await everyPage(
    async (query) => {
      asked.push(query);
      const { items = [], ...more } = tell(query);
      return { items, size: items.length, cursor: null, hasMore: null, total: null, ...more };
    },
    (letter) => letter,
  );
  return { found: found.join(''), asked };
}

const byOffset = (size: number, more: Partial<Page<string>> = {}) =>
  read(({ offset }) => ({ items: letters.slice(Number(offset ?? 0), Number(offset ?? 0) + size), ...more }));

describe('a list that is needed whole', () => {
  it('is read by cursor where an answer has one, until it has none', async () => {
    const { found, asked } = await read(({ cursor }) => {
      const from = Number(cursor ?? 0);
      return { items: letters.slice(from, from + 10), cursor: from < 20 ? `${from + 10}` : null };
    });
    expect(found).toBe(letters.join(''));
    expect(asked).toEqual([{ limit: 100 }, { cursor: '10', limit: 100 }, { cursor: '20', limit: 100 }]);
  });

  it.each([
    ['says how many there are', { total: 26 }, 3],
    ['says nothing', {}, 4],
  ])('is read by offset where it %s', async (_what, told, calls) => {
    const { found, asked } = await byOffset(10, told);
    expect(found).toBe(letters.join(''));
    expect(asked).toHaveLength(calls);
    expect(asked[1]).toEqual({ offset: 10, limit: 100 });
  });

  it('ends where it says so', async () => {
    expect(await byOffset(10, { hasMore: false })).toMatchObject({ found: 'abcdefghij' });
  });

  it('ends where it begins anew, whatever it says', async () => {
    const again = { items: letters.slice(0, 5), hasMore: true, total: 26 };
    expect((await read(() => again)).asked).toHaveLength(2);
    expect((await read(() => ({ ...again, cursor: 'same' }))).asked).toHaveLength(2);
  });

  it('is given up after 20 pages', async () => {
    let page = 0;
    const { asked } = await read(() => {
      page += 1;
      return { items: [`${page}`], hasMore: true };
    });
    expect(asked).toHaveLength(20);
  });
});
