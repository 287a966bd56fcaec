import { type Clock, everythingReady, nextDue, type Timer } from '../clock.ts';

/** A clock that goes as another one does, and can be put forward. It never goes back. */
export interface MovableClock extends Clock {
  /**
   * Puts it forward by so many milliseconds and does what falls due on the way, in order.
   * Between two of them everything that is ready to run (promises, sockets) gets its turn.
   */
  advance(milliseconds: number): Promise<void>;
}

interface Waiting {
  readonly due: number;
  readonly action: () => void;
  timer: Timer;
}

export function movableClock(base: Clock): MovableClock {
  let aheadMs = 0;
  const waiting = new Set<Waiting>();
  const now = () => base.now() + aheadMs;

  function fire(entry: Waiting): void {
    entry.timer.clear();
    waiting.delete(entry);
    entry.action();
  }

  /** The other clock's timer, for as long as is left. */
  function arm(entry: Waiting): void {
    entry.timer.clear();
    entry.timer = base.setTimeout(() => fire(entry), Math.max(0, entry.due - now()));
  }

  return {
    now,
    setTimeout(action, milliseconds) {
      const entry: Waiting = { due: now() + Math.max(0, milliseconds), action, timer: { clear() {} } };
      waiting.add(entry);
      arm(entry);
      return {
        clear() {
          entry.timer.clear();
          waiting.delete(entry);
        },
      };
    },
    async advance(milliseconds) {
      const until = now() + milliseconds;
      await everythingReady();
      for (let entry = nextDue(waiting, until); entry !== undefined; entry = nextDue(waiting, until)) {
        aheadMs += Math.max(0, entry.due - now());
        fire(entry);
        await everythingReady();
      }
      aheadMs += Math.max(0, until - now());
      for (const entry of waiting) arm(entry);
    },
  };
}
