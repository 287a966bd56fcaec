import type { Place } from '../../events/log.ts';
import { invalidInput } from '../../messaging/errors.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { Event } from './event.ts';
import { EventFilter } from './filter.ts';
import { listen } from './listen.ts';

builder.subscriptionField('events', (t) =>
  t.field({
    type: Event,
    description:
      'Everything that happens, in the order of the log. With `after`, what came since is replayed first, then CaughtUp, then live events, with nothing lost or repeated at the seam. Where that part of the log is gone, a Gap says so first.',
    args: {
      after: t.arg.id({
        description:
          'The id of any event, or `Query.eventCursor`: where to go on from. Left out: only what happens from now on. One that is not ours is refused with INVALID_INPUT.',
      }),
      filter: t.arg({ type: EventFilter, description: 'Which events; all when left out.' }),
    },
    subscribe: (_root, { after, filter }, context) =>
      listen(context, after == null ? null : placeOf(context, after), filter ?? {}),
    resolve: (delivered) => delivered,
  }),
);

/** Throws INVALID_INPUT naming `after`. */
function placeOf({ places }: Context, after: string): Place {
  const place = places.open(after);
  if (place === null) throw invalidInput('This is no place in the log.', 'after');
  return place;
}
