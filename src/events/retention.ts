import { setImmediate as turn } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Tables } from '../store/tables.ts';
import type { Place } from './log.ts';
import { readState } from './rows.ts';

const dayMs = 24 * 3_600_000;
/** Vendors repeat what they could not deliver for days, and somebody may replay what he has recorded. */
const leastIdentityDays = 7;
/** Removed at a time, so that others have their turn in between. */
const chunk = 1_000;

/**
 * Removes the events received more than `keepDays` ago, and the identities heard last before that. `beforeRemoval` is told
 * how far each step will go while readers can still see what goes, so that none of them misses it without a word.
 */
export async function prune(
  db: Kysely<Tables>,
  { now, keepDays }: { readonly now: number; readonly keepDays: number },
  beforeRemoval: (upTo: Place) => void,
): Promise<number> {
  const before = (days: number) => new Date(now - days * dayMs).toISOString();
  const { head, removedUpTo } = await readState(db);
  const firstKept = await db
    .selectFrom('events')
    .select('place')
    .where('received_at', '>=', before(keepDays))
    .orderBy('place')
    .limit(1)
    .executeTakeFirst();
  const last = firstKept === undefined ? head : firstKept.place - 1;

  let removed = 0;
  for (let from = removedUpTo; from < last; from += chunk) {
    const upTo = Math.min(from + chunk, last);
    beforeRemoval(upTo);
    removed += await removeEvents(db, upTo);
    await turn();
  }
  await forgetIdentities(db, before(Math.max(keepDays, leastIdentityDays)));
  return removed;
}

function removeEvents(db: Kysely<Tables>, upTo: Place): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    const { numDeletedRows } = await transaction
      .deleteFrom('events')
      .where('place', '<=', upTo)
      .executeTakeFirstOrThrow();
    await transaction
      .updateTable('event_log')
      .set({ removed_up_to: upTo })
      .where('name', '=', 'log')
      .execute();
    return Number(numDeletedRows);
  });
}

async function forgetIdentities(db: Kysely<Tables>, heardBefore: string): Promise<void> {
  for (;;) {
    const oldest = await db
      .selectFrom('event_identities')
      .select('heard_at')
      .where('heard_at', '<', heardBefore)
      .orderBy('heard_at')
      .offset(chunk - 1)
      .limit(1)
      .executeTakeFirst();
    await db
      .deleteFrom('event_identities')
      .where('heard_at', '<', heardBefore)
      .where('heard_at', '<=', oldest?.heard_at ?? heardBefore)
      .execute();
    if (oldest === undefined) return;
    await turn();
  }
}
