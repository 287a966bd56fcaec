import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  locatedError,
} from 'graphql';
import type { Context } from './context.ts';
import { type Delivered, mayReceive } from './event/delivered.ts';

/**
 * Makes the context of one event: viewer, deadline and loaders anew. What it throws (a credential that is gone) becomes
 * the subscription's last answer. The signal aborts when the subscriber leaves.
 */
export type FreshContext = (left: AbortSignal) => Promise<Context>;

/**
 * What graphql-ws and Yoga call in place of graphql-js's own `subscribe`, which keeps one context for a subscription's
 * whole life. Nothing is read ahead: the log is asked for an event when the transport asks for an answer, one at a
 * time. `return()` ends the source at once, also while it waits.
 */
export async function subscribe(
  args: ExecutionArgs,
  freshContext: FreshContext,
): Promise<ExecutionResult | AsyncIterableIterator<ExecutionResult>> {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return source;
  // Every subscription field of the schema yields what the event types resolve.
  return answers(args, source[Symbol.asyncIterator]() as AsyncIterator<Delivered>, freshContext);
}

function answers(
  args: ExecutionArgs,
  source: AsyncIterator<Delivered>,
  freshContext: FreshContext,
): AsyncIterableIterator<ExecutionResult> {
  const left = new AbortController();

  async function end(): Promise<IteratorReturnResult<undefined>> {
    left.abort();
    await source.return?.();
    return { done: true, value: undefined };
  }

  async function next(): Promise<IteratorResult<ExecutionResult, undefined>> {
    try {
      while (!left.signal.aborted) {
        const step = await source.next();
        if (step.done) break;
        const contextValue = await freshContext(left.signal);
        if (!(await mayReceive(contextValue, step.value))) continue;
        const value = await execute({ ...args, rootValue: step.value, contextValue });
        return { done: false, value };
      }
    } catch (error) {
      // Thrown, it would be up to each transport what the subscriber learns; as an answer it is masked like any other.
      if (left.signal.aborted) return end();
      await end();
      return { done: false, value: { errors: [locatedError(error, undefined)] } };
    }
    return end();
  }

  return {
    next,
    return: end,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
