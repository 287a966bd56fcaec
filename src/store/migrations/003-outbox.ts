import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('outbox')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('connection_id', 'text', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('chat_id', 'text')
    .addColumn('client_message_id', 'text')
    .addColumn('request_hash', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('message_id', 'text')
    .addColumn('vendor_message_id', 'text')
    .addColumn('message', 'text')
    .addColumn('failure', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .execute();

  // Sends without a client's key have null there, and nulls are all different in a unique index.
  await db.schema
    .createIndex('outbox_client_message_id')
    .on('outbox')
    .columns(['connection_id', 'account_id', 'client_message_id'])
    .unique()
    .execute();
  await db.schema
    .createIndex('outbox_message_id')
    .on('outbox')
    .columns(['connection_id', 'account_id', 'message_id'])
    .execute();
  await db.schema
    .createIndex('outbox_vendor_message_id')
    .on('outbox')
    .columns(['connection_id', 'account_id', 'vendor_message_id'])
    .execute();
}
