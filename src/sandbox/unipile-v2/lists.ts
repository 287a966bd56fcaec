import { json, type Reply, type SandboxRequest } from '../http.ts';
import { malformed, UnipileError } from './errors.ts';
import type { Stage } from './stage.ts';
import type { Product } from './world.ts';

/** How long pages are unless somebody says (unipile-v2.md §2, §8.1). */
export const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

/** How a product is paged (unipile-v2.md §2). */
export function pagingOf(product: Product): 'offset' | 'cursor' {
  return product === 'recruiter' || product === 'flat' ? 'cursor' : 'offset';
}

/** A page of a list by offset or cursor; the cursor holds the position, and the list and query that it was made from. */
export function page<Item>(
  stage: Stage,
  request: SandboxRequest,
  product: Product,
  items: readonly Item[],
  show: (item: Item) => unknown,
): () => Reply {
  const { query } = request;
  const mode = pagingOf(product);
  const limit = readNumber(query.get('limit'), DEFAULT_LIMIT, 1);
  const offset = readNumber(query.get('offset'), 0, 0);
  const cursor = query.get('cursor');
  if (mode === 'cursor' && offset > 0) {
    throw new UnipileError('provider/invalid_parameters', 'A cursor must be used for pagination here.');
  }
  if (mode === 'offset' && cursor !== null) throw malformed('cursor is not available here; use offset.');
  const from = mode === 'offset' ? offset : cursor === null ? 0 : readCursor(cursor, request).position;
  const size = Math.min(limit, MAX_LIMIT);
  // An empty page is the end of a list by offset (unipile-v2.md §2), so a page of one cannot be short.
  const slots = stage.switches.shortPages && size > 1 ? withHoles(items) : items;
  const next = from + size;
  const next_cursor = mode === 'cursor' && next < slots.length ? writeCursor(next, request) : null;
  return () => {
    const shown = slots.slice(from, next).filter((item) => item !== null);
    return json({ data: shown.map(show), total_count: items.length, next_cursor });
  };
}

// Every seventh place holds something that the vendor leaves out, so a page can be short without being the last.
function withHoles<Item>(items: readonly Item[]): (Item | null)[] {
  return items.flatMap((item, index) => (index % 6 === 5 ? [item, null] : [item]));
}

/** A list that is never paged. */
export function whole(data: readonly unknown[]): Reply {
  return json({ data, next_cursor: null });
}

/** What a list was asked for when it began: a cursor holds it, and what goes along with a cursor does not count. */
export function filtersOf(request: SandboxRequest): URLSearchParams {
  const cursor = request.query.get('cursor');
  const filters = new URLSearchParams(cursor === null ? request.query : readCursor(cursor, request).filters);
  for (const name of ['limit', 'offset', 'cursor']) filters.delete(name);
  return filters;
}

function writeCursor(position: number, request: SandboxRequest): string {
  const held = { position, list: request.path, filters: `${filtersOf(request)}` };
  return Buffer.from(JSON.stringify(held)).toString('base64');
}

function readCursor(cursor: string, request: SandboxRequest): { position: number; filters: string } {
  try {
    const { position, list, filters } = JSON.parse(Buffer.from(cursor, 'base64').toString());
    if (typeof position === 'number' && typeof filters === 'string' && list === request.path) {
      return { position, filters };
    }
  } catch {
    // Falls through to the refusal.
  }
  throw malformed('The cursor is not one of this list.');
}

/** A whole number in a query. Throws 400 where it is none, or too small. */
export function readNumber(text: string | null, usual: number, least: number): number {
  if (text === null) return usual;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) throw malformed('limit and offset are whole numbers.');
  return value;
}
