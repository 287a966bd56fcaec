import { Agent, request as httpRequest } from 'undici';
import type { Clock, Timer } from './clock.ts';

/** One thing to tell to one receiver. */
export interface Notice {
  /** Who wants to know: the id of the vendor's webhook or endpoint. */
  receiver: string;
  url: string;
  event: string;
  body: string;
  /** Exactly these are sent (beside Host and Content-Length); made anew for each attempt, as signatures carry the time. */
  headers(): Record<string, string>;
  /** Notices of the same receiver and lane go out one after the other: a chat's, say. */
  lane: string;
}

export interface Attempt {
  at: number;
  /** Null: no answer. */
  status: number | null;
  headers: Record<string, string>;
}

/** What became of a notice. `abandoned`: the sandbox was closed before it could be delivered. */
export interface Delivery {
  receiver: string;
  url: string;
  event: string;
  body: string;
  state: 'waiting' | 'delivered' | 'failed' | 'dropped' | 'abandoned';
  attempts: Attempt[];
}

export interface WebhookRules {
  /** Milliseconds before the second attempt, the third, …; as many retries as there are entries. */
  retryDelaysMs: readonly number[];
  timeoutMs: number;
  succeeded(status: number): boolean;
}

/** Mischief, and a schedule for tests; what is left out stays as it is. */
export interface WebhookBehaviour {
  /** Each notice goes out so many times more (true: once). */
  duplicate?: boolean | number;
  delayMs?: number;
  /** Notices are collected for 100 ms of the clock and go out in reverse. */
  reorder?: boolean;
  /** The share that is never sent, from 0 to 1 (true: all). */
  drop?: boolean | number;
  retryDelaysMs?: readonly number[];
}

const REORDER_WINDOW_MS = 100;
const CLOSING_MS = 1000;
const KEPT_DELIVERIES = 20_000;

/** Delivers notices: in order within a lane, retried by the rules, never waited for by the one who sends them. */
export class Webhooks {
  private readonly agent = new Agent({ connections: 16 });
  private readonly lanes = new Map<string, Promise<void>>();
  private readonly timers = new Map<Timer, () => void>();
  private readonly lastCall = new AbortController();
  private closing = false;
  private behaviourNow: Required<WebhookBehaviour>;
  private collected: (() => void)[] = [];
  private records: Delivery[] = [];
  private underWay = 0;
  private dropDebt = 0;
  private idleWaiters: (() => void)[] = [];

  private readonly clock: Clock;
  private readonly rules: WebhookRules;

  constructor(clock: Clock, rules: WebhookRules) {
    this.clock = clock;
    this.rules = rules;
    this.behaviourNow = asTheVendor(rules);
  }

  /** Takes a notice and returns at once. */
  send(notice: Notice): void {
    if (this.mustDrop()) {
      this.record(notice, 'dropped');
      return;
    }
    for (let copy = 0; copy <= Number(this.behaviourNow.duplicate); copy++) {
      const delivery = this.record(notice, 'waiting');
      this.underWay += 1;
      const start = () => this.enqueue(notice, delivery);
      const { delayMs, reorder } = this.behaviourNow;
      if (delayMs > 0) this.later(delayMs, start);
      else if (reorder) this.collect(start);
      else start();
    }
  }

  behaviour(change: WebhookBehaviour): void {
    this.behaviourNow = { ...this.behaviourNow, ...change };
  }

  /** Back to how the vendor behaves, with an empty record. What is under way goes on. */
  reset(): void {
    this.behaviourNow = asTheVendor(this.rules);
    this.records = [];
  }

  /** The last 20,000, oldest first. */
  deliveries(): Delivery[] {
    return this.records.slice(-KEPT_DELIVERIES);
  }

  /** Resolves when nothing is under way and no retry is to come. */
  idle(): Promise<void> {
    if (this.underWay === 0) return Promise.resolve();
    return new Promise((resolve) => this.idleWaiters.push(resolve));
  }

  /** What waits is tried once more at once; what is not delivered within a second is recorded as abandoned. */
  async close(): Promise<void> {
    this.closing = true;
    const lastCall = setTimeout(() => this.lastCall.abort(), CLOSING_MS);
    for (const [timer, action] of [...this.timers]) {
      timer.clear();
      this.timers.delete(timer);
      action();
    }
    await this.idle();
    clearTimeout(lastCall);
    await this.agent.destroy();
  }

  private record(notice: Notice, state: Delivery['state']): Delivery {
    const { receiver, url, event, body } = notice;
    const delivery: Delivery = { receiver, url, event, body, state, attempts: [] };
    this.records.push(delivery);
    if (this.records.length > 2 * KEPT_DELIVERIES) this.records = this.deliveries();
    return delivery;
  }

  // A share of 0.5 drops every second one, so that tests come out the same each time.
  private mustDrop(): boolean {
    this.dropDebt += Number(this.behaviourNow.drop);
    if (this.dropDebt < 1) return false;
    this.dropDebt -= 1;
    return true;
  }

  private collect(start: () => void): void {
    this.collected.push(start);
    if (this.collected.length > 1) return;
    this.later(REORDER_WINDOW_MS, () => {
      const starts = this.collected.reverse();
      this.collected = [];
      for (const next of starts) next();
    });
  }

  private enqueue(notice: Notice, delivery: Delivery): void {
    const lane = `${notice.receiver}\n${notice.lane}`;
    const before = this.lanes.get(lane) ?? Promise.resolve();
    const after = before.then(() => this.attempt(notice, delivery));
    this.lanes.set(lane, after);
    void after.then(() => {
      if (this.lanes.get(lane) === after) this.lanes.delete(lane);
    });
  }

  private async attempt(notice: Notice, delivery: Delivery): Promise<void> {
    const headers = notice.headers();
    const attempt: Attempt = { at: this.clock.now(), status: null, headers };
    delivery.attempts.push(attempt);
    attempt.status = await this.post(notice, headers);
    if (attempt.status !== null && this.rules.succeeded(attempt.status))
      return this.finish(delivery, 'delivered');
    if (this.closing) return this.finish(delivery, 'abandoned');
    const delay = this.behaviourNow.retryDelaysMs[delivery.attempts.length - 1];
    if (delay === undefined) return this.finish(delivery, 'failed');
    this.later(delay, () => this.enqueue(notice, delivery));
  }

  private async post(notice: Notice, headers: Record<string, string>): Promise<number | null> {
    const signal = AbortSignal.any([AbortSignal.timeout(this.rules.timeoutMs), this.lastCall.signal]);
    try {
      const { statusCode, body } = await httpRequest(notice.url, {
        method: 'POST',
        headers,
        body: notice.body,
        dispatcher: this.agent,
        signal,
      });
      await body.dump();
      return statusCode;
    } catch {
      return null;
    }
  }

  private finish(delivery: Delivery, state: Delivery['state']): void {
    delivery.state = state;
    this.underWay -= 1;
    if (this.underWay > 0) return;
    for (const resolve of this.idleWaiters.splice(0)) resolve();
  }

  private later(milliseconds: number, action: () => void): void {
    const timer = this.clock.setTimeout(() => {
      this.timers.delete(timer);
      action();
    }, milliseconds);
    this.timers.set(timer, action);
  }
}

function asTheVendor(rules: WebhookRules): Required<WebhookBehaviour> {
  return { duplicate: 0, delayMs: 0, reorder: false, drop: 0, retryDelaysMs: rules.retryDelaysMs };
}
