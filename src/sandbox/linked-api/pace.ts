import { LinkedApiError } from './errors.ts';

const WINDOW_MS = 60_000;
const MAX_IN_WINDOW = 100;

/** How fast the admin routes may be called; for all others no pace is documented (linked-api.md §10). */
export class Pace {
  private times: number[] = [];

  /** Counts one request (milliseconds since 1970). Throws tooManyRequests. */
  take(now: number): void {
    this.times = this.times.filter((time) => time > now - WINDOW_MS);
    if (this.times.length >= MAX_IN_WINDOW) throw new LinkedApiError('tooManyRequests', 'Too many requests.');
    this.times.push(now);
  }

  clear(): void {
    this.times = [];
  }
}
