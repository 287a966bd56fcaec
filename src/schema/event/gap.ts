import type { StreamItem } from '../../events/stream.ts';
import { builder } from '../builder.ts';
import { enumType } from '../enum.ts';
import type { Marker } from './delivered.ts';
import { Event } from './event.ts';

type GapValue = Extract<Marker, { readonly kind: 'GAP' }>;

const GapReason = enumType<Extract<StreamItem, { readonly kind: 'GAP' }>['reason']>(
  'GapReason',
  'Why events are missing.',
  {
    RETENTION: 'They are older than what the gateway keeps.',
    SLOW_CONSUMER: 'Too many were waiting while nothing was read. They are still in the log.',
  },
);

builder.objectRef<GapValue>('Gap').implement({
  description: 'Events are missing here: read anew what you keep of chats and messages. Passes every filter.',
  interfaces: [Event],
  fields: (t) => ({
    from: t.id({
      description: 'The last place before it, a valid `after`.',
      resolve: ({ from }, _, { places }) => places.markerId('CURSOR', from),
    }),
    to: t.id({
      description: 'The last place that is missing, a valid `after`.',
      resolve: ({ to }, _, { places }) => places.markerId('CURSOR', to),
    }),
    reason: t.field({ type: GapReason, description: 'Why.', resolve: ({ reason }) => reason }),
  }),
});
