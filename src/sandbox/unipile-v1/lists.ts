import { json, type Reply } from '../http.ts';
import { encodeCursor, type ListQuery, type Place } from './query.ts';
import { isoTime } from './wire/time.ts';
import { newestFirst } from './world/message.ts';

interface Dated {
  id: string;
  at: number | null;
}

/**
 * One page of what is listed by date, newest first (unipile-v1.md §2.4, §2.5). The items come in that order; `shown` says
 * which of them the list holds, `before` and `after` are seen to here.
 */
export function datedPage<Item extends Dated>(
  object: string,
  query: ListQuery,
  items: Iterable<Item>,
  shown: (item: Item) => boolean,
  wire: (item: Item) => unknown,
): Reply {
  const before =
    query.filters.before === undefined ? Number.POSITIVE_INFINITY : Date.parse(query.filters.before);
  const after =
    query.filters.after === undefined ? Number.NEGATIVE_INFINITY : Date.parse(query.filters.after);
  const from = query.place;
  const found: Item[] = [];
  for (const item of items) {
    const at = item.at ?? 0;
    if (at >= before || at <= after || (from !== null && !follows(item, from)) || !shown(item)) continue;
    found.push(item);
    if (found.length > query.limit) break;
  }
  return page(object, query, found, wire, ({ id, at }) => ({ last_id: id, last_date: isoTime(at ?? 0) }));
}

function follows(item: Dated, place: Place): boolean {
  const last = { id: place.last_id, at: Date.parse(place.last_date ?? '') || 0 };
  return newestFirst(last, { id: item.id, at: item.at ?? 0 }) < 0;
}

/** One page of what is listed by id. */
export function idPage<Item extends { id: string }>(
  object: string,
  query: ListQuery,
  items: Iterable<Item>,
  wire: (item: Item) => unknown,
): Reply {
  const last = query.place?.last_id ?? '';
  const found = [...items]
    .filter(({ id }) => id > last)
    .sort((one, other) => (one.id < other.id ? -1 : 1))
    .slice(0, query.limit + 1);
  return page(object, query, found, wire, ({ id }) => ({ last_id: id }));
}

// `found` holds one item more than the page if there are more.
function page<Item>(
  object: string,
  query: ListQuery,
  found: readonly Item[],
  wire: (item: Item) => unknown,
  place: (item: Item) => Place,
): Reply {
  const items = found.slice(0, query.limit);
  const last = items[items.length - 1];
  const cursor = found.length > query.limit && last !== undefined ? encodeCursor(query, place(last)) : null;
  return json({ object, items: items.map(wire), cursor });
}
