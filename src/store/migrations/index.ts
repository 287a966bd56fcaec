import { type Kysely, type Migration, Migrator } from 'kysely';
import type { Log } from '../../messaging/log.ts';
import type { Tables } from '../tables.ts';
import * as keysAndNotes from './001-keys-and-notes.ts';
import * as events from './002-events.ts';
import * as outbox from './003-outbox.ts';
import * as accounts from './004-accounts.ts';
import * as cursors from './005-cursors.ts';
import * as pollsAndNames from './006-polls-and-names.ts';

/** In order of their names, forward only. What has been released is never edited: a change is a new file. */
const migrations: Record<string, Migration> = {
  '001-keys-and-notes': keysAndNotes,
  '002-events': events,
  '003-outbox': outbox,
  '004-accounts': accounts,
  '005-cursors': cursors,
  '006-polls-and-names': pollsAndNames,
};

/** Brings the tables up to date. Throws where that fails or where a newer version has been here. */
export async function migrate(db: Kysely<Tables>, log: Log): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  const done = (results ?? []).map((result) => result.migrationName);
  if (done.length > 0) log.info({ migrations: done }, 'store brought up to date');
}
