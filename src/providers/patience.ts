import type { Call } from '../messaging/call.ts';

/** How long one request may take altogether, and the end of it when its caller leaves. Ended by `end`, always. */
export class Patience {
  /** Unix milliseconds. */
  readonly deadline: number;
  private readonly now: () => number;
  private readonly call: Call;
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly leave = () => this.controller.abort();

  constructor(call: Call, limitMs: number, now: () => number) {
    this.call = call;
    this.now = now;
    this.deadline = Math.min(call.deadline, now() + limitMs);
    this.timer = setTimeout(this.leave, Math.max(0, this.deadline - now()));
    if (call.signal.aborted || this.deadline <= now()) this.leave();
    call.signal.addEventListener('abort', this.leave, { once: true });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** True when it ended because the caller left, and not because the time was over. */
  get callerLeft(): boolean {
    return this.call.signal.aborted;
  }

  get isOver(): boolean {
    return this.controller.signal.aborted;
  }

  /** Whether something can still be tried after so many milliseconds. */
  allows(waitMs: number): boolean {
    return !this.isOver && this.now() + waitMs < this.deadline;
  }

  /** Resolves after so many milliseconds, or at once when it is over. */
  async sleep(milliseconds: number): Promise<void> {
    if (this.isOver) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, milliseconds);
      const { signal } = this.controller;
      signal.addEventListener('abort', done, { once: true });
      function done() {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      }
    });
  }

  end(): void {
    clearTimeout(this.timer);
    this.call.signal.removeEventListener('abort', this.leave);
  }
}
