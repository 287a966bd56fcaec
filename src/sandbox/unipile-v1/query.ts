import type { SandboxRequest } from '../http.ts';
import { UnipileError } from './errors.ts';
import { NETWORKS } from './world/account.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 250;
const TIME = /^[1-2]\d{3}-[0-1]\d-[0-3]\dT\d{2}:\d{2}:\d{2}.\d{3}Z$/;

/** Where a list goes on: after the item with this id (and date, where the list is by date). */
export interface Place {
  last_id: string;
  last_date?: string;
}

export interface ListQuery {
  limit: number;
  filters: Record<string, string>;
  /** Null: from the beginning. */
  place: Place | null;
}

/**
 * Reads `limit`, `cursor` and the filters of this list. With a cursor the filters are those that it carries; the
 * request's are ignored (unipile-v1.md §2.5). Throws invalid_parameters.
 */
export function listQuery(request: SandboxRequest, filterNames: readonly string[]): ListQuery {
  const { query } = request;
  const cursor = query.get('cursor');
  const limit = query.get('limit');
  if (cursor !== null) {
    const carried = decodeCursor(cursor);
    return { ...carried, limit: limit === null ? carried.limit : checkLimit(limit) };
  }
  const filters: Record<string, string> = {};
  for (const name of filterNames) {
    const value = query.get(name);
    if (value !== null) filters[name] = checkFilter(name, value);
  }
  return { limit: limit === null ? DEFAULT_LIMIT : checkLimit(limit), filters, place: null };
}

function checkLimit(value: string): number {
  const limit = Number(value);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new UnipileError('invalid_parameters', `limit must be a whole number from 1 to ${MAX_LIMIT}.`);
  }
  return limit;
}

function checkFilter(name: string, value: string): string {
  const fine =
    name === 'before' || name === 'after'
      ? TIME.test(value)
      : name === 'account_type'
        ? NETWORKS.some((network) => network === value)
        : name === 'unread'
          ? value === 'true' || value === 'false'
          : value.length > 0;
  if (!fine) throw new UnipileError('invalid_parameters', `${name} is not valid.`);
  return value;
}

/** A cursor as the vendor's: base64 of JSON with the filters, the limit and the place. */
export function encodeCursor(query: ListQuery, place: Place): string {
  return Buffer.from(JSON.stringify({ ...query.filters, limit: query.limit, cursor: place })).toString(
    'base64',
  );
}

function decodeCursor(cursor: string): ListQuery {
  try {
    const { limit, cursor: place, ...filters } = JSON.parse(Buffer.from(cursor, 'base64').toString('utf8'));
    const sound = Number.isInteger(limit) && typeof place.last_id === 'string';
    if (sound) return { limit, place, filters };
  } catch {
    // Said below, in the vendor's words.
  }
  throw new UnipileError('invalid_parameters', 'cursor is not one of ours.');
}
