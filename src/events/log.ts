import type { Attendee } from '../messaging/attendee.ts';
import type { IncomingEvent, MessagingEvent } from '../messaging/event.ts';
import type { Instant } from '../messaging/instant.ts';
import type { Message } from '../messaging/message.ts';

/** A place in the log: sequence numbers that grow, may skip, and mean the same to every viewer. 0 is before the first. */
export type Place = number;

export interface LoggedEvent {
  readonly place: Place;
  readonly connectionId: string;
  readonly event: MessagingEvent;
  /** When the log took it; `event.at` is the provider's time. */
  readonly receivedAt: Instant;
}

/** Append once, read after, tail. Throws StorageUnavailable from every method. */
export interface EventLog {
  /** Durable when it resolves. Answers those that were new, in their order; repeats add nothing. */
  append(connectionId: string, events: readonly IncomingEvent[]): Promise<readonly LoggedEvent[]>;
  /** Keeps aside what a vendor sent and is no event of ours: name and count, never the body. */
  park(connectionId: string, names: readonly string[]): Promise<void>;
  /** The last place that readers can reach: everything at or before it is visible. */
  head(): Promise<Place>;
  /** The first place that retention has left; a reader before it has missed something. 0: nothing was removed. */
  removedUpTo(): Promise<Place>;
  /** In order, those after the place. */
  read(after: Place, limit: number): Promise<readonly LoggedEvent[]>;
  /** Resolves when something lies after the place, or the signal aborts. */
  waitAfter(after: Place, signal: AbortSignal): Promise<void>;
  /** Keeps what was loaded for a thin event, so that it is loaded once for all listeners and shows the same at replay. */
  fill(place: Place, loaded: { readonly message?: Message; readonly attendee?: Attendee }): Promise<void>;
  /** Called after each append with what was new, before append resolves; answers how to stop. Listeners must not throw. */
  onAppend(listener: (events: readonly LoggedEvent[]) => void): () => void;
}
