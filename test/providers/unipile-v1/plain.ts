import type { Chat } from '../../../src/messaging/chat.ts';

/** A direct chat of which nothing is special. */
export const plainChat = (more: Partial<Chat> = {}): Chat => ({
  connectionId: 'sales',
  accountId: 'a',
  chatId: 'c',
  providerId: null,
  inboxId: 'CLASSIC',
  kind: 'DIRECT',
  content: 'MESSAGE',
  title: null,
  subject: null,
  hasPicture: false,
  lastActivityAt: null,
  unreadCount: 0,
  isUnread: false,
  isArchived: false,
  isPinned: false,
  isMuted: false,
  mutedUntil: null,
  isReadOnly: false,
  syncStatus: null,
  counterpartId: null,
  attendees: null,
  disabled: [],
  ...more,
});
