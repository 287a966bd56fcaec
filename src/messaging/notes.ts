import type { Json } from './account.ts';

/** What one connection's provider remembers over restarts: people, jobs, a secret that it was given. */
export interface Notes {
  get(key: string): Promise<Json | undefined>;
  set(key: string, value: Json): Promise<void>;
  delete(key: string): Promise<void>;
  /** All notes whose key begins so, in order of their keys. */
  list(prefix: string): Promise<readonly { readonly key: string; readonly value: Json }[]>;
}
