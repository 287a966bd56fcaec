import type { Kysely } from 'kysely';
import { isKnown } from '../events/arrivals.ts';
import type { AccountRef } from '../messaging/account.ts';
import { messageOnce } from '../messaging/event.ts';
import type { Message } from '../messaging/message.ts';
import type { Tables } from '../store/tables.ts';
import { type OpenSend, saidIn } from './matching.ts';

/** A send whose message nobody has named after so many days stays as it was answered. */
const keepDays = 30;

interface VendorName {
  readonly chatId: string;
  /** The vendor's. */
  readonly messageId: string;
}

export interface KnownNames {
  /** In the order of their acceptance. */
  readonly unnamed: readonly OpenSend[];
  readonly named: readonly (VendorName & { readonly ours: string })[];
}

/** What is kept of the names of one account's messages. Every method throws StorageUnavailable. */
export interface NameRows {
  load(): Promise<KnownNames>;
  /** Whether it is known of which send this is the message. */
  isOfSend(message: VendorName): Promise<boolean>;
  /** Whether an event has told of the message under its vendor's id. */
  isInLog(message: VendorName): Promise<boolean>;
  /** Keeps the vendor's id of a send's message. */
  name(sendId: string, vendorMessageId: string): Promise<void>;
}

export function openNameRows(db: Kysely<Tables>, account: AccountRef, now: () => number): NameRows {
  const { connectionId, accountId } = account;
  const rows = () =>
    db.selectFrom('outbox').where('connection_id', '=', connectionId).where('account_id', '=', accountId);

  return {
    async load() {
      const unnamed = await rows()
        .select(['id', 'message_id', 'chat_id', 'message', 'created_at', 'updated_at'])
        .where('vendor_message_id', 'is', null)
        .where('state', '=', 'SENT')
        .where('created_at', '>=', new Date(now() - keepDays * 24 * 3_600_000).toISOString())
        .orderBy('created_at')
        .execute();
      const named = await rows()
        .select(['chat_id', 'message_id', 'vendor_message_id'])
        .whereRef('message_id', '<>', 'vendor_message_id')
        .execute();
      return {
        unnamed: unnamed.flatMap((row) =>
          row.message === null
            ? []
            : {
                id: row.id,
                messageId: row.message_id,
                chatId: row.chat_id,
                said: saidIn(JSON.parse(row.message) as Message),
                acceptedAt: Date.parse(row.created_at),
                takenAt: Date.parse(row.updated_at),
              },
        ),
        named: named.flatMap(({ chat_id, message_id, vendor_message_id }) =>
          chat_id === null || message_id === null || vendor_message_id === null
            ? []
            : { chatId: chat_id, ours: message_id, messageId: vendor_message_id },
        ),
      };
    },

    async isOfSend({ chatId, messageId }) {
      const row = await rows()
        .select('id')
        .where('vendor_message_id', '=', messageId)
        .where((row) => row.or([row('chat_id', '=', chatId), row('chat_id', 'is', null)]))
        .executeTakeFirst();
      return row !== undefined;
    },

    isInLog: ({ chatId, messageId }) =>
      isKnown(db, connectionId, messageOnce('created', { accountId, chatId, messageId })),

    async name(sendId, vendorMessageId) {
      await db
        .updateTable('outbox')
        .set({ vendor_message_id: vendorMessageId, updated_at: new Date(now()).toISOString() })
        .where('id', '=', sendId)
        .execute();
    },
  };
}
