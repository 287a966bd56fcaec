import type { Failure } from '../messaging/errors.ts';

const slowestMs = 10 * 60_000;

export interface Wait {
  /** Milliseconds until the next poll. */
  readonly for: number;
  /** The vendor has asked for it: nothing shortens it. */
  readonly isOwed: boolean;
}

/**
 * How long to wait from one poll of an account to the next. Refused for polling too often, it doubles, up to 10 minutes or
 * what the vendor asks for, and finds back slowly; where the vendor cannot be reached it doubles too, and is back with the
 * first answer. All with 20 % more or less, so that accounts do not go in step.
 */
export class PollPace {
  readonly #usualMs: number;
  readonly #random: () => number;
  /** How many times as long as usual: because the vendor has asked for it, and because it does not answer. */
  #slowed = 1;
  #failing = 1;

  /** `random` as Math.random. */
  constructor(usualMs: number, random: () => number) {
    this.#usualMs = usualMs;
    this.#random = random;
  }

  /** `againMs`: when the next poll is expected to be worth while, which counts where it is sooner than usual. */
  succeeded(againMs = Number.POSITIVE_INFINITY): Wait {
    this.#failing = 1;
    this.#slowed = Math.max(1, this.#slowed * 0.8);
    return { for: this.#usual(Math.min(this.#usualMs, againMs)), isOwed: false };
  }

  /** `reason` null: a fault of ours. `now` in Unix milliseconds. */
  failed(reason: Failure | null, now: number): Wait {
    if (reason?.code !== 'RATE_LIMITED') {
      this.#failing = this.#doubled(this.#failing);
      return { for: this.#usual(), isOwed: false };
    }
    this.#slowed = this.#doubled(this.#slowed);
    const asked = reason.retryAt ? Date.parse(reason.retryAt) - now : 0;
    return { for: Math.max(this.#usual(), asked * (1 + 0.2 * this.#random())), isOwed: true };
  }

  #doubled(times: number): number {
    return Math.min(times * 2, Math.max(1, slowestMs / this.#usualMs));
  }

  #usual(unhurriedMs = this.#usualMs): number {
    const longest = Math.max(unhurriedMs, slowestMs);
    const usual = Math.min(unhurriedMs * this.#slowed * this.#failing, longest);
    return usual * (0.8 + 0.4 * this.#random());
  }
}
