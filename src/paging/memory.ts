import { LRUCache } from 'lru-cache';
import type { Run } from './run.ts';

/** What one process keeps of the walks through its lists; nothing depends on it but the number of upstream calls. */
export interface MemoryBounds {
  /** Characters of JSON over all walks. */
  readonly maxSize: number;
  /** Milliseconds since the source was asked. */
  readonly maxAge: number;
}

export const defaultMemoryBounds: MemoryBounds = { maxSize: 64 * 1024 * 1024, maxAge: 300_000 };

const ITEM_OVERHEAD = 200;

/** Keeps, per walk and source, the items that were read ahead. Keys name everything that what is kept depends on. */
export class WalkMemory {
  // Runs of different item types lie side by side; a key names one list, and so one type.
  readonly #runs: LRUCache<string, Run<unknown>>;

  readonly #isFresh: (run: Run<unknown>) => boolean;

  constructor(bounds: MemoryBounds, now: () => number) {
    this.#isFresh = (run) => now() - run.askedAt <= bounds.maxAge;
    this.#runs = new LRUCache<string, Run<unknown>>({
      maxSize: bounds.maxSize,
      sizeCalculation: (run) =>
        run.entries.reduce((size, entry) => size + entry.size + ITEM_OVERHEAD, ITEM_OVERHEAD),
    });
  }

  get<T>(key: string): Run<T> | null {
    const run = this.#runs.get(key);
    return run !== undefined && this.#isFresh(run) ? (run as Run<T>) : null;
  }

  set<T>(key: string, run: Run<T>): void {
    this.#runs.set(key, run as Run<unknown>);
  }

  forget(key: string): void {
    this.#runs.delete(key);
  }
}
