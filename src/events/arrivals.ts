import type { Kysely, Transaction } from 'kysely';
import type { EventIdentity, IncomingEvent, MessagingEvent } from '../messaging/event.ts';
import type { Instant } from '../messaging/instant.ts';
import type { EventIdentityRow, Tables } from '../store/tables.ts';
import type { LoggedEvent, Place } from './log.ts';
import { inChunks } from './rows.ts';
import type { TailEntry } from './tail.ts';

/** The events of one append, made ready to be written: what cannot be written fails here and takes nobody with it. */
export interface Arrival {
  readonly connectionId: string;
  readonly events: readonly {
    readonly event: MessagingEvent;
    readonly body: string;
    readonly identity: string;
    /** Null for what happens once. */
    readonly says: string | null;
  }[];
}

export function arrival(connectionId: string, events: readonly IncomingEvent[]): Arrival {
  return {
    connectionId,
    events: events.map(({ event, identity }) => ({
      event,
      body: JSON.stringify(event),
      identity: identityText(identity),
      says: 'once' in identity ? null : identity.says,
    })),
  };
}

function identityText(identity: EventIdentity): string {
  return 'once' in identity ? `once ${identity.once}` : `thing ${identity.thing}`;
}

/** Whether the log has heard of it: for as long as it keeps events, or longer. */
export async function isKnown(
  db: Kysely<Tables>,
  connectionId: string,
  identity: EventIdentity,
): Promise<boolean> {
  const row = await db
    .selectFrom('event_identities')
    .select('identity')
    .where('connection_id', '=', connectionId)
    .where('identity', '=', identityText(identity))
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Writes what is new of several appends, in their order, and answers it per append. `before` is the place after which the
 * first of them lies.
 */
export async function writeNews(
  db: Transaction<Tables>,
  arrivals: readonly Arrival[],
  receivedAt: Instant,
): Promise<{ readonly before: Place; readonly news: readonly (readonly TailEntry[])[] }> {
  // Takes hold of the row first: appends follow one another, so places become visible in their order.
  const { head: before } = await db
    .updateTable('event_log')
    .set((row) => ({ head: row.ref('head') }))
    .where('name', '=', 'log')
    .returning('head')
    .executeTakeFirstOrThrow();

  const known = await readIdentities(db, arrivals);
  const heard = new Map<string, EventIdentityRow>();
  let head = before;
  const news = arrivals.map(({ connectionId, events }) =>
    events.flatMap(({ event, body, identity, says }): TailEntry[] => {
      const key = JSON.stringify([connectionId, identity]);
      const last = heard.get(key) ?? known.get(key);
      const isRepeat = last !== undefined && last.says === says;
      if (!isRepeat || isForgottenSoon(last, receivedAt)) {
        heard.set(key, { connection_id: connectionId, identity, says, heard_at: receivedAt });
      }
      if (isRepeat) return [];
      head += 1;
      const logged: LoggedEvent = { place: head, connectionId, event, receivedAt };
      return [{ logged, body }];
    }),
  );

  await writeEvents(db, news.flat());
  await writeIdentities(db, [...heard.values()]);
  if (head > before) await db.updateTable('event_log').set({ head }).where('name', '=', 'log').execute();
  return { before, news };
}

/** What goes on being repeated is remembered anew once a day, so that retention does not make news of it. */
function isForgottenSoon(row: EventIdentityRow, now: Instant): boolean {
  return Date.parse(now) - Date.parse(row.heard_at) > 24 * 3_600_000;
}

async function readIdentities(
  db: Transaction<Tables>,
  arrivals: readonly Arrival[],
): Promise<Map<string, EventIdentityRow>> {
  const asked = new Map<string, Set<string>>();
  for (const { connectionId, events } of arrivals) {
    const identities = asked.get(connectionId) ?? new Set();
    for (const { identity } of events) identities.add(identity);
    asked.set(connectionId, identities);
  }
  const known = new Map<string, EventIdentityRow>();
  for (const [connectionId, identities] of asked) {
    for (const chunk of inChunks([...identities])) {
      const rows = await db
        .selectFrom('event_identities')
        .selectAll()
        .where('connection_id', '=', connectionId)
        .where('identity', 'in', chunk)
        .execute();
      for (const row of rows) known.set(JSON.stringify([row.connection_id, row.identity]), row);
    }
  }
  return known;
}

async function writeEvents(db: Transaction<Tables>, entries: readonly TailEntry[]): Promise<void> {
  for (const chunk of inChunks(entries)) {
    const rows = chunk.map(({ logged, body }) => ({
      place: logged.place,
      connection_id: logged.connectionId,
      received_at: logged.receivedAt,
      size: body.length,
      body,
    }));
    await db.insertInto('events').values(rows).execute();
  }
}

async function writeIdentities(db: Transaction<Tables>, rows: readonly EventIdentityRow[]): Promise<void> {
  for (const chunk of inChunks(rows)) {
    await db
      .insertInto('event_identities')
      .values(chunk)
      .onConflict((conflict) =>
        conflict.columns(['connection_id', 'identity']).doUpdateSet((row) => ({
          says: row.ref('excluded.says'),
          heard_at: row.ref('excluded.heard_at'),
        })),
      )
      .execute();
  }
}
