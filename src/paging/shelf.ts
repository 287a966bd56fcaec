import { LRUCache } from 'lru-cache';
import type { Store } from '../store/store.ts';

/** Keeps cursors that are too long to be given out whole. Throws StorageUnavailable where it lies in a store. */
export interface CursorShelf {
  /** `expiresAt` in Unix milliseconds. */
  put(name: string, body: Buffer, expiresAt: number): Promise<void>;
  /** Null where it never was or has expired. */
  get(name: string): Promise<Buffer | null>;
}

const CLEAN_EVERY = 3_600_000;

/** The shelf that every gateway of a store shares. What has expired is removed about once an hour. */
export function storeShelf(store: Pick<Store, 'db'>, now: () => number): CursorShelf {
  let cleanAt = now() + CLEAN_EVERY;
  const instant = (time: number) => new Date(time).toISOString();
  return {
    async put(name, body, expiresAt) {
      const row = { name, body: body.toString('base64'), expires_at: instant(expiresAt) };
      await store.db.insertInto('cursors').values(row).execute();
      if (now() < cleanAt) return;
      cleanAt = now() + CLEAN_EVERY;
      await store.db.deleteFrom('cursors').where('expires_at', '<=', instant(now())).execute();
    },
    async get(name) {
      const row = await store.db
        .selectFrom('cursors')
        .select('body')
        .where('name', '=', name)
        .where('expires_at', '>', instant(now()))
        .executeTakeFirst();
      return row === undefined ? null : Buffer.from(row.body, 'base64');
    },
  };
}

/** The shelf of one process, for gateways without a lasting store; of more than 64 MB, the oldest go first. */
export function memoryShelf(now: () => number): CursorShelf {
  const bodies = new LRUCache<string, { readonly body: Buffer; readonly expiresAt: number }>({
    maxSize: 64 * 1024 * 1024,
    sizeCalculation: (entry) => entry.body.length + 1,
  });
  return {
    async put(name, body, expiresAt) {
      bodies.set(name, { body, expiresAt });
    },
    async get(name) {
      const entry = bodies.get(name);
      return entry !== undefined && entry.expiresAt > now() ? entry.body : null;
    },
  };
}
