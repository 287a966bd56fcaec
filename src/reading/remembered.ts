import type { Account } from '../messaging/account.ts';
import type { Store } from '../store/store.ts';

/** The accounts of a connection as they were last listed, over restarts. Throws StorageUnavailable. */
export interface Remembered {
  /** Status UNKNOWN, until the provider says what it is now; what was removed stays REMOVED. */
  all(): Promise<readonly Account[]>;
  /** Remembers these and no others. */
  replace(accounts: readonly Account[]): Promise<void>;
}

export function remembered(store: Store, connectionId: string, now: () => number): Remembered {
  const ofConnection = ['connection_id', '=', connectionId] as const;
  return {
    async all() {
      const rows = await store.db
        .selectFrom('accounts')
        .select('record')
        .where(...ofConnection)
        .execute();
      return rows
        .map((row) => JSON.parse(row.record) as Account)
        .map((account) => (account.status === 'REMOVED' ? account : { ...account, status: 'UNKNOWN' }));
    },

    async replace(accounts) {
      const updatedAt = new Date(now()).toISOString();
      const rows = accounts.map((account) => ({
        connection_id: connectionId,
        account_id: account.accountId,
        record: JSON.stringify(account),
        updated_at: updatedAt,
      }));
      await store.db.transaction().execute(async (transaction) => {
        await transaction
          .deleteFrom('accounts')
          .where(...ofConnection)
          .execute();
        if (rows.length > 0) await transaction.insertInto('accounts').values(rows).execute();
      });
    },
  };
}
