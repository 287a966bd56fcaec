import type { Kysely } from 'kysely';
import type { Json } from '../messaging/account.ts';
import type { Notes } from '../messaging/notes.ts';
import type { Tables } from './tables.ts';

/** The notes of one connection. Every method throws StorageUnavailable. */
export function openNotes(db: Kysely<Tables>, connectionId: string): Notes {
  const own = () => db.selectFrom('notes').where('connection_id', '=', connectionId);
  return {
    async get(key) {
      const row = await own().select('value').where('key', '=', key).executeTakeFirst();
      return row && (JSON.parse(row.value) as Json);
    },

    async set(key, value) {
      const row = { connection_id: connectionId, key, value: JSON.stringify(value) };
      await db
        .insertInto('notes')
        .values(row)
        .onConflict((conflict) =>
          conflict.columns(['connection_id', 'key']).doUpdateSet({ value: row.value }),
        )
        .execute();
    },

    async delete(key) {
      await db.deleteFrom('notes').where('connection_id', '=', connectionId).where('key', '=', key).execute();
    },

    async list(prefix) {
      // Not LIKE, which would need escaping and ignores case in one database and not in another.
      const beginning = [...prefix].length;
      const rows = await own()
        .select(['key', 'value'])
        .where((where) =>
          where(where.fn<string>('substr', ['key', where.lit(1), where.val(beginning)]), '=', prefix),
        )
        .orderBy('key')
        .execute();
      return rows.map((row) => ({ key: row.key, value: JSON.parse(row.value) as Json }));
    },
  };
}
