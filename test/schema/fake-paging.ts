import type { Call } from '../../src/messaging/call.ts';
import { failure, failureOf, invalidInput } from '../../src/messaging/errors.ts';
import type { Edge, PageSource, Position, Unavailable } from '../../src/messaging/page.ts';
import type { Page, PageRequest, Paging } from '../../src/paging/page.ts';

/** Walks every source to its end and cuts the page out: what the real paging shows, without its thrift. */
export const fakePaging: Paging = {
  async page<T>({
    list,
    sources,
    unavailable = [],
    first,
    after,
    accepts,
    call,
  }: PageRequest<T>): Promise<Page<T>> {
    if (first < 1 || first > 100) throw invalidInput('`first` is 1 to 100.', 'first');
    const start = after === null ? 0 : placeOf(after, list);
    const failing: Unavailable[] = [...unavailable];
    const found: { item: T; time: string }[] = [];
    for (const { source, accounts } of sources) {
      try {
        const items = await wholeList(source, call);
        found.push(...items.map((item) => ({ item, time: source.timeOf(item) ?? '' })));
      } catch (error) {
        const why = failureOf(error);
        if (why === null) throw error;
        failing.push(...accounts.map((account) => ({ account, failure: why })));
      }
    }
    const items = found
      .filter(({ item }) => accepts?.(item) ?? true)
      .sort((one, other) => (one.time === other.time ? 0 : one.time > other.time ? -1 : 1));
    const edges: Edge<T>[] = items.map(({ item }, index) => ({ cursor: `${list}#${index + 1}`, node: item }));
    const shown = edges.slice(start, start + first);
    return {
      edges: shown,
      hasNextPage: start + first < edges.length,
      hasPreviousPage: start > 0,
      totalCount: edges.length,
      endCursor: shown.at(-1)?.cursor ?? null,
      unavailable: failing,
    };
  },
};

function placeOf(cursor: string, list: string): number {
  const place = cursor.startsWith(`${list}#`) ? Number(cursor.slice(list.length + 1)) : Number.NaN;
  if (Number.isNaN(place))
    throw failure('INVALID_INPUT', 'This is no cursor of this list.', { field: ['after'] });
  return place;
}

async function wholeList<T>(source: PageSource<T>, call: Call): Promise<T[]> {
  const items: T[] = [];
  let position: Position | null = null;
  do {
    const page: Awaited<ReturnType<PageSource<T>['fetch']>> = await source.fetch(
      position,
      source.maxPageSize,
      call,
    );
    items.push(...page.items);
    position = page.next;
  } while (position !== null);
  return items;
}
