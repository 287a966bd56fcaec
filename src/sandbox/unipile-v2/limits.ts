import { UnipileError } from './errors.ts';
import type { Stage } from './stage.ts';

/** Windows that open with an account's first call (unipile-v2.md §3.3). */
export class RateLimits {
  private readonly windows = new Map<string, { opened: number; calls: number }>();

  /** Counts a call. Throws 429 with Retry-After where the window is full. */
  count(stage: Stage, accountId: string): void {
    const limit = stage.switches.rateLimit;
    if (limit === null) return;
    const now = stage.clock.now();
    const open = this.windows.get(accountId);
    const window =
      open !== undefined && now < open.opened + limit.windowMs ? open : { opened: now, calls: 0 };
    this.windows.set(accountId, window);
    window.calls += 1;
    if (window.calls <= limit.calls) return;
    const seconds = Math.ceil((window.opened + limit.windowMs - now) / 1000);
    throw new UnipileError('api/too_many_requests', 'Too many requests for this account.', {
      'retry-after': String(seconds),
    });
  }

  clear(): void {
    this.windows.clear();
  }
}
