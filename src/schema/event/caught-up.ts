import { builder } from '../builder.ts';
import type { Marker } from './delivered.ts';
import { Event } from './event.ts';

builder.objectRef<Extract<Marker, { readonly kind: 'CAUGHT_UP' }>>('CaughtUp').implement({
  description:
    'Everything since `after` has been replayed; what follows happens now. Passes every filter, and comes once.',
  interfaces: [Event],
});
