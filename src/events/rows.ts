import type { Kysely } from 'kysely';
import type { MessagingEvent } from '../messaging/event.ts';
import type { EventRow, Tables } from '../store/tables.ts';
import type { LoggedEvent, Place } from './log.ts';

/** What a page of the log may weigh, in characters of JSON; an event that weighs more is a page by itself. */
export const pageCharacters = 1_000_000;

/** Databases limit how much one statement may hold. */
export function* inChunks<Item>(items: readonly Item[], size = 500): Generator<readonly Item[]> {
  for (let index = 0; index < items.length; index += size) yield items.slice(index, index + size);
}

export async function readState(
  db: Kysely<Tables>,
): Promise<{ readonly head: Place; readonly removedUpTo: Place }> {
  const row = await db
    .selectFrom('event_log')
    .select(['head', 'removed_up_to'])
    .where('name', '=', 'log')
    .executeTakeFirstOrThrow();
  return { head: row.head, removedUpTo: row.removed_up_to };
}

/** In order, those after the place; measured before they are read, because a page of large events would fill the memory. */
export async function readPage(
  db: Kysely<Tables>,
  after: Place,
  limit: number,
): Promise<readonly LoggedEvent[]> {
  const sizes = await db
    .selectFrom('events')
    .select(['place', 'size'])
    .where('place', '>', after)
    .orderBy('place')
    .limit(limit)
    .execute();
  let characters = 0;
  let last = after;
  for (const { place, size } of sizes) {
    characters += size;
    if (characters > pageCharacters && last > after) break;
    last = place;
  }
  if (last === after) return [];
  const rows = await db
    .selectFrom('events')
    .selectAll()
    .where('place', '>', after)
    .where('place', '<=', last)
    .orderBy('place')
    .execute();
  return rows.map(toLogged);
}

export function toLogged(row: EventRow): LoggedEvent {
  return {
    place: row.place,
    connectionId: row.connection_id,
    event: JSON.parse(row.body) as MessagingEvent,
    receivedAt: row.received_at,
  };
}
