import { malformed } from './errors.ts';
import { type Fields, flagOf, instantOf, textOf } from './fields.ts';
import type { Chat } from './world.ts';

/** Reads what is to be different about a chat (unipile-v2.md §6.3); throws where it is malformed. What is answered does it. */
export function readChange(chat: Chat, body: Fields): () => void {
  const isRead = flagOf(body, 'read_status');
  const isPinned = flagOf(body, 'pin_status');
  const isArchived = flagOf(body, 'archive_status');
  const name = textOf(body, 'name');
  const label = textOf(body, 'label');
  const mutedUntil = readMuted(body.muted_until);
  if (name !== undefined && chat.type === '1to1')
    throw malformed('A one-to-one chat has no name of its own.');
  return () => {
    if (isRead !== undefined) chat.unreadCount = isRead ? 0 : chat.unreadCount || -1;
    if (isArchived === true) chat.views.add('ARCHIVED');
    if (isArchived === false) chat.views.delete('ARCHIVED');
    if (isPinned !== undefined) chat.isPinned = isPinned;
    if (name !== undefined) chat.name = name;
    if (label !== undefined) chat.label = label;
    if (mutedUntil !== undefined) chat.mutedUntil = mutedUntil;
  };
}

function readMuted(value: unknown): number | boolean | undefined {
  return value === undefined || typeof value === 'boolean' ? value : instantOf(value, 'muted_until');
}
