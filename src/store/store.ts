import type { Kysely } from 'kysely';
import type { Notes } from '../messaging/notes.ts';
import type { Tables } from './tables.ts';

/** All that the gateway keeps. Every method that fails because of the storage throws StorageUnavailable. */
export interface Store {
  readonly db: Kysely<Tables>;
  /** 32 bytes for one purpose ('cursor', 'event', 'file', 'webhook'), derived from the key that was made at the first start. */
  key(purpose: string): Buffer;
  notes(connectionId: string): Notes;
  /** Resolves when a write would succeed; throws StorageUnavailable. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** The storage does not answer: the request as a whole has STORAGE_UNAVAILABLE, a webhook 503. */
export class StorageUnavailable extends Error {
  constructor(cause: unknown) {
    super('The store cannot be reached at the moment.', { cause });
    this.name = 'StorageUnavailable';
  }
}
