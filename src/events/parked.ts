import type { Kysely } from 'kysely';
import type { Instant } from '../messaging/instant.ts';
import type { Tables } from '../store/tables.ts';

/** What a vendor sent under one name and is no event of ours. */
export interface Parked {
  readonly connectionId: string;
  readonly name: string;
  readonly count: number;
  readonly lastAt: Instant;
}

/** A vendor has a few dozen names. Whoever sends many more is counted, under one name, and fills no disk. */
const maximumNames = 200;
const maximumNameLength = 100;
const otherNames = '(other)';

export async function park(
  db: Kysely<Tables>,
  connectionId: string,
  names: readonly string[],
  at: Instant,
): Promise<void> {
  if (names.length === 0) return;
  await db.transaction().execute(async (transaction) => {
    const rows = await transaction
      .selectFrom('parked_events')
      .select('name')
      .where('connection_id', '=', connectionId)
      .execute();
    const known = new Set(rows.map((row) => row.name));
    const counts = new Map<string, number>();
    for (const given of names) {
      const short = given.slice(0, maximumNameLength);
      const name = known.has(short) || known.size < maximumNames ? short : otherNames;
      known.add(name);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    for (const [name, count] of counts) {
      await transaction
        .insertInto('parked_events')
        .values({ connection_id: connectionId, name, count, last_at: at })
        .onConflict((conflict) =>
          conflict.columns(['connection_id', 'name']).doUpdateSet((row) => ({
            count: row('parked_events.count', '+', count),
            last_at: at,
          })),
        )
        .execute();
    }
  });
}

export async function parked(db: Kysely<Tables>): Promise<readonly Parked[]> {
  const rows = await db
    .selectFrom('parked_events')
    .selectAll()
    .orderBy('connection_id')
    .orderBy('name')
    .execute();
  return rows.map((row) => ({
    connectionId: row.connection_id,
    name: row.name,
    count: row.count,
    lastAt: row.last_at,
  }));
}
