import type { Call } from '../messaging/call.ts';
import { failure } from '../messaging/errors.ts';
import type { Dispatch } from './outbox.ts';

/** How long, in milliseconds, a call may take to say what it knows after it was told to end. */
const graceMs = 2_000;

/** Performs a send under a call of its own. Throws what the call throws, and OUTCOME_UNKNOWN where it does not end in time. */
export async function withinTime(
  { account, perform, count }: Dispatch,
  timeoutMs: number,
  now: () => number,
): ReturnType<Dispatch['perform']> {
  const ending = new AbortController();
  const call: Call = {
    signal: ending.signal,
    deadline: now() + timeoutMs,
    background: false,
    count: () => count?.(),
  };
  const abort = setTimeout(() => ending.abort(), timeoutMs);
  let giveUp: NodeJS.Timeout | undefined;
  const overdue = new Promise<never>((_, reject) => {
    const unknown = failure('OUTCOME_UNKNOWN', 'No answer came in time; whether it arrived is not known.', {
      account,
    });
    giveUp = setTimeout(() => reject(unknown), timeoutMs + graceMs);
  });
  try {
    return await Promise.race([perform(call), overdue]);
  } finally {
    clearTimeout(abort);
    clearTimeout(giveUp);
  }
}
