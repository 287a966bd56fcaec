import { requestError } from './errors.ts';

/** How much one viewer may have under way at the same time, so that nobody's many slow requests hold up the others. */
export interface Slots {
  /** Answers how to leave. Throws SERVER_BUSY. */
  enter(viewer: string): () => void;
}

export function createSlots(most: number): Slots {
  const taken = new Map<string, number>();
  return {
    enter(viewer) {
      const count = taken.get(viewer) ?? 0;
      if (count >= most) {
        throw requestError(
          'SERVER_BUSY',
          `At most ${most} requests of one credential are answered at the same time.`,
          { maxConcurrent: most },
        );
      }
      taken.set(viewer, count + 1);
      return () => {
        const left = (taken.get(viewer) ?? 1) - 1;
        if (left === 0) taken.delete(viewer);
        else taken.set(viewer, left);
      };
    },
  };
}
