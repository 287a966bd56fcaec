import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type FailureError, failure, failureOf } from '../../src/messaging/errors.ts';
import { type Dispatch, openOutbox } from '../../src/outbox/outbox.ts';
import { memoryStore, message } from '../events/happenings.ts';
import { silentLog } from '../store/silent-log.ts';

/** How the provider will answer; LOST: it took the message and the answer never came. */
const answers = ['TAKES', 'LOST', 'REFUSES', 'BUSY', 'BUG'] as const;
const step = fc.record({
  restart: fc.boolean(),
  /** Dispatched at once, in this order. */
  sends: fc.array(
    fc.record({
      key: fc.constantFrom('a', 'b', 'c'),
      text: fc.constantFrom('Hello', 'Goodbye'),
      answer: fc.constantFrom(...answers),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});

function problem(answer: (typeof answers)[number]): FailureError | Error | null {
  if (answer === 'TAKES') return null;
  if (answer === 'LOST') return failure('OUTCOME_UNKNOWN', 'No answer came.');
  if (answer === 'REFUSES') return failure('RECIPIENT_UNREACHABLE', 'Not connected.');
  return answer === 'BUSY' ? failure('RATE_LIMITED', 'Too fast.') : new TypeError('a fault of ours');
}

it('whatever the provider answers and whenever the gateway restarts, a key is delivered at most once and has one answer', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 10 }), async (steps) => {
      const store = await memoryStore();
      let outbox = openOutbox(store, { log: silentLog });
      const delivered: string[] = [];
      /** By key: the text that holds it and the answer that everybody with that text gets. */
      const settled = new Map<string, { text: string; answer: string }>();

      for (const { restart, sends } of steps) {
        if (restart) outbox = openOutbox(store, { log: silentLog });
        const outcomes = await Promise.all(
          sends.map(async ({ key, text, answer }) => {
            const dispatch: Dispatch = {
              account: { connectionId: 'sales', accountId: 'acc-1' },
              kind: 'SEND',
              chatId: 'chat-1',
              clientMessageId: key,
              request: { text },
              perform: async () => {
                const error = problem(answer);
                // A fault may come before or after; the careful guess is that it was delivered.
                if (error === null || answer === 'LOST' || answer === 'BUG') delivered.push(key);
                if (error !== null) throw error;
                return { messageIds: [`vendor-${delivered.length}`], chatId: null };
              },
              compose: (sent) => ({ ...message(0, text), ...sent }),
            };
            const outcome = await outbox.dispatch(dispatch).then(
              (answered) => JSON.stringify(answered),
              (error: unknown) => failureOf(error)?.code ?? 'A BUG',
            );
            return { key, text, outcome };
          }),
        );
        for (const { key, text, outcome } of outcomes) {
          if (outcome === 'RATE_LIMITED') continue;
          const known = settled.get(key);
          if (outcome === 'CONFLICT') {
            // Against what holds the key, or against somebody of this step who held it for a moment.
            expect(
              known?.text !== text || outcomes.some((other) => other.key === key && other.text !== text),
            ).toBe(true);
            continue;
          }
          if (known === undefined) settled.set(key, { text, answer: outcome });
          else expect({ text, answer: outcome }).toEqual(known);
        }
      }
      expect(delivered).toEqual([...new Set(delivered)]);
      await store.close();
    }),
    { numRuns: 150 },
  );
});
