import type { Conversation } from './people.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WHOLE_EVERY_MS = 24 * HOUR;
const LONGEST_PAUSE_MS = HOUR;

interface Attempts {
  /** In a row without success. */
  readonly count: number;
  /** Unix milliseconds. */
  readonly failedAt: number;
}

/** When conversations are read whole, and how long one is left alone where that failed. */
export class WholeReads {
  private readonly now: () => number;
  private readonly failed = new Map<string, Attempts>();

  constructor(now: () => number) {
    this.now = now;
  }

  hasFailed({ chatId }: Conversation): boolean {
    return this.failed.has(chatId);
  }

  /** Once a day, after it was synchronized anew, and again where it failed. */
  isDue(conversation: Conversation): boolean {
    const { readWholeAt, syncedAt } = conversation;
    const isStale =
      readWholeAt === null || this.now() - readWholeAt >= WHOLE_EVERY_MS || readWholeAt < (syncedAt ?? 0);
    return (isStale || this.hasFailed(conversation)) && !this.isPaused(conversation);
  }

  forget({ chatId }: Conversation): void {
    this.failed.delete(chatId);
  }

  wasNotRead({ chatId }: Conversation): void {
    const count = (this.failed.get(chatId)?.count ?? 0) + 1;
    this.failed.set(chatId, { count, failedAt: this.now() });
  }

  private isPaused({ chatId, syncedAt }: Conversation): boolean {
    const attempts = this.failed.get(chatId);
    // A new synchronization may have made it readable.
    if (attempts === undefined || attempts.failedAt < (syncedAt ?? 0)) return false;
    const pauseMs = Math.min(MINUTE * 2 ** (attempts.count - 1), LONGEST_PAUSE_MS);
    return this.now() < attempts.failedAt + pauseMs;
  }
}
