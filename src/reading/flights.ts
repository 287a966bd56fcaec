import { setMaxListeners } from 'node:events';
import type { Call } from '../messaging/call.ts';
import { failure, failureOf } from '../messaging/errors.ts';

interface Waiter {
  readonly call: Call;
  leave(reason: unknown): void;
}

/** Reads in flight: who asks for what is already on its way waits for that. */
export class Flights {
  readonly #flights = new Map<string, Flight<unknown>>();

  /**
   * Begins the read, or joins the one that is in flight under the key. Each caller leaves by its own signal (with
   * PROVIDER_UNAVAILABLE); the read is aborted when the last one leaves. The same key must mean the same type.
   */
  share<T>(key: string, call: Call, begin: (call: Call) => Promise<T>): Promise<T> {
    if (call.signal.aborted) return Promise.reject(leaving(call.signal));
    const flight = (this.#flights.get(key) as Flight<T> | undefined) ?? this.#start(key, call, begin);
    return flight.join(call);
  }

  #start<T>(key: string, call: Call, begin: (call: Call) => Promise<T>): Flight<T> {
    const flight = new Flight(call.background, begin, () => {
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    });
    this.#flights.set(key, flight);
    return flight;
  }
}

/** One shared read. It begins in the next microtask, when its first waiter has joined. */
class Flight<T> {
  readonly #controller = new AbortController();
  readonly #waiters = new Set<Waiter>();
  readonly #answer: Promise<T>;
  readonly #ended: () => void;

  constructor(background: boolean, begin: (call: Call) => Promise<T>, ended: () => void) {
    setMaxListeners(0, this.#controller.signal);
    this.#ended = ended;
    this.#answer = Promise.resolve()
      .then(() => begin(this.#sharedCall(background)))
      .finally(ended);
    // Who waits hears of a failure; when all have left, nobody needs to.
    this.#answer.catch(() => {});
  }

  join(call: Call): Promise<T> {
    return new Promise((resolve, reject) => {
      const onAbort = () => waiter.leave(leaving(call.signal));
      const stopWaiting = () => {
        this.#waiters.delete(waiter);
        call.signal.removeEventListener('abort', onAbort);
      };
      const waiter: Waiter = {
        call,
        leave: (reason) => {
          stopWaiting();
          reject(reason);
          if (this.#waiters.size === 0) this.#abandon(reason);
        },
      };
      this.#waiters.add(waiter);
      // One operation waits for many reads on one signal.
      setMaxListeners(0, call.signal);
      call.signal.addEventListener('abort', onAbort);
      this.#answer.finally(stopWaiting).then(resolve, reject);
    });
  }

  #abandon(reason: unknown): void {
    this.#ended();
    this.#controller.abort(reason);
  }

  #sharedCall(background: boolean): Call {
    const waiters = this.#waiters;
    return {
      signal: this.#controller.signal,
      /** Of whoever waits longest now; a request that is under way keeps the one that it began with. */
      get deadline() {
        return Math.max(0, ...[...waiters].map((waiter) => waiter.call.deadline));
      },
      background,
      count: () => this.#count(),
    };
  }

  /** The first who still waits pays. One whose budget is used up leaves with that failure, and the next one pays. */
  #count(): void {
    for (const waiter of [...this.#waiters]) {
      try {
        waiter.call.count();
        return;
      } catch (error) {
        waiter.leave(error);
      }
    }
    throw this.#controller.signal.reason ?? leaving(this.#controller.signal);
  }
}

/** A port throws FailureErrors only, whatever reason a signal was aborted with. */
function leaving(signal: AbortSignal): unknown {
  return failureOf(signal.reason) === null
    ? failure('PROVIDER_UNAVAILABLE', 'The provider did not answer in time.')
    : signal.reason;
}
