import type { Account, AccountRef } from '../../messaging/account.ts';
import type { Attendee } from '../../messaging/attendee.ts';
import type { Chat, SyncStatus } from '../../messaging/chat.ts';
import type { IncomingEvent } from '../../messaging/event.ts';
import type { Message } from '../../messaging/message.ts';
import { inboxIdOf, productOf } from './channels.ts';
import type { Conversation, SyncState } from './people.ts';
import { nameFrom, type Profile, profileOf } from './profile-url.ts';
import type * as wire from './wire.ts';

/** The owner's id as an attendee: messages say "us", and the seed's form cannot tell who that is. */
export const OWNER_ID = 'owner';

/** What is kept of an account beyond its nouns. */
export type Details = { readonly ownerUrl: string | null };

export function detailsOf({ details }: Account): Details {
  return { ownerUrl: (details as Partial<Details> | null)?.ownerUrl ?? null };
}

export function toOwner(account: Account): Attendee {
  const { ownerUrl } = detailsOf(account);
  return {
    ...person(account, OWNER_ID),
    name: account.name,
    isSelf: true,
    profileUrl: ownerUrl,
  };
}

export function toAttendee(account: AccountRef, conversation: Conversation): Attendee {
  const { url, givenUrl, headline } = conversation;
  return { ...person(account, url), name: nameOf(conversation), headline, profileUrl: givenUrl };
}

/** Somebody whom nobody has looked up: made from the address alone, so that a chat can be started. */
export function toStranger(account: AccountRef, profile: Profile): Attendee {
  return { ...person(account, profile.url), name: nameFrom(profile), profileUrl: profile.url };
}

function person({ connectionId, accountId }: AccountRef, id: string): Attendee {
  return {
    connectionId,
    accountId,
    attendeeId: id,
    providerId: id,
    kind: 'PERSON',
    name: id,
    isSelf: false,
    headline: null,
    networkDistance: null,
    profileUrl: null,
    hasPicture: false,
  };
}

function nameOf({ name, url }: Conversation): string {
  const profile = profileOf(url);
  return name ?? (profile ? nameFrom(profile) : url);
}

/** A conversation that Linked API was told to follow (linked-api.md §13.3). It has no read state and no folders. */
export function toChat(account: Account, conversation: Conversation): Chat {
  const { chatId, channel, url, threadId, lastMessage, isReadable } = conversation;
  const last = lastMessage && toMessage(account, conversation, lastMessage);
  return {
    connectionId: account.connectionId,
    accountId: account.accountId,
    chatId,
    providerId: threadId,
    inboxId: inboxIdOf(channel),
    kind: 'DIRECT',
    content: 'MESSAGE',
    title: nameOf(conversation),
    subject: null,
    hasPicture: false,
    lastActivityAt: last?.sentAt ?? null,
    unreadCount: 0,
    isUnread: false,
    isArchived: false,
    isPinned: false,
    isMuted: false,
    mutedUntil: null,
    isReadOnly: false,
    syncStatus: toSyncStatus(conversation.sync),
    counterpartId: url,
    attendees: [toAttendee(account, conversation), toOwner(account)],
    ...(last !== null || isReadable ? { lastMessage: last } : {}),
    disabled: [],
  };
}

const syncStatuses: Readonly<Record<SyncState, SyncStatus>> = {
  NEW: 'NOT_STARTED',
  QUEUED: 'STARTED',
  RUNNING: 'RUNNING',
  SYNCED: 'DONE',
  FAILED: 'FAILED',
};

export function toSyncStatus(sync: SyncState): SyncStatus {
  return syncStatuses[sync];
}

/** A message, the same in both forms (linked-api.md §8.1). Whoever is not "us" is the person. */
export function toMessage(
  { connectionId, accountId }: AccountRef,
  { chatId, url }: Conversation,
  { id, sender, text, time }: wire.Message,
): Message {
  const isOwn = sender === 'us';
  return {
    connectionId,
    accountId,
    chatId,
    messageId: id,
    providerId: id,
    senderId: isOwn ? OWNER_ID : url,
    sender: null,
    direction: isOwn ? 'OUTBOUND' : 'INBOUND',
    kind: 'MESSAGE',
    text: text || null,
    subject: null,
    sentAt: time,
    isEdited: false,
    isDeleted: false,
    isHidden: false,
    isForwarded: false,
    delivery: isOwn ? 'SENT' : 'DELIVERED',
    error: null,
    readBy: [],
    reactions: [],
    attachments: [],
    quoted: null,
    systemEvent: null,
  };
}

/** Nobody is there, or nobody may be followed: the conversation is remembered so that it is not tried again, and not shown. */
export function isShown({ sync, notBefore, isReadable, lastMessage }: Conversation): boolean {
  const isFinal = sync === 'FAILED' && notBefore === null;
  return !isFinal || isReadable || lastMessage !== null;
}

/** What tells the state of a synchronization from an earlier one. */
export function saysOf({ sync, changedAt }: Conversation): string {
  return `${toSyncStatus(sync)} ${changedAt}`;
}

export function toSyncEvent(accountId: string, conversation: Conversation): IncomingEvent {
  const { chatId, sameAs, channel, givenUrl, sync, changedAt, failure } = conversation;
  return {
    event: {
      type: 'SYNCHRONIZATION_CHANGED',
      accountId,
      at: new Date(changedAt).toISOString(),
      product: productOf(channel),
      profileUrl: givenUrl,
      chatId: isShown(conversation) ? (sameAs ?? chatId) : null,
      syncStatus: toSyncStatus(sync),
      error: failure,
    },
    identity: {
      thing: JSON.stringify(['synchronization', accountId, chatId]),
      says: saysOf(conversation),
    },
  };
}
