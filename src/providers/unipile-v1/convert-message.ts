import { toInstant } from '../../messaging/instant.ts';
import type {
  Delivery,
  Message,
  MessageKind,
  MessageRef,
  QuotedMessage,
  Reaction,
  ReadReceipt,
  SystemEventKind,
} from '../../messaging/message.ts';
import { meaning } from '../lenient.ts';
import { toAttachment } from './convert-attachment.ts';
import type * as wire from './wire.ts';

/** A message as REST has it (unipile-v1.md §4.2). */
export function toMessage(connectionId: string, message: wire.Message): Message {
  const ref: MessageRef = {
    connectionId,
    accountId: message.account_id,
    chatId: message.chat_id,
    messageId: message.id,
  };
  return {
    ...ref,
    providerId: message.id,
    senderId: message.sender_id || null,
    sender: null,
    direction: message.is_sender ? 'OUTBOUND' : 'INBOUND',
    kind: toKind(message.message_type),
    text: message.text ?? null,
    subject: message.subject ?? null,
    sentAt: message.timestamp,
    isEdited: message.edited ?? false,
    isDeleted: message.deleted ?? false,
    isHidden: message.hidden ?? false,
    isForwarded: message.is_forwarded ?? false,
    delivery: toDelivery(message),
    error: null,
    readBy: toReadBy(message.seen_by ?? {}),
    reactions: toReactions(message.reactions),
    attachments: message.attachments.map((attachment) => toAttachment(ref, attachment)),
    quoted: toQuoted(ref, message.quoted, message.reply_to),
    systemEvent: message.is_event ? toSystemEvent(message.event_type) : null,
  };
}

const kinds: Readonly<Record<string, MessageKind>> = {
  MESSAGE: 'MESSAGE',
  INVITATION: 'INVITATION',
  INMAIL: 'INMAIL',
  INMAIL_REPLY: 'INMAIL_REPLY',
  INMAIL_ACCEPT: 'INMAIL_ACCEPTED',
  INMAIL_DECLINE: 'INMAIL_DECLINED',
  STORY_REPLY: 'STORY_REPLY',
  STORY_MENTION: 'STORY_MENTION',
};

export function toKind(type: string | null | undefined): MessageKind {
  return type ? (meaning(kinds, type) ?? 'UNKNOWN') : 'MESSAGE';
}

const systemEvents: readonly (SystemEventKind | undefined)[] = [
  'UNKNOWN',
  'REACTION',
  'REACTION',
  'CHAT_CREATED',
  'CHAT_RENAMED',
  'PARTICIPANT_ADDED',
  'PARTICIPANT_REMOVED',
  'PARTICIPANT_LEFT',
  'MISSED_VOICE_CALL',
  'MISSED_VIDEO_CALL',
];

function toSystemEvent(type: number | null | undefined): SystemEventKind {
  return systemEvents[type ?? 0] ?? 'UNKNOWN';
}

/** How far an own message has come; one of somebody else has come, and may have been read by the owner. */
function toDelivery({ is_sender, seen, delivered }: wire.Message): Delivery {
  if (seen) return 'READ';
  return delivered || !is_sender ? 'DELIVERED' : 'SENT';
}

function toReadBy(seenBy: Readonly<Record<string, unknown>>): ReadReceipt[] {
  return Object.entries(seenBy)
    .filter(([, seen]) => seen !== false && seen !== null && seen !== 0)
    .map(([attendeeId, seen]) => ({
      attendeeId,
      readAt: typeof seen === 'string' ? toInstant(seen) : null,
    }));
}

function toReactions(reactions: readonly wire.Reaction[]): Reaction[] {
  const values = [...new Set(reactions.map(({ value }) => value))];
  return values.map((value) => {
    const alike = reactions.filter((reaction) => reaction.value === value);
    return {
      value,
      count: alike.length,
      bySelf: alike.some(({ is_sender }) => is_sender === true),
      attendeeIds: alike.flatMap(({ sender_id }) => sender_id || []),
    };
  });
}

/** What a message answers; `replyTo` has its id, which `quoted` has only in newer answers (§4.5). */
export function toQuoted(
  message: MessageRef,
  quoted: wire.Quoted | null | undefined,
  replyTo: wire.Message['reply_to'],
): QuotedMessage | null {
  if (!quoted && !replyTo) return null;
  const messageId = replyTo?.id || quoted?.message_id || null;
  const attachments = (quoted?.attachments ?? []).map((attachment) => ({
    ...toAttachment({ ...message, messageId: messageId ?? message.messageId }, attachment),
    // Its bytes hang on the id of the quoted message.
    ...(messageId === null ? { isUnavailable: true } : {}),
  }));
  return {
    messageId,
    text: quoted?.text ?? replyTo?.text ?? null,
    senderId: quoted?.sender_id || replyTo?.sender_id || null,
    attachments,
  };
}
