import type { EventLog, LoggedEvent, Place } from './log.ts';

export type StreamItem =
  | { readonly kind: 'EVENT'; readonly logged: LoggedEvent }
  | { readonly kind: 'CAUGHT_UP'; readonly place: Place }
  | {
      readonly kind: 'GAP';
      readonly from: Place;
      readonly to: Place;
      readonly reason: 'RETENTION' | 'SLOW_CONSUMER';
    };

export interface StreamRequest {
  /** Null: live only, from the head, without CAUGHT_UP. */
  readonly after: Place | null;
  /** Asked for every event; CAUGHT_UP and GAP always pass. */
  readonly wants: (logged: LoggedEvent) => boolean;
  readonly signal: AbortSignal;
  /** A reader that took nothing for so long (ms) … */
  readonly slowAfterMs: number;
  /** … while more than so many events wait is moved to the head. */
  readonly slowAfterEvents: number;
}

/** What a subscription is made of: pulls from the log after its own place, as fast as its reader takes. */
export type OpenStream = (
  log: EventLog,
  request: StreamRequest,
) => AsyncGenerator<StreamItem, void, undefined>;
