import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('poll_positions')
    .addColumn('connection_id', 'text', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('position', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('poll_positions_primary_key', ['connection_id', 'account_id'])
    .execute();

  // Most sends have one name: those that have two are found without looking through all.
  await db.schema
    .createIndex('outbox_two_names')
    .on('outbox')
    .columns(['connection_id', 'account_id'])
    .where(sql<boolean>`message_id <> vendor_message_id`)
    .execute();
}
