export interface RelistingOptions {
  /** Between one listing and the next where nothing else asks for one, in milliseconds. */
  readonly refreshMs: number;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly list: () => void;
}

/** After a listing failed, and between one that is made because of a doubt and the next. */
const retryMs = 30_000;
/** After an event named an account that is not known, and after a doubt: what webhooks bring meanwhile is known then. */
const settleMs = 1_000;

/** When the accounts of a connection are listed again: in turn, and sooner where one is named or doubted. */
export class Relisting {
  readonly #options: RelistingOptions;
  #isClosed = false;
  #isUnderWay = false;
  #timer: NodeJS.Timeout | null = null;
  /** When the timer is due, by the process's own clock. */
  #dueAt = 0;
  /** Named by events, and not found by a listing since the last regular one: they cause no further listing. */
  readonly #strangers = new Set<string>();
  #strangersSince = Number.NEGATIVE_INFINITY;
  /** A listing that was under way may not have seen them. */
  #strangerMeanwhile = false;
  /** An account was doubted that no listing has looked at since. */
  #isDoubted = false;
  /** When a listing looked at doubted accounts last; Unix milliseconds. */
  #doubtsListedAt = Number.NEGATIVE_INFINITY;

  constructor(options: RelistingOptions) {
    this.#options = options;
  }

  /** Of a listing. */
  begin(): void {
    const { now, refreshMs } = this.#options;
    this.#forgetTimer();
    this.#isUnderWay = true;
    this.#strangerMeanwhile = false;
    if (now() - this.#strangersSince >= refreshMs) {
      this.#strangers.clear();
      this.#strangersSince = now();
    }
    if (this.#isDoubted) this.#doubtsListedAt = now();
    this.#isDoubted = false;
  }

  /** Of the listing that began, and arranges the next one. */
  end(hasFailed: boolean): void {
    const { refreshMs } = this.#options;
    this.#isUnderWay = false;
    this.#listIn(hasFailed ? Math.min(retryMs, refreshMs) : refreshMs);
    if (this.#strangerMeanwhile) this.#listIn(settleMs);
    if (this.#isDoubted) this.#listDoubted();
  }

  /** An event named an account that is not known: unless it has been looked for in vain, it is listed soon. */
  lookFor(accountId: string): void {
    if (!this.#strangers.has(accountId)) this.lookAgainFor(accountId);
  }

  /** Also where it has been looked for in vain. */
  lookAgainFor(accountId: string): void {
    this.#strangers.add(accountId);
    if (this.#isUnderWay) this.#strangerMeanwhile = true;
    else this.#listIn(settleMs);
  }

  found(accountId: string): void {
    this.#strangers.delete(accountId);
  }

  /** What is said of an account may not hold any more: it is listed soon, once in half a minute at most. */
  doubt(): void {
    this.#isDoubted = true;
    if (!this.#isUnderWay) this.#listDoubted();
  }

  close(): void {
    this.#isClosed = true;
    this.#forgetTimer();
  }

  #listDoubted(): void {
    this.#listIn(Math.max(settleMs, this.#doubtsListedAt + retryMs - this.#options.now()));
  }

  /** Unless it is listed sooner anyhow. */
  #listIn(milliseconds: number): void {
    const dueAt = performance.now() + milliseconds;
    if (this.#isClosed || (this.#timer !== null && this.#dueAt <= dueAt)) return;
    this.#forgetTimer();
    this.#dueAt = dueAt;
    this.#timer = setTimeout(() => this.#options.list(), milliseconds);
  }

  #forgetTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
