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

/** Before the caller's deadline, so that there is time left to tell what the others answered: a tenth of it, a second at most. */
const GRACE_MS = 1_000;
/** Beyond it, what nobody waits for is left alone. */
const AMPLE_MS = 2_000;

/** One source's patience within a request: what it takes itself counts, not its waiting for others. */
export class Patience {
  readonly #call: Call;
  readonly #now: () => number;
  readonly #begunAt: number;
  readonly #until: number;
  /** Milliseconds. */
  #left: number;
  /** From the first call on: most sources of a long merge are not asked in a request. */
  #end: { readonly controller: AbortController; readonly over: Promise<never> } | null = null;

  constructor(call: Call, milliseconds: number, now: () => number) {
    this.#call = call;
    this.#left = milliseconds;
    this.#now = now;
    this.#begunAt = now();
    this.#until = call.deadline - Math.min(GRACE_MS, (call.deadline - this.#begunAt) / 10);
  }

  /**
   * What the work answers. Throws a FailureError (PROVIDER_UNAVAILABLE) when the time is over, also where the work does
   * not listen to its signal, and the caller's reason when the caller leaves.
   */
  async spend<R>(work: (call: Call) => Promise<R>): Promise<R> {
    const { background, signal } = this.#call;
    signal.throwIfAborted();
    this.#end ??= this.#begin();
    const { controller, over } = this.#end;
    const begunAt = this.#now();
    const patience = Math.max(0, Math.min(this.#left, this.#until - begunAt, LONGEST_TIMER));
    const timer = setTimeout(this.#leave, patience);
    const count = () => this.#call.count();
    const own = { signal: controller.signal, deadline: begunAt + patience, background, count };
    try {
      return await Promise.race([work(own), over]);
    } catch (error) {
      signal.throwIfAborted();
      if (!controller.signal.aborted) throw error;
      throw failure(
        'PROVIDER_UNAVAILABLE',
        'The provider did not answer in time; going on from the cursor asks it again.',
      );
    } finally {
      clearTimeout(timer);
      this.#left -= this.#now() - begunAt;
    }
  }

  /** Whether the request has taken so little time yet that there is some for what nobody waits for. */
  get isAmple(): boolean {
    const spent = this.#now() - this.#begunAt;
    return spent <= Math.min(AMPLE_MS, (this.#until - this.#begunAt) / 4);
  }

  /** To be called when the request is done. */
  end(): void {
    this.#call.signal.removeEventListener('abort', this.#leave);
  }

  #begin() {
    const controller = new AbortController();
    const over = new Promise<never>((_, reject) => {
      controller.signal.addEventListener('abort', () => reject(controller.signal.reason), { once: true });
    });
    over.catch(() => {});
    // One for each source, and there may be many.
    setMaxListeners(0, this.#call.signal);
    this.#call.signal.addEventListener('abort', this.#leave, { once: true });
    return { controller, over };
  }

  readonly #leave = () => this.#end?.controller.abort();
}

/** Does the work for each item, so many at a time; what takes longer than this lets the next one begin. */
export async function eachOf<Item>(
  items: readonly Item[],
  atOnce: number,
  slowMs: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const begun: Promise<void>[] = [];
  const worker = async () => {
    for (const item of waiting) {
      const done = work(item);
      begun.push(done);
      await doneOrSlow(done, slowMs);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  await Promise.all(begun);
}

async function doneOrSlow(done: Promise<void>, slowMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const slow = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, slowMs);
  });
  await Promise.race([done.catch(() => {}), slow]);
  clearTimeout(timer);
}
