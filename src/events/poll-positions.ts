import type { Kysely } from 'kysely';
import type { AccountRef } from '../messaging/account.ts';
import type { Tables } from '../store/tables.ts';

/** How far the changes of accounts have been read, over restarts. Every method throws StorageUnavailable. */
export interface PollPositions {
  /** Null: nothing has been read yet. */
  get(account: AccountRef): Promise<string | null>;
  set(account: AccountRef, position: string): Promise<void>;
}

export function openPollPositions(db: Kysely<Tables>, now: () => number): PollPositions {
  return {
    async get({ connectionId, accountId }) {
      const row = await db
        .selectFrom('poll_positions')
        .select('position')
        .where('connection_id', '=', connectionId)
        .where('account_id', '=', accountId)
        .executeTakeFirst();
      return row?.position ?? null;
    },

    async set({ connectionId, accountId }, position) {
      const told = { position, updated_at: new Date(now()).toISOString() };
      await db
        .insertInto('poll_positions')
        .values({ connection_id: connectionId, account_id: accountId, ...told })
        .onConflict((conflict) => conflict.columns(['connection_id', 'account_id']).doUpdateSet(told))
        .execute();
    },
  };
}
