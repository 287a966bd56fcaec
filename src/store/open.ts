import { hkdfSync, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Log } from '../messaging/log.ts';
import { migrate } from './migrations/index.ts';
import { openNotes } from './notes.ts';
import { openSqlite } from './sqlite.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/**
 * Opens the store and brings its tables up to date. `url` is `sqlite:` and a path (`sqlite:./parley.db`), or
 * `sqlite::memory:` (short: `memory`) for one that ends with the process. Throws StorageUnavailable where it cannot be
 * opened, and a plain Error where the address is none or a newer version has used it.
 */
export async function openStore(url: string, log: Log): Promise<Store> {
  const { db, close } = openSqlite(sqlitePath(url));
  try {
    await migrate(db, log);
    const masterKey = await loadMasterKey(db);
    return {
      db,
      key: (purpose) => Buffer.from(hkdfSync('sha256', masterKey, '', purpose, 32)),
      notes: (connectionId) => openNotes(db, connectionId),
      // No connection has an empty id, so this note is nobody's.
      check: () => openNotes(db, '').set('check', new Date().toISOString()),
      close: async () => close(),
    };
  } catch (error) {
    close();
    throw error;
  }
}

function sqlitePath(url: string): string {
  if (url === 'memory') return ':memory:';
  const path = /^sqlite:(?<path>.+)$/.exec(url)?.groups?.path;
  if (path === undefined) {
    throw new Error('The store must be named as `sqlite:./path.db`, `sqlite::memory:` or `memory`.');
  }
  return path;
}

/** 32 random bytes, made at the first start: cursors, event ids and file URLs hold as long as the store does. */
async function loadMasterKey(db: Kysely<Tables>): Promise<Buffer> {
  // Whoever comes second at a first start keeps the other's key.
  await db
    .insertInto('keys')
    .values({ name: 'master', value: randomBytes(32).toString('hex') })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const row = await db
    .selectFrom('keys')
    .select('value')
    .where('name', '=', 'master')
    .executeTakeFirstOrThrow();
  return Buffer.from(row.value, 'hex');
}
