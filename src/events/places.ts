import type { Place } from './log.ts';

/**
 * Places as clients see them: opaque, authenticated, the same for every viewer. An Event's id and the id of what is no
 * event (CaughtUp, Gap, eventCursor) differ for the same place, as normalizing caches expect; all of them are a valid `after`.
 */
export interface Places {
  eventId(place: Place): string;
  markerId(kind: 'CAUGHT_UP' | 'GAP' | 'CURSOR', place: Place): string;
  /** Null where it is not one of ours. */
  open(text: string): Place | null;
}
