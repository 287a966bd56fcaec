import type { IncomingEvent } from './event.ts';
import type { Message, MessageRef } from './message.ts';

/**
 * Some vendors take a send and name no id. Its message then has an id of ours and keeps it, also when the vendor's id is
 * known: who hears a vendor or speaks to one translates here. All other messages have one name, the vendor's. Every
 * method throws StorageUnavailable.
 */
export interface Names {
  /** A connection's events as they are kept and shown. A message of ours that comes back is recognised, durably, before this resolves. */
  nameEvents(connectionId: string, events: readonly IncomingEvent[]): Promise<readonly IncomingEvent[]>;
  /** Messages as a vendor answered them, newest first, as they are shown; in their order. Recognises as `nameEvents` does. */
  nameMessages(messages: readonly Message[]): Promise<readonly Message[]>;
  /** The vendor's id of a message; null where it has one of ours and the vendor's is not known yet. */
  vendorId(message: MessageRef): Promise<string | null>;
}
