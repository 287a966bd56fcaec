import type { AccountRef, Json } from '../messaging/account.ts';
import type { Call } from '../messaging/call.ts';
import type { Instant } from '../messaging/instant.ts';
import type { Message, MessageRef } from '../messaging/message.ts';

export type SendKind = 'SEND' | 'START' | 'FORWARD';

/** One send as its caller asked for it. */
export interface Dispatch {
  readonly account: AccountRef;
  readonly kind: SendKind;
  /** Null for a chat that is about to be started. */
  readonly chatId: string | null;
  /** The caller's key, idempotent per account; null: each call is a send of its own. */
  readonly clientMessageId: string | null;
  /** All that makes it this request (texts, ids, files by hash): the same key with another one is CONFLICT. */
  readonly request: Json;
  /** The one upstream call. Throws FailureError; OUTCOME_UNKNOWN where bytes have left and no answer came. */
  readonly perform: (
    call: Call,
  ) => Promise<{ readonly messageIds: readonly string[]; readonly chatId: string | null }>;
  /** Makes the message from what was sent, without a read. */
  readonly compose: (sent: {
    readonly messageId: string;
    readonly chatId: string;
    readonly sentAt: Instant;
  }) => Message;
}

export interface Dispatched {
  /** Null only where the chat is not known yet (startChat). */
  readonly chatId: string | null;
  /** Null where nothing was said (a chat started without text) or its chat is not known yet. */
  readonly message: Message | null;
}

/** Sends: accepted once, delivered once, known afterwards. */
export interface Outbox {
  /** Written down before the call. Throws FailureError: CONFLICT, OUTCOME_UNKNOWN, or what the provider answered. */
  dispatch(dispatch: Dispatch): Promise<Dispatched>;
  /** The client's keys of messages, where it sent them; one answer per message, in their order. */
  clientMessageIds(messages: readonly MessageRef[]): Promise<readonly (string | null)[]>;
  /** A message that has an id of ours, as it was sent; null where the outbox does not know it. */
  message(ref: MessageRef): Promise<Message | null>;
  /** Resolves when no send is in flight. */
  idle(): Promise<void>;
}
