import { failure } from '../messaging/errors.ts';

/** How many requests may be under way for an account at a time: one that hangs holds up no other. */
const AT_A_TIME = 8;
const MOST_WAITING = 1_000;

/** For each account its own lane, and a queue before it. Null: what concerns the whole key. */
export class Lanes {
  private readonly lanes = new Map<string | null, Lane>();

  /**
   * Waits for a place in the account's lane; answers how to give it back, or null where the signal was aborted before.
   * Throws PROVIDER_UNAVAILABLE where a thousand wait already.
   */
  enter(account: string | null, signal: AbortSignal): Promise<(() => void) | null> {
    const lane = this.lanes.get(account) ?? new Lane(() => this.lanes.delete(account));
    this.lanes.set(account, lane);
    return lane.enter(signal);
  }
}

class Lane {
  private underWay = 0;
  /** In order of their coming. */
  private readonly waiting = new Set<() => void>();
  private readonly emptied: () => void;

  constructor(emptied: () => void) {
    this.emptied = emptied;
  }

  async enter(signal: AbortSignal): Promise<(() => void) | null> {
    if (this.underWay >= AT_A_TIME) {
      if (this.waiting.size >= MOST_WAITING) {
        throw failure('PROVIDER_UNAVAILABLE', 'Too much is asked of this account at once. No more can wait.');
      }
      if (!(await this.turn(signal))) return null;
    } else {
      this.underWay += 1;
    }
    return () => this.leave();
  }

  /** False where the signal came first. Who gets a turn takes over the place of who left. */
  private turn(signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (isMine: boolean) => {
        this.waiting.delete(mine);
        signal.removeEventListener('abort', given);
        resolve(isMine);
      };
      const mine = () => end(true);
      const given = () => end(false);
      this.waiting.add(mine);
      signal.addEventListener('abort', given);
    });
  }

  private leave(): void {
    const [next] = this.waiting;
    if (next !== undefined) {
      next();
    } else {
      this.underWay -= 1;
      if (this.underWay === 0) this.emptied();
    }
  }
}
