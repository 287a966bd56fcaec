import type { Chat, ChatContent, ChatKind, SyncStatus } from '../../messaging/chat.ts';
import { toInstant } from '../../messaging/instant.ts';
import { meaning, whole } from '../lenient.ts';
import { type Details, inboxIdOf } from './convert-inbox.ts';
import { toMessage } from './convert-message.ts';
import type * as wire from './wire.ts';

/** A chat (unipile-v1.md §4.1). `details` of its account place it; `now` in Unix milliseconds ends what is muted. */
export function toChat(connectionId: string, chat: wire.Chat, details: Details | null, now: number): Chat {
  const kind = toChatKind(chat.type);
  const { lastMessage } = chat;
  return {
    connectionId,
    accountId: chat.account_id,
    chatId: chat.id,
    providerId: chat.id,
    inboxId: inboxIdOf(chat, details),
    kind,
    content: toContent(chat.content_type),
    title: chat.name?.trim() || null,
    subject: chat.subject || null,
    hasPicture: kind !== 'DIRECT',
    lastActivityAt: chat.timestamp ?? null,
    unreadCount: whole(chat.unread_count) ?? 0,
    isUnread: (chat.unread_count ?? 0) > 0,
    isArchived: chat.archived ?? false,
    isPinned: chat.pinned ?? false,
    ...muted(chat.muted_until, now),
    isReadOnly: (chat.read_only ?? 0) > 0,
    syncStatus: null,
    counterpartId: kind === 'DIRECT' ? chat.attendee_provider_id || null : null,
    attendees: null,
    ...(lastMessage === undefined
      ? {}
      : { lastMessage: lastMessage === null ? null : toMessage(connectionId, lastMessage) }),
    disabled: chat.disabledFeatures.flatMap((feature) => meaning(disabled, feature) ?? []),
  };
}

const disabled: Readonly<Record<string, 'REACT' | 'REPLY'>> = {
  reactions: 'REACT',
  reply: 'REPLY',
};

function toChatKind(type: number | null | undefined): ChatKind {
  if (type === 1) return 'GROUP';
  return type === 2 ? 'CHANNEL' : 'DIRECT';
}

function toContent(type: string | null | undefined): ChatContent {
  switch (type) {
    case null:
    case undefined:
    case '':
      return 'MESSAGE';
    case 'inmail':
      return 'INMAIL';
    case 'sponsored':
      return 'SPONSORED';
    case 'linkedin_offer':
      return 'OFFER';
    default:
      return 'UNKNOWN';
  }
}

// -1 is for good, a time is until then.
function muted(until: number | string | null | undefined, now: number) {
  if (until === -1 || until === '-1') return { isMuted: true, mutedUntil: null };
  const mutedUntil = toInstant(until);
  const isMuted = mutedUntil !== null && Date.parse(mutedUntil) > now;
  return { isMuted, mutedUntil: isMuted ? mutedUntil : null };
}

const syncStatuses: Readonly<Record<string, SyncStatus>> = {
  SYNC_STARTED: 'STARTED',
  SYNC_RUNNING: 'RUNNING',
  SYNC_DONE: 'DONE',
  SYNC_ERROR: 'FAILED',
};

/** How far a chat's history is (§5.8); null where the chat is gone. An answer that does not say: it was started. */
export function toSyncStatus(status: string | null | undefined): SyncStatus | null {
  return status === 'CHAT_DELETED' ? null : (meaning(syncStatuses, status) ?? 'STARTED');
}
