import type { Place } from '../../events/log.ts';
import { openStream, type StreamItem } from '../../events/stream.ts';
import type { Context } from '../context.ts';
import { requireScope } from '../viewer/require-scope.ts';
import type { Delivered } from './delivered.ts';
import { type FilterGiven, matches } from './filter.ts';

/**
 * The source of a subscription: pulls from the log as it is pulled from, and ends at once by `return()`, also while it
 * waits. `after` null: live only, from now. Throws FORBIDDEN without READ, and StorageUnavailable.
 */
export async function listen(
  context: Context,
  after: Place | null,
  filter: FilterGiven,
): Promise<AsyncIterableIterator<Delivered>> {
  requireScope(context, 'READ');
  const { events, viewer, limits } = context;
  const matching = matches(context, filter);

  const stream = await openStream(events, {
    after,
    wants: (logged) => {
      const ref = { connectionId: logged.connectionId, accountId: logged.event.accountId };
      return viewer.maySee(ref) && matching(logged);
    },
    // The stream is ended by its own `return()`.
    signal: new AbortController().signal,
    ...limits,
  });

  function delivered(item: StreamItem): Delivered {
    if (item.kind !== 'EVENT') return { ...item, at: new Date().toISOString() };
    return { ...item, direction: filter.direction ?? null };
  }

  const source: AsyncIterableIterator<Delivered> = {
    async next() {
      const step = await stream.next();
      return step.done ? step : { done: false, value: delivered(step.value) };
    },
    async return() {
      await stream.return();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => source,
  };
  return source;
}
