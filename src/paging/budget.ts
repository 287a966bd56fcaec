import { setMaxListeners } from 'node:events';
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
  readonly #controller = new AbortController();
  readonly #over: Promise<never>;
  #timer: NodeJS.Timeout | null = null;
  #own: Call | null = null;

  constructor(call: Call, milliseconds: number, now: () => number) {
    this.#call = call;
    this.#milliseconds = milliseconds;
    this.#now = now;
    const { signal } = this.#controller;
    this.#over = new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    this.#over.catch(() => {});
  }

  /**
   * What the work answers. Throws a FailureError (PROVIDER_UNAVAILABLE) when the time is over, also where the work does
   * not listen to its signal, and the caller's reason when the caller leaves.
   */
  async spend<R>(work: (call: Call) => Promise<R>): Promise<R> {
    this.#call.signal.throwIfAborted();
    this.#own ??= this.#begin();
    try {
      return await Promise.race([work(this.#own), this.#over]);
    } catch (error) {
      this.#call.signal.throwIfAborted();
      if (!this.#controller.signal.aborted) throw error;
      throw failure(
        'PROVIDER_UNAVAILABLE',
        'The provider did not answer in time; going on from the cursor asks it again.',
      );
    }
  }

  /** To be called when the request is done. */
  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#call.signal.removeEventListener('abort', this.#leave);
  }

  #begin(): Call {
    const { background, deadline, signal } = this.#call;
    const now = this.#now();
    const patience = Math.max(0, Math.min(this.#milliseconds, deadline - now, LONGEST_TIMER));
    this.#timer = setTimeout(this.#leave, patience);
    // One for each source, and there may be many.
    setMaxListeners(0, signal);
    signal.addEventListener('abort', this.#leave, { once: true });
    const count = () => this.#call.count();
    return { signal: this.#controller.signal, deadline: now + patience, background, count };
  }

  readonly #leave = () => this.#controller.abort();
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
