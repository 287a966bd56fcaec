import type { AccountRef } from '../../src/messaging/account.ts';
import type { Call } from '../../src/messaging/call.ts';
import type { PageSource, Position, SourcePage } from '../../src/messaging/page.ts';
import type { ListSource, Page, PageRequest, Paging } from '../../src/paging/page.ts';
import type { Random } from '../../src/sandbox/random.ts';

export interface Item {
  readonly id: string;
  readonly time: string | null;
}

const EPOCH = Date.UTC(2025, 0, 1);
const at = (milliseconds: number) => new Date(EPOCH + milliseconds).toISOString();

/** A list as a vendor keeps it, newest first: things are added to it, bumped to its top and deleted while it is read. */
export class MovingList {
  items: Item[];
  readonly #name: string;
  readonly #last: { time: number };
  #count: number;

  /** `clock` is shared by lists whose times are to be comparable; items lie one second apart. */
  constructor(size: number, name = 'chat', clock: { time: number } = { time: size * 1000 }) {
    this.#name = name;
    this.#count = size;
    this.#last = clock;
    this.items = Array.from({ length: size }, (_, index) => ({
      id: `${name}-${size - index}`,
      time: at((size - index) * 1000),
    }));
  }

  /** -1 where it is not there. */
  indexOf(id: string | undefined): number {
    return this.items.findIndex((item) => item.id === id);
  }

  #now(): string {
    this.#last.time += 1000;
    return at(this.#last.time);
  }

  add(): void {
    this.#count += 1;
    this.items.unshift({ id: `${this.#name}-${this.#count}`, time: this.#now() });
  }

  bump(index: number): string | null {
    const [item] = this.items.splice(index, 1);
    if (item === undefined) return null;
    this.items.unshift({ id: item.id, time: this.#now() });
    return item.id;
  }

  delete(index: number): string | null {
    return this.items.splice(index, 1)[0]?.id ?? null;
  }

  /** One change of a random kind at a random place; the id of what it moved or removed. */
  change(random: Random): { readonly bumped?: string; readonly deleted?: string } {
    const kind = random.integer(0, 2);
    if (kind === 0 || this.items.length === 0) {
      this.add();
      return {};
    }
    const index = random.integer(0, this.items.length - 1);
    const id = (kind === 1 ? this.bump(index) : this.delete(index)) ?? '';
    return kind === 1 ? { bumped: id } : { deleted: id };
  }
}

/** How a vendor pages: by offset, by a cursor that hides an offset, by a cursor that names the last item, by date, or not. */
export const pagings = ['offset', 'drifting cursor', 'keyset cursor', 'date', 'whole'] as const;
export type PagingKind = (typeof pagings)[number];

export interface FakeSourceOptions {
  readonly name?: string;
  readonly maxPageSize?: number;
  /** Pages are up to a fifth shorter than asked for, although more follows. */
  readonly short?: Random | null;
  /** Every so many rows one is left out of the answer, and an offset counts it nevertheless; 0: none. */
  readonly leftOut?: number;
}

/** What a vendor shows as a list, newest first. */
export interface Shown {
  readonly items: readonly Item[];
}

/** A source that counts its calls. */
export interface FakeSource extends PageSource<Item> {
  calls: number;
  limits: number[];
}

export function sourceOf(list: Shown, paging: PagingKind, options: FakeSourceOptions = {}): FakeSource {
  const { name = 'account', maxPageSize = 100, short = null, leftOut = 0 } = options;
  const begin = (position: Position | null): number => {
    if (position === null) return 0;
    if (position.at === 'offset') return position.offset;
    if (position.at === 'date') return indexBehind(list, position.before, '');
    const [kind, first = '', second = ''] = position.cursor.split('|');
    return kind === 'at' ? Number(first) : indexBehind(list, first, second);
  };
  const end = (index: number, last: Item | undefined): Position => {
    if (paging === 'offset') return { at: 'offset', offset: index };
    if (paging === 'drifting cursor') return { at: 'cursor', cursor: `at|${index}` };
    if (paging === 'date') return { at: 'date', before: last?.time ?? '' };
    return { at: 'cursor', cursor: `after|${last?.time}|${last?.id}` };
  };
  const source: FakeSource = {
    calls: 0,
    limits: [],
    name,
    maxPageSize: paging === 'whole' ? Number.MAX_SAFE_INTEGER : maxPageSize,
    kind: paging === 'drifting cursor' || paging === 'keyset cursor' ? 'cursor' : paging,
    idOf: (item) => item.id,
    timeOf: (item) => item.time,
    async fetch(position, limit): Promise<SourcePage<Item>> {
      source.calls += 1;
      source.limits.push(limit);
      if (limit > source.maxPageSize) throw new Error(`asked for ${limit} of at most ${source.maxPageSize}`);
      const start = begin(position);
      const length = paging === 'whole' ? list.items.length : shortened(limit, short);
      const rows = list.items.slice(start, start + length);
      const isLast = start + length >= list.items.length;
      const next = isLast ? null : end(start + rows.length, rows.at(-1));
      return { items: rows.filter((item) => !isLeftOut(item, leftOut)), next };
    },
    ...(paging === 'date' || paging === 'keyset cursor'
      ? { positionBefore: (before: string): Position => ({ at: 'date', before }) }
      : {}),
  };
  return source;
}

export function isLeftOut(item: Item, every: number): boolean {
  return every > 0 && Number(item.id.split('-').at(-1)) % every === 0;
}

function shortened(limit: number, short: Random | null): number {
  return short === null ? limit : Math.max(1, limit - short.integer(0, Math.floor(limit / 5)));
}

/** The first item older than the time, or of the same time and with a smaller id. */
function indexBehind(list: Shown, time: string, id: string): number {
  const index = list.items.findIndex(
    (item) => (item.time ?? '') < time || (item.time === time && item.id < id),
  );
  return index < 0 ? list.items.length : index;
}

export function account(accountId: string, connectionId = 'connection'): AccountRef {
  return { connectionId, accountId };
}

export function listed(source: PageSource<Item>): ListSource<Item> {
  return { source, accounts: [account(source.name)] };
}

export function call(options: Partial<Call> = {}): Call {
  return {
    signal: new AbortController().signal,
    deadline: Number.MAX_SAFE_INTEGER,
    background: false,
    count: () => {},
    ...options,
  };
}

export type Asked = Partial<PageRequest<Item>> & Pick<PageRequest<Item>, 'sources'>;

export function ask(paging: Paging, asked: Asked): Promise<Page<Item>> {
  return paging.page({ list: 'chats', first: 20, after: null, call: call(), ...asked });
}

/** All pages to the end; throws where there are more than `most`. */
export async function walk(
  paging: Paging | (() => Paging),
  asked: Asked,
  between: () => void = () => {},
  most = 10_000,
): Promise<Page<Item>[]> {
  const pages: Page<Item>[] = [];
  for (let after: string | null = null; pages.length < most; between()) {
    const page = await ask(typeof paging === 'function' ? paging() : paging, { ...asked, after });
    pages.push(page);
    if (!page.hasNextPage) return pages;
    after = page.endCursor;
  }
  throw new Error(`the walk did not end after ${most} pages`);
}

export function ids(pages: readonly Page<Item>[]): string[] {
  return pages.flatMap((page) => page.edges.map((edge) => edge.node.id));
}
