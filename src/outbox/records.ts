import type { Kysely } from 'kysely';
import { type AccountRef, accountKey } from '../messaging/account.ts';
import type { Failure } from '../messaging/errors.ts';
import type { Message, MessageRef } from '../messaging/message.ts';
import type { OutboxRow, Tables } from '../store/tables.ts';
import type { Dispatch } from './outbox.ts';

/** The rows of the outbox. Every method throws StorageUnavailable. */
export interface Records {
  /** Writes down a send as being sent. Null: done; else the row that already has its client's key, and nothing is written. */
  begin(dispatch: Dispatch, id: string, hash: string): Promise<OutboxRow | null>;
  /** The row that has this key; null where none has. */
  find(account: AccountRef, clientMessageId: string): Promise<OutboxRow | null>;
  succeed(
    id: string,
    sent: {
      readonly chatId: string | null;
      /** The id that was given out; null: none was. */
      readonly messageId: string | null;
      readonly vendorMessageId: string | null;
      readonly message: Message | null;
    },
  ): Promise<void>;
  fail(id: string, state: 'FAILED' | 'UNKNOWN', failure: Failure): Promise<void>;
  /** As if it had never been asked for. */
  forget(id: string): Promise<void>;
  clientMessageIds(messages: readonly MessageRef[]): Promise<readonly (string | null)[]>;
  /** Of those that their vendor has not named. */
  message(ref: MessageRef): Promise<Message | null>;
}

export function openRecords(db: Kysely<Tables>, now: () => number): Records {
  const instant = () => new Date(now()).toISOString();
  const rows = (account: AccountRef) =>
    db
      .selectFrom('outbox')
      .where('connection_id', '=', account.connectionId)
      .where('account_id', '=', account.accountId);

  async function change(id: string, changes: Partial<OutboxRow>): Promise<void> {
    await db
      .updateTable('outbox')
      .set({ ...changes, updated_at: instant() })
      .where('id', '=', id)
      .execute();
  }

  async function find(account: AccountRef, clientMessageId: string | null): Promise<OutboxRow | null> {
    const row = await rows(account)
      .selectAll()
      .where('client_message_id', '=', clientMessageId)
      .executeTakeFirst();
    return row ?? null;
  }

  return {
    async begin(dispatch, id, hash) {
      const { account, kind, chatId, clientMessageId } = dispatch;
      for (;;) {
        const { numInsertedOrUpdatedRows } = await db
          .insertInto('outbox')
          .values({
            id,
            connection_id: account.connectionId,
            account_id: account.accountId,
            kind,
            chat_id: chatId,
            client_message_id: clientMessageId,
            request_hash: hash,
            state: 'SENDING',
            created_at: instant(),
            updated_at: instant(),
          })
          .onConflict((conflict) =>
            conflict.columns(['connection_id', 'account_id', 'client_message_id']).doNothing(),
          )
          .executeTakeFirstOrThrow();
        if (numInsertedOrUpdatedRows === 1n) return null;
        const earlier = await find(account, clientMessageId);
        // Forgotten between the two statements: the key is free again.
        if (earlier !== null) return earlier;
      }
    },

    find,

    succeed: (id, { chatId, messageId, vendorMessageId, message }) =>
      change(id, {
        state: 'SENT',
        chat_id: chatId,
        vendor_message_id: vendorMessageId,
        message_id: messageId,
        message: message === null ? null : JSON.stringify(message),
      }),

    fail: (id, state, failure) => change(id, { state, failure: JSON.stringify(failure) }),

    async forget(id) {
      await db.deleteFrom('outbox').where('id', '=', id).execute();
    },

    async clientMessageIds(messages) {
      const accounts = new Map(messages.map((message) => [accountKey(message), message]));
      const keys = new Map<string, string | null>();
      for (const [key, account] of accounts) {
        const ids = messages.filter((one) => accountKey(one) === key).map((one) => one.messageId);
        const found = await rows(account)
          .select(['chat_id', 'message_id', 'vendor_message_id', 'client_message_id'])
          .where('client_message_id', 'is not', null)
          .where((row) => row.or([row('message_id', 'in', ids), row('vendor_message_id', 'in', ids)]))
          .execute();
        for (const row of found) {
          for (const id of [row.message_id, row.vendor_message_id]) {
            keys.set(JSON.stringify([key, row.chat_id, id]), row.client_message_id);
          }
        }
      }
      // A chat that was started may not have had a name yet when the send was recorded.
      return messages.map((message) => {
        const named = (chatId: string | null) =>
          keys.get(JSON.stringify([accountKey(message), chatId, message.messageId]));
        return named(message.chatId) ?? named(null) ?? null;
      });
    },

    async message(ref) {
      const row = await rows(ref)
        .select('message')
        .where('message_id', '=', ref.messageId)
        .where('chat_id', '=', ref.chatId)
        .where('vendor_message_id', 'is', null)
        .executeTakeFirst();
      return readMessage(row?.message ?? null);
    },
  };
}

export function readMessage(kept: string | null): Message | null {
  return kept === null ? null : (JSON.parse(kept) as Message);
}
