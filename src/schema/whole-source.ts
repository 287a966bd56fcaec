import type { Call } from '../messaging/call.ts';
import type { PageSource } from '../messaging/page.ts';

/** A list that one answer holds whole, in its own order, as a source of pages. */
export function wholeSource<T>(
  name: string,
  idOf: (item: T) => string,
  fetch: (call: Call) => Promise<readonly T[]>,
): PageSource<T> {
  return {
    name,
    kind: 'whole',
    maxPageSize: Number.MAX_SAFE_INTEGER,
    async fetch(_position, _limit, call) {
      const items = await fetch(call);
      return { items, next: null, total: items.length };
    },
    idOf,
    timeOf: () => null,
  };
}
