/** One thing that will happen later, unless it is cleared. */
export interface Timer {
  clear(): void;
}

/** The time of a sandbox: milliseconds since 1970, and things that happen later by it. */
export interface Clock {
  now(): number;
  setTimeout(action: () => void, milliseconds: number): Timer;
}

/** The clock on the wall. Its timers do not keep the process alive. */
export const realClock: Clock = {
  now: () => Date.now(),
  setTimeout(action, milliseconds) {
    const timer = setTimeout(action, milliseconds);
    timer.unref();
    return { clear: () => clearTimeout(timer) };
  },
};

/** A clock for tests, which moves only when it is told to. */
export interface ManualClock extends Clock {
  /**
   * Moves the time by so many milliseconds and does what falls due on the way, in order.
   * Between two of them everything that is ready to run (promises, sockets) gets its turn.
   */
  advance(milliseconds: number): Promise<void>;
}

interface Waiting {
  due: number;
  action: () => void;
}

/** Makes a clock that stands at `start` (milliseconds since 1970; by default 4 March 2025, 10:00 UTC). */
export function manualClock(start: number = Date.UTC(2025, 2, 4, 10)): ManualClock {
  let now = start;
  const waiting = new Set<Waiting>();

  return {
    now: () => now,
    setTimeout(action, milliseconds) {
      const entry = { due: now + Math.max(0, milliseconds), action };
      waiting.add(entry);
      return { clear: () => waiting.delete(entry) };
    },
    async advance(milliseconds) {
      const until = now + milliseconds;
      await everythingReady();
      for (let entry = nextDue(waiting, until); entry !== undefined; entry = nextDue(waiting, until)) {
        waiting.delete(entry);
        now = Math.max(now, entry.due);
        entry.action();
        await everythingReady();
      }
      now = until;
    },
  };
}

/** Resolves after so many milliseconds of the clock. */
export function wait(clock: Clock, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    clock.setTimeout(resolve, milliseconds);
  });
}

/** What falls due first, by then at the latest; of equals what came first. */
export function nextDue<Entry extends { readonly due: number }>(
  waiting: Iterable<Entry>,
  until: number,
): Entry | undefined {
  let first: Entry | undefined;
  for (const entry of waiting) {
    if (entry.due <= until && (first === undefined || entry.due < first.due)) first = entry;
  }
  return first;
}

/** Resolves when everything that is ready to run (promises, sockets) has had its turn. */
export function everythingReady(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
