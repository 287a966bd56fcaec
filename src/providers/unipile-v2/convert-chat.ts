import type { Attendee } from '../../messaging/attendee.ts';
import type { Chat, ChatKind } from '../../messaging/chat.ts';
import type { Product } from '../../messaging/inbox.ts';
import { toInstant } from '../../messaging/instant.ts';
import type { Message } from '../../messaging/message.ts';
import { whole } from '../lenient.ts';
import { isInMailChat, PREVIEWS_ARE_WHOLE, productOfInbox } from './assumptions.ts';
import { toAttendee } from './convert-attendee.ts';
import { fromPreview, toMessage } from './convert-message.ts';
import type { Viewpoint } from './viewpoint.ts';
import type * as wire from './wire.ts';

/** Where a chat belongs, and the inbox whose list it came in. */
export interface Place {
  /** The primary inbox of its product. */
  readonly inboxId: string;
  readonly listedIn: string | null;
}

/** A chat (unipile-v2.md §5.2); `now` in Unix milliseconds ends what is muted. */
export function toChat(view: Viewpoint, chat: wire.Chat, { inboxId, listedIn }: Place, now: number): Chat {
  const { connectionId, accountId } = view.account;
  const kind = kindOf(chat);
  const counterpartId = kind === 'DIRECT' ? chat.user_id || chat.user?.id || null : null;
  const attendees = kind === 'DIRECT' ? counterpart(view, chat) : members(view, chat);
  const subject = kind === 'DIRECT' ? chat.description || null : null;
  const inboxIds = listedIn === null ? chat.folders : [listedIn, ...chat.folders];
  const product = productOfInbox(inboxId);
  const isInMail = isInMailChat(inboxIds, product, subject !== null);
  const lastMessage = lastMessageOf(view, chat, product, counterpartId, attendees);
  const unread = chat.unread_count ?? 0;
  return {
    connectionId,
    accountId,
    chatId: chat.id,
    providerId: chat.id,
    inboxId,
    inboxIds: chat.folders,
    kind,
    content: isInMail ? 'INMAIL' : 'MESSAGE',
    title: chat.name?.trim() || null,
    subject,
    hasPicture: kind !== 'DIRECT' && Boolean(chat.image_url && view.serves(chat.image_url)),
    lastActivityAt: chat.last_message_timestamp ?? null,
    unreadCount: whole(unread) ?? 0,
    // -1 is marked unread by hand.
    isUnread: unread !== 0,
    isArchived: chat.is_archived ?? false,
    isPinned: chat.is_pinned ?? false,
    ...muted(chat.muted_until, now),
    isReadOnly: chat.is_readonly ?? false,
    syncStatus: null,
    counterpartId,
    attendees,
    ...(lastMessage === undefined ? {} : { lastMessage }),
    disabled: chat.restrictions.includes('send_message') ? ['SEND'] : [],
  };
}

function kindOf({ type, is_group, is_channel }: wire.Chat): ChatKind {
  if (type === 'group' || (!type && is_group)) return 'GROUP';
  return type === 'channel' || (!type && is_channel) ? 'CHANNEL' : 'DIRECT';
}

function muted(until: string | boolean | null | undefined, now: number) {
  if (until === true) return { isMuted: true, mutedUntil: null };
  const mutedUntil = typeof until === 'string' ? toInstant(until) : null;
  const isMuted = mutedUntil !== null && Date.parse(mutedUntil) > now;
  return { isMuted, mutedUntil: isMuted ? mutedUntil : null };
}

/** A direct chat names the other side only. */
function counterpart(view: Viewpoint, { user }: wire.Chat): Attendee[] | null {
  return user ? [toAttendee(view, user)] : null;
}

/** Null where some of them are missing. */
function members(view: Viewpoint, { participants, participants_count: count }: wire.Chat): Attendee[] | null {
  if (participants.length === 0 || (count ?? 0) > participants.length) return null;
  return participants.map(({ user, is_self }) => toAttendee(view, user, is_self ?? false));
}

/** Undefined where the answer does not say enough of it. */
function lastMessageOf(
  view: Viewpoint,
  chat: wire.Chat,
  product: Product,
  counterpartId: string | null,
  attendees: readonly Attendee[] | null,
): Message | undefined {
  const { last_message: last, last_message_timestamp: sentAt } = chat;
  if (!last) return undefined;
  if ('chat_id' in last) return last.chat_id === chat.id ? toMessage(view, last) : undefined;
  const { id, text, is_sender: isOwn, sender_display_name: name } = last;
  if (!PREVIEWS_ARE_WHOLE || !id || !text || isOwn == null || !sentAt) return undefined;
  const senderId = isOwn
    ? ownSenderId(view, product, name)
    : (counterpartId ?? onlyOneNamed(name, attendees));
  if (senderId === null) return undefined;
  return fromPreview(view.account, chat.id, { id, text, isOwn }, senderId, sentAt);
}

/** A Company Page may have written itself; null where the preview does not name the owner there. */
function ownSenderId({ account }: Viewpoint, product: Product, name: string | null | undefined) {
  return product === 'LINKEDIN_COMPANY_PAGE' && name !== account.name ? null : account.ownerId;
}

function onlyOneNamed(name: string | null | undefined, attendees: readonly Attendee[] | null): string | null {
  const [found, another] = (attendees ?? []).filter((attendee) => attendee.name === name);
  return found !== undefined && another === undefined ? found.attendeeId : null;
}
