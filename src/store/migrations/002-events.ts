import type { Kysely } from 'kysely';
import type { Tables } from '../tables.ts';

export async function up(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('event_log')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('head', 'bigint', (column) => column.notNull())
    .addColumn('removed_up_to', 'bigint', (column) => column.notNull())
    .execute();
  await db.insertInto('event_log').values({ name: 'log', head: 0, removed_up_to: 0 }).execute();

  await db.schema
    .createTable('events')
    .addColumn('place', 'bigint', (column) => column.primaryKey())
    .addColumn('connection_id', 'text', (column) => column.notNull())
    .addColumn('received_at', 'text', (column) => column.notNull())
    .addColumn('size', 'integer', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();

  await db.schema
    .createTable('event_identities')
    .addColumn('connection_id', 'text', (column) => column.notNull())
    .addColumn('identity', 'text', (column) => column.notNull())
    .addColumn('says', 'text')
    .addColumn('heard_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('event_identities_primary_key', ['connection_id', 'identity'])
    .execute();
  await db.schema
    .createIndex('event_identities_heard_at')
    .on('event_identities')
    .column('heard_at')
    .execute();

  await db.schema
    .createTable('parked_events')
    .addColumn('connection_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('count', 'bigint', (column) => column.notNull())
    .addColumn('last_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('parked_events_primary_key', ['connection_id', 'name'])
    .execute();
}
