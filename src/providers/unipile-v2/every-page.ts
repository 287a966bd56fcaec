import type { Query } from '../http.ts';
import { MAX_PAGE_SIZE } from './assumptions.ts';
import type { Page } from './client.ts';

const MAX_PAGES = 20;

/**
 * All of a list that is needed whole: on by cursor where an answer has one, else by offset until as many have come as it
 * says there are, or a page holds nothing new (unipile-v2.md §2). Of pages there are at most 20.
 */
export async function everyPage<Item>(
  get: (query: Query) => Promise<Page<Item>>,
  idOf: (item: Item) => string,
): Promise<readonly Item[]> {
  const found = new Map<string, Item>();
  let from: Query = {};
  let offset = 0;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const page = await get({ ...from, limit: MAX_PAGE_SIZE });
    const before = found.size;
    for (const item of page.items) found.set(idOf(item), item);
    offset += page.size;
    const isOver = page.hasMore === false || (page.total !== null && found.size >= page.total);
    if (page.cursor !== null && page.cursor !== from.cursor) from = { cursor: page.cursor };
    else if (from.cursor !== undefined || isOver || found.size === before) break;
    else from = { offset };
  }
  return [...found.values()];
}
