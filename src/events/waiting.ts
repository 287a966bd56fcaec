import type { Place } from './log.ts';

/** Who waits for an event after a place. */
export interface Waiting {
  /** Resolves when `wake` is called with a later place, or the signal aborts. */
  after(place: Place, signal: AbortSignal): Promise<void>;
  wake(head: Place): void;
}

export function openWaiting(): Waiting {
  const sleepers = new Map<() => void, Place>();
  return {
    after(place, signal) {
      if (signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const awake = () => {
          sleepers.delete(awake);
          signal.removeEventListener('abort', awake);
          resolve();
        };
        sleepers.set(awake, place);
        signal.addEventListener('abort', awake);
      });
    },
    wake(head) {
      for (const [awake, place] of sleepers) if (place < head) awake();
    },
  };
}
