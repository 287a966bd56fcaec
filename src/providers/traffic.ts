import { failure } from '../messaging/errors.ts';
import { toInstant } from '../messaging/instant.ts';

const WINDOW_SECONDS = 10;
const FEWEST_CALLS = 20;
const OPEN_MS = 5_000;

/** What became of a try that was let through: the first that is called counts. */
export interface Pass {
  /** To be asked after a wait: throws as `enter` does where nothing may go out any more. */
  renew(): void;
  succeeded(): void;
  failed(): void;
  /** It says nothing about the vendor, or never went out. */
  abandoned(): void;
}

/**
 * Which accounts may be asked now. One that was told to wait is left alone until then; one that mostly fails (half of
 * at least 20 tries in 10 s) is left alone for 5 s and then asked once. Null stands for the whole key: what holds for
 * it holds for every account, and not the other way round.
 */
export class Traffic {
  private readonly accounts = new Map<string | null, Account>();
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  /** Throws FailureError RATE_LIMITED or PROVIDER_UNAVAILABLE, both with retryAt, where nothing may go out. */
  enter(account: string | null): Pass {
    this.refusePaused(account);
    const pass = this.of(account).enter(this.now());
    return {
      ...pass,
      renew: () => {
        this.refusePaused(account);
        pass.renew();
      },
    };
  }

  /** Nothing goes out for the account before that time (Unix milliseconds). */
  pause(account: string | null, until: number): void {
    const paused = this.of(account);
    paused.pausedUntil = Math.max(paused.pausedUntil, until);
  }

  /** Unix milliseconds; in the past where it may be asked. */
  pausedUntil(account: string | null): number {
    return Math.max(...[account, null].map((concerned) => this.accounts.get(concerned)?.pausedUntil ?? 0));
  }

  private refusePaused(account: string | null): void {
    const pausedUntil = this.pausedUntil(account);
    if (pausedUntil > this.now()) throw tooEarly(pausedUntil);
  }

  private of(account: string | null): Account {
    const known = this.accounts.get(account) ?? new Account(this.now);
    this.accounts.set(account, known);
    return known;
  }
}

function tooEarly(until: number) {
  return failure(
    'RATE_LIMITED',
    'The provider asked to wait before anything more is asked of this account.',
    {
      retryAt: toInstant(until),
    },
  );
}

class Account {
  pausedUntil = 0;
  private openUntil: number | null = null;
  private isProbing = false;
  private seconds: { readonly second: number; tries: number; failures: number }[] = [];
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  enter(now: number): Pass {
    if (this.openUntil === null) return this.pass();
    if (now < this.openUntil || this.isProbing) throw this.broken(now);
    this.isProbing = true;
    return this.probe();
  }

  private broken(now: number) {
    return failure('PROVIDER_UNAVAILABLE', 'The provider has failed too often just now and is left alone.', {
      retryAt: toInstant(Math.max(now, this.openUntil ?? now)),
    });
  }

  private pass(): Pass {
    return {
      renew: () => {
        if (this.openUntil !== null) throw this.broken(this.now());
      },
      succeeded: () => this.record(0),
      failed: () => this.record(1),
      abandoned: () => undefined,
    };
  }

  private probe(): Pass {
    let isEnded = false;
    const end = (openUntil: number | null) => {
      if (isEnded) return;
      isEnded = true;
      this.isProbing = false;
      this.openUntil = openUntil;
      this.seconds = [];
    };
    return {
      renew: () => undefined,
      succeeded: () => end(null),
      failed: () => end(this.now() + OPEN_MS),
      abandoned: () => end(this.now()),
    };
  }

  private record(failures: 0 | 1): void {
    const second = Math.floor(this.now() / 1000);
    this.seconds = this.seconds.filter((entry) => entry.second > second - WINDOW_SECONDS);
    let current = this.seconds.at(-1);
    if (current?.second !== second) {
      current = { second, tries: 0, failures: 0 };
      this.seconds.push(current);
    }
    current.tries += 1;
    current.failures += failures;
    if (this.openUntil === null && this.failsMostly()) this.openUntil = this.now() + OPEN_MS;
  }

  private failsMostly(): boolean {
    const tries = this.seconds.reduce((sum, entry) => sum + entry.tries, 0);
    const failures = this.seconds.reduce((sum, entry) => sum + entry.failures, 0);
    return tries >= FEWEST_CALLS && failures * 2 >= tries;
  }
}
