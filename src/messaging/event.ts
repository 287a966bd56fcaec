import type { AccountStatus } from './account.ts';
import type { Attendee } from './attendee.ts';
import type { SyncStatus } from './chat.ts';
import type { Failure } from './errors.ts';
import type { Product } from './inbox.ts';
import type { Instant } from './instant.ts';
import type { Message } from './message.ts';

export const eventTypes = [
  'MESSAGE_CREATED',
  'MESSAGE_EDITED',
  'MESSAGE_DELETED',
  'MESSAGE_READ',
  'MESSAGE_DELIVERED',
  'MESSAGE_FAILED',
  'MESSAGE_REACTED',
  'CHAT_UPDATED',
  'CHAT_DELETED',
  'ACCOUNT_STATUS_CHANGED',
  'SYNCHRONIZATION_CHANGED',
] as const;
export type EventType = (typeof eventTypes)[number];

interface Happened {
  /** Within the connection that brought it; the connection itself is never taken from what a vendor sent. */
  readonly accountId: string;
  /** The provider's time of it, so that what came late can be seen. */
  readonly at: Instant;
}

interface InChat extends Happened {
  readonly chatId: string;
}

interface OfMessage extends InChat {
  readonly messageId: string;
  /** What the provider sent of the message; null where the event was thin and it must be loaded. */
  readonly message: Message | null;
}

/** What happened, in our nouns and as JSON: it is kept in the log as the provider said it, so that replay costs no upstream call. */
export type MessagingEvent =
  | ({ readonly type: 'MESSAGE_CREATED'; readonly isBackfill: boolean } & OfMessage)
  | ({ readonly type: 'MESSAGE_EDITED' } & OfMessage)
  | ({ readonly type: 'MESSAGE_DELETED' } & OfMessage)
  /** messageId null: everything up to `at`. */
  | ({
      readonly type: 'MESSAGE_READ';
      readonly messageId: string | null;
      readonly message: Message | null;
      readonly readerId: string | null;
    } & InChat)
  | ({ readonly type: 'MESSAGE_DELIVERED' } & OfMessage)
  | ({ readonly type: 'MESSAGE_FAILED'; readonly error: Failure } & OfMessage)
  | ({
      readonly type: 'MESSAGE_REACTED';
      readonly value: string;
      readonly removed: boolean;
      readonly attendeeId: string | null;
      readonly attendee: Attendee | null;
    } & OfMessage)
  | ({ readonly type: 'CHAT_UPDATED' } & InChat)
  | ({ readonly type: 'CHAT_DELETED' } & InChat)
  | ({
      readonly type: 'ACCOUNT_STATUS_CHANGED';
      readonly status: AccountStatus;
      /** Set where only one product of the account is concerned. */
      readonly product: Product | null;
    } & Happened)
  | ({
      readonly type: 'SYNCHRONIZATION_CHANGED';
      readonly product: Product | null;
      readonly profileUrl: string | null;
      readonly chatId: string | null;
      readonly syncStatus: SyncStatus;
      readonly error: Failure | null;
    } & Happened);

/**
 * How the log knows a repeat. `once`: happens once in a lifetime (created, deleted) or has the provider's event id; the
 * same key again adds nothing. `thing` and `says`: can come again and has no id; it is appended if it says something
 * else of the thing than the log last did.
 */
export type EventIdentity = { readonly once: string } | { readonly thing: string; readonly says: string };

/** An event as a provider hands it to the log. */
export interface IncomingEvent {
  readonly event: MessagingEvent;
  readonly identity: EventIdentity;
}

/** The key of what happens once to a message, the same whether a webhook, a poll or a look back brings it. */
export function messageOnce(
  what: 'created' | 'deleted',
  message: { readonly accountId: string; readonly chatId: string; readonly messageId: string },
): EventIdentity {
  return { once: JSON.stringify([what, message.accountId, message.chatId, message.messageId]) };
}
