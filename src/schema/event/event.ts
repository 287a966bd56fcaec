import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { DateTime } from '../scalar/date-time.ts';
import type { Delivered } from './delivered.ts';
import { eventTypeNames } from './event-type.ts';

export const Event = builder.interfaceRef<Delivered>('Event').implement({
  description:
    'Something that happened, in the order of the log. The kinds of later versions are left out by fragments that do not name them.',
  resolveType: (delivered) => {
    if (delivered.kind === 'EVENT') return eventTypeNames[delivered.logged.event.type];
    return delivered.kind === 'GAP' ? 'Gap' : 'CaughtUp';
  },
  fields: (t) => ({
    id: t.id({
      description:
        'Its place in the log: keep the last one that was worked off and pass it as `after` to go on from there. Opaque, the same for everybody and after a restart.',
      resolve: (delivered, _, context) => placeId(context, delivered),
    }),
    at: t.field({
      type: DateTime,
      description:
        "When it happened, by the provider's clock; the order of events is that of the log, so what came late can be seen.",
      resolve: (delivered) => (delivered.kind === 'EVENT' ? delivered.logged.event.at : delivered.at),
    }),
  }),
});

/** An event's id and that of what is no event differ for the same place, as normalizing caches expect; each is a valid `after`. */
function placeId({ places }: Context, delivered: Delivered): string {
  switch (delivered.kind) {
    case 'EVENT':
      return places.eventId(delivered.logged.place);
    case 'GAP':
      return places.markerId('GAP', delivered.to);
    case 'CAUGHT_UP':
      return places.markerId('CAUGHT_UP', delivered.place);
  }
}
