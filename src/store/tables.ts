import type { AccountRef } from '../messaging/account.ts';
import type { Instant } from '../messaging/instant.ts';

/** Rows as they are kept; one migration file makes each group of tables. Members that end in `_at` are instants, compared as text. */
export interface Tables {
  keys: KeyRow;
  notes: NoteRow;
  event_log: EventLogRow;
  events: EventRow;
  event_identities: EventIdentityRow;
  parked_events: ParkedEventRow;
  outbox: OutboxRow;
  accounts: AccountRow;
  cursors: CursorRow;
  poll_positions: PollPositionRow;
}

/** Keys that were made at the first start. */
export interface KeyRow {
  name: string;
  /** Lower-case hex. */
  value: string;
}

/** What a provider remembers: see `Notes`. */
export interface NoteRow {
  connection_id: AccountRef['connectionId'];
  key: string;
  /** JSON. */
  value: string;
}

/** One row, named `log`: who appends takes hold of it first, so that places are visible in their order. */
export interface EventLogRow {
  name: string;
  head: number;
  removed_up_to: number;
}

export interface EventRow {
  place: number;
  connection_id: AccountRef['connectionId'];
  received_at: Instant;
  /** Characters of the body, so that a page can be measured before it is read. */
  size: number;
  /** JSON of a MessagingEvent. */
  body: string;
}

/** By what the log knows a repeat; kept longer than the event itself where retention is short. */
export interface EventIdentityRow {
  connection_id: AccountRef['connectionId'];
  identity: string;
  /** What was last said of it; null for what happens only once. */
  says: string | null;
  heard_at: Instant;
}

/** What a vendor sent and is no event of ours: how often and when last. */
export interface ParkedEventRow {
  connection_id: AccountRef['connectionId'];
  name: string;
  count: number;
  last_at: Instant;
}

/** QUEUED is left for sends that wait for their turn. */
export type OutboxState = 'QUEUED' | 'SENDING' | 'SENT' | 'FAILED' | 'UNKNOWN';

/** One send: written before the call, changed when its outcome is known. */
export interface OutboxRow {
  id: string;
  connection_id: AccountRef['connectionId'];
  account_id: AccountRef['accountId'];
  kind: string;
  /** Null while a started chat has no name yet. */
  chat_id: string | null;
  client_message_id: string | null;
  /** SHA-256 of the request, lower-case hex. */
  request_hash: string;
  state: OutboxState;
  /** The id that was given out: the vendor's where there was one, else ours. Null: no message, or not yet. */
  message_id: string | null;
  vendor_message_id: string | null;
  /** JSON of the Message as it was answered; null: none. */
  message: string | null;
  /** JSON of a Failure; null unless the state is FAILED or UNKNOWN. */
  failure: string | null;
  created_at: Instant;
  updated_at: Instant;
}

/** The list of accounts as it was last seen. */
export interface AccountRow {
  connection_id: AccountRef['connectionId'];
  account_id: AccountRef['accountId'];
  /** JSON of an Account. */
  record: string;
  updated_at: Instant;
}

/** Cursors that are too long to be given out whole. */
export interface CursorRow {
  name: string;
  body: string;
  expires_at: Instant;
}

/** How far the changes of an account without push have been read. */
export interface PollPositionRow {
  connection_id: AccountRef['connectionId'];
  account_id: AccountRef['accountId'];
  /** As the provider has it: see `AccountPort.changes`. */
  position: string;
  updated_at: Instant;
}
