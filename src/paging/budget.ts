import type { Call } from '../messaging/call.ts';
import { failure } from '../messaging/errors.ts';

const LONGEST_TIMER = 2 ** 31 - 1;

/** How many more pages may be asked for. */
export class Allowance {
  #left: number;

  constructor(pages: number) {
    this.#left = pages;
  }

  /** Takes one; false where none is left. */
  take(): boolean {
    if (this.#left === 0) return false;
    this.#left -= 1;
    return true;
  }
}

/** One source's patience within a request: counted from its first call, never beyond the caller's deadline. */
export class Patience {
  readonly #call: Call;
  readonly #milliseconds: number;
  readonly #now: () => number;
  #own: { readonly call: Call; readonly timer: AbortSignal } | null = null;

  constructor(call: Call, milliseconds: number, now: () => number) {
    this.#call = call;
    this.#milliseconds = milliseconds;
    this.#now = now;
  }

  /**
   * What the work answers. Throws a FailureError (PROVIDER_UNAVAILABLE) when the time is over, also where the work does
   * not listen to its signal, and the caller's reason when the caller leaves.
   */
  async spend<R>(work: (call: Call) => Promise<R>): Promise<R> {
    this.#call.signal.throwIfAborted();
    this.#own ??= this.#begin();
    const { call, timer } = this.#own;
    try {
      return await Promise.race([work(call), aborted(call.signal)]);
    } catch (error) {
      this.#call.signal.throwIfAborted();
      if (!timer.aborted) throw error;
      throw failure(
        'PROVIDER_UNAVAILABLE',
        'The provider did not answer in time; going on from the cursor asks it again.',
      );
    }
  }

  #begin() {
    const now = this.#now();
    const patience = Math.max(0, Math.min(this.#milliseconds, this.#call.deadline - now, LONGEST_TIMER));
    const timer = AbortSignal.timeout(patience);
    const call: Call = {
      signal: AbortSignal.any([this.#call.signal, timer]),
      deadline: now + patience,
      background: this.#call.background,
      count: () => this.#call.count(),
    };
    return { call, timer };
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const leave = () => reject(signal.reason);
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  });
}

/** Does the work for each item, so many at a time. */
export async function eachOf<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}
