import type { Call } from '../messaging/call.ts';
import { failure } from '../messaging/errors.ts';

/** A call that somebody has begun and must end, whatever comes of it. */
export interface OpenCall extends Call {
  /** Upstream requests so far. */
  readonly used: number;
  /** Lets go of the timer and of whoever is listened to. */
  end(): void;
}

export interface CallRequest {
  /** Who waits for it: aborts when they leave. Null: it runs on (a send is never given up half way). */
  readonly left: AbortSignal | null;
  readonly seconds: number;
  readonly upstreamCalls: number;
  /** Whether the signal aborts at the deadline too; a subscription's first call lives on. Default: yes. */
  readonly abortsAtDeadline?: boolean;
  /** Nobody waits at the other end: reads may take longer. */
  readonly background?: boolean;
}

/** One caller's patience and budget, handed down to every upstream request. */
export function beginCall(request: CallRequest): OpenCall {
  const { left, seconds, upstreamCalls, abortsAtDeadline = true, background = false } = request;
  const controller = new AbortController();
  let used = 0;
  const leave = () => controller.abort(left?.reason);
  // AbortSignal.any would keep each of a long subscription's calls alive with the socket.
  if (left?.aborted) leave();
  else left?.addEventListener('abort', leave, { once: true });
  const timer = abortsAtDeadline
    ? setTimeout(
        () => controller.abort(new DOMException('It took too long.', 'TimeoutError')),
        seconds * 1000,
      )
    : undefined;
  timer?.unref();
  return {
    signal: controller.signal,
    deadline: Date.now() + seconds * 1000,
    background,
    get used() {
      return used;
    },
    count() {
      if (used >= upstreamCalls) {
        throw failure(
          'RATE_LIMITED',
          `This operation has made the ${upstreamCalls} calls to providers that it may. Ask for less at a time.`,
        );
      }
      used += 1;
    },
    end() {
      clearTimeout(timer);
      left?.removeEventListener('abort', leave);
    },
  };
}
