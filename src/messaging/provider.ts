import type { Account, ProviderKind } from './account.ts';
import type { Bytes } from './attachment.ts';
import type { Attendee, AttendeeQuery } from './attendee.ts';
import type { Call } from './call.ts';
import type { AccountCapabilities, ChatCapabilities, InboxCapabilities } from './capabilities.ts';
import type { Chat, ChatFilter, SyncStatus } from './chat.ts';
import type { Failure } from './errors.ts';
import type { IncomingEvent } from './event.ts';
import type { Inbox, Product } from './inbox.ts';
import type { Instant } from './instant.ts';
import type { Log, UpstreamRequest } from './log.ts';
import type { Message, MessageFilter } from './message.ts';
import type { Notes } from './notes.ts';
import type { PageSource } from './page.ts';
import type { SendRequest, Sent, Started, StartRequest } from './send.ts';

/**
 * One configured connection to a vendor: holds the key, lists the accounts behind it and opens them. Every method that
 * takes a `Call` may be slow and throws FailureError only; null means "there is none", an empty list "there are none".
 */
export interface Provider {
  readonly kind: ProviderKind;
  readonly connectionId: string;
  /** All accounts behind the key, also those that the configuration leaves out: the directory narrows. */
  listAccounts(call: Call): Promise<readonly Account[]>;
  /** One port per login; makes no request. Called again when the account's record changes. */
  open(account: Account): AccountPort;

  /** The chats of several accounts in one list, newest activity first: the widest list the vendor has. */
  chats?(accountIds: readonly string[], filter: ChatFilter): PageSource<Chat>;
  /** The messages of several accounts in one list, newest first. */
  messages?(accountIds: readonly string[], filter: MessageFilter): PageSource<Message>;
  /**
   * Last messages of many chats, from account-wide lists where that is cheaper than a call a chat. One answer per chat, in
   * their order: null where a chat has none. `accountIds` are the accounts that the viewer may see: the lists may be
   * read for them all, what else they hold is dropped.
   */
  lastMessages?(
    chats: readonly Chat[],
    accountIds: readonly string[],
    call: Call,
  ): Promise<readonly (Message | null | Failure)[]>;
  /** All attendees of many chats, the owner included where the vendor lists it; one answer per chat, in their order. */
  chatAttendees?(
    chats: readonly Chat[],
    accountIds: readonly string[],
    call: Call,
  ): Promise<readonly (readonly Attendee[] | Failure)[]>;

  /** Verifies and parses what the vendor pushes; absent where it pushes nothing. */
  readonly webhook?: WebhookReceiver;
  /** True: it pushes nothing of chats that are read, archived, deleted …; what is done through here is told here. */
  readonly pushesNoChats?: boolean;
  /** True: while an account must be connected again, every request about it is refused. */
  readonly refusesDisconnected?: boolean;
}

export interface AccountPort {
  readonly account: Account;

  accountCapabilities(): AccountCapabilities;
  inboxCapabilities(inbox: Inbox): InboxCapabilities;
  chatCapabilities(chat: Chat): ChatCapabilities;

  /** The account's owner as an attendee; null where the vendor cannot tell. */
  owner(call: Call): Promise<Attendee | null>;
  /** In the vendor's order, primaries first; never paged by vendors. */
  inboxes(call: Call): Promise<readonly Inbox[]>;
  chats(filter: ChatFilter): PageSource<Chat>;
  /**
   * The same as several lists, where the vendor has none over all of them: one per inbox that is no view of others. May ask
   * which inboxes there are.
   */
  chatSources?(filter: ChatFilter, call: Call): Promise<readonly PageSource<Chat>[]>;
  /** Null where it is not there, or not this account's. */
  chat(chatId: string, call: Call): Promise<Chat | null>;
  /** Newest first. */
  messages(chatId: string, filter: MessageFilter): PageSource<Message>;
  /** Null where it is not there, or not in that chat of this account. */
  message(chatId: string, messageId: string, call: Call): Promise<Message | null>;
  /** All attendees of a chat, the owner included where the vendor lists it. */
  attendeesOf(chat: Chat): PageSource<Attendee>;
  send(chat: Chat, request: SendRequest, call: Call): Promise<Sent>;

  /** Newest first, over all chats. */
  allMessages?(filter: MessageFilter): PageSource<Message>;
  attendees?(): PageSource<Attendee>;
  attendee?(attendeeId: string, call: Call): Promise<Attendee | null>;
  /** Anybody on the network; null when there is nobody. */
  findAttendee?(query: AttendeeQuery, call: Call): Promise<Attendee | null>;
  /** Whom a chat is started with at a profile's address, where that takes no look-up; null: it is none of this network. */
  recipientAt?(profileUrl: string): string | null;
  /** The direct chats with an attendee. */
  chatsWith?(attendeeId: string): PageSource<Chat>;
  messagesFrom?(attendeeId: string): PageSource<Message>;

  /** Null where the bytes can no longer be had. */
  attachmentBytes?(
    chatId: string,
    messageId: string,
    attachmentId: string,
    call: Call,
  ): Promise<Bytes | null>;
  attendeePicture?(attendeeId: string, call: Call): Promise<Bytes | null>;
  chatPicture?(chatId: string, call: Call): Promise<Bytes | null>;
  /** Null members: no such subscription, or unlimited. */
  inMailCredits?(call: Call): Promise<InMailCredits | null>;

  startChat?(request: StartRequest, call: Call): Promise<Started>;
  forward?(chatId: string, messageId: string, toChat: Chat, text: string | null, call: Call): Promise<Sent>;
  addReaction?(chatId: string, messageId: string, value: string, call: Call): Promise<void>;
  removeReaction?(chatId: string, messageId: string, value: string, call: Call): Promise<void>;
  editMessage?(chatId: string, messageId: string, text: string, call: Call): Promise<void>;
  deleteMessage?(chatId: string, messageId: string, call: Call): Promise<void>;
  setRead?(chatId: string, read: boolean, call: Call): Promise<void>;
  setArchived?(chatId: string, archived: boolean, call: Call): Promise<void>;
  setPinned?(chatId: string, pinned: boolean, call: Call): Promise<void>;
  /** until null: for good. */
  setMuted?(
    chatId: string,
    mute: { readonly muted: false } | { readonly muted: true; readonly until: Instant | null },
    call: Call,
  ): Promise<void>;
  rename?(chatId: string, title: string, call: Call): Promise<void>;
  deleteChat?(chatId: string, call: Call): Promise<void>;
  addAttendee?(chatId: string, providerId: string, call: Call): Promise<void>;
  removeAttendee?(chatId: string, attendeeId: string, call: Call): Promise<void>;
  setTyping?(chatId: string, call: Call): Promise<void>;
  /** Starts fetching the chat's history, or says how far it is. */
  synchronizeChat?(chatId: string, call: Call): Promise<SyncStatus>;
  synchronizeConversations?(
    profileUrls: readonly string[],
    product: Product,
    call: Call,
  ): Promise<readonly SynchronizedConversation[]>;
  /** What happened since the position (null: the beginning, which is history and not news) and the vendor does not push. */
  changes?(position: string | null, call: Call): Promise<Changes>;
  /** Milliseconds from one asking for changes to the next; absent: 30 seconds. */
  readonly pollEveryMs?: number;
}

export interface Changes {
  readonly events: readonly IncomingEvent[];
  readonly position: string;
  /** What the vendor said where it asks for a pause, and not all could be read. */
  readonly pause?: Failure;
  /** Milliseconds after which to ask again, where that is sooner than usual. */
  readonly againMs?: number;
}

export interface InMailCredits {
  readonly classic: number | null;
  readonly salesNavigator: number | null;
  readonly recruiter: number | null;
}

export interface SynchronizedConversation {
  readonly profileUrl: string;
  readonly chatId: string | null;
  readonly status: SyncStatus;
  readonly error: Failure | null;
}

export interface WebhookRequest {
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As it came: signatures are made over these bytes. */
  readonly body: Uint8Array;
}

/** REFUSED: not the vendor, answer 401. MALFORMED: the vendor, but not what it documents, answer 400. */
export type WebhookVerdict =
  | { readonly kind: 'REFUSED' }
  | { readonly kind: 'MALFORMED'; readonly detail: string }
  | {
      readonly kind: 'ACCEPTED';
      readonly events: readonly IncomingEvent[];
      /** The vendor's names of what came and is no event of ours: kept aside and counted, never refused. */
      readonly unknown: readonly string[];
    };

export interface WebhookReceiver {
  /** Makes no request and has no effect: verification in constant time, then parsing. */
  receive(request: WebhookRequest): WebhookVerdict;
  /** What is registered at the vendor for this address. */
  registered(url: string, call: Call): Promise<readonly RegisteredWebhook[]>;
  /** Registers what is missing; repeated, it changes nothing. Answers what is there then. */
  register(url: string, call: Call): Promise<readonly RegisteredWebhook[]>;
}

export interface RegisteredWebhook {
  readonly id: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly enabled: boolean;
}

/** What a provider is given to work with. */
export interface ProviderTools {
  readonly notes: Notes;
  readonly log: Log;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly observe: (request: UpstreamRequest) => void;
  /** Milliseconds: reads in a request, reads in the background, sends. */
  readonly timeouts: { readonly read: number; readonly backgroundRead: number; readonly send: number };
}
