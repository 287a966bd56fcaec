import type { Account } from '../../messaging/account.ts';
import type { Message, MessageRef, QuotedMessage, SystemEventKind } from '../../messaging/message.ts';
import { whole } from '../lenient.ts';
import { toAttachment } from './convert-attachment.ts';
import { toAttendee } from './convert-attendee.ts';
import type { Viewpoint } from './viewpoint.ts';
import type * as wire from './wire.ts';

/** A message (unipile-v2.md §5.4). */
export function toMessage(view: Viewpoint, message: wire.Message): Message {
  const { account } = view;
  const isOwn = message.is_sender ?? (message.sender_id != null && message.sender_id === account.ownerId);
  const sender = message.sender ? toAttendee(view, message.sender, isOwn) : null;
  const subject = message.specifics?.subject || null;
  const ref = refOf(account, message.chat_id, message.id);
  const { forwarded } = message;
  // With words of one's own around it, what is passed on is shown as quoted, else as the message itself.
  const within = message.quoted ?? (message.text ? forwarded : null);
  const passedOn = forwarded && within !== forwarded ? toQuoted(view, ref, forwarded) : null;
  return {
    ...ref,
    providerId: message.id,
    senderId:
      isOwn && sender?.kind !== 'ORGANIZATION'
        ? (account.ownerId ?? (message.sender_id || null))
        : message.sender_id || sender?.attendeeId || null,
    sender,
    direction: isOwn ? 'OUTBOUND' : 'INBOUND',
    kind: subject === null ? 'MESSAGE' : 'INMAIL',
    text: message.is_deleted ? null : message.text || passedOn?.text || null,
    subject,
    sentAt: message.timestamp,
    isEdited: message.is_edited ?? false,
    isDeleted: message.is_deleted ?? false,
    isHidden: message.is_hidden ?? false,
    isForwarded: forwarded != null,
    delivery: deliveryOf(message, isOwn),
    error: null,
    readBy: [],
    reactions: message.reactions_counter.map(({ reaction, count }) => ({
      value: reaction,
      count: whole(count) || 1,
      bySelf: null,
      attendeeIds: null,
    })),
    attachments: [
      ...message.attachments.map((attachment) => toAttachment(ref, attachment)),
      ...(passedOn?.attachments ?? []),
    ],
    quoted: within ? toQuoted(view, ref, within) : null,
    systemEvent: message.is_event ? systemEventOf(message) : null,
  };
}

/** A preview as the message that it is of (§5.2). The sender must be known. */
export function fromPreview(
  account: Account,
  chatId: string,
  preview: { readonly id: string; readonly text: string; readonly isOwn: boolean },
  senderId: string,
  sentAt: string,
): Message {
  return {
    ...refOf(account, chatId, preview.id),
    providerId: preview.id,
    senderId,
    sender: null,
    direction: preview.isOwn ? 'OUTBOUND' : 'INBOUND',
    kind: 'MESSAGE',
    text: preview.text,
    subject: null,
    sentAt,
    isEdited: false,
    isDeleted: false,
    isHidden: false,
    isForwarded: false,
    delivery: preview.isOwn ? 'SENT' : 'DELIVERED',
    error: null,
    readBy: [],
    reactions: [],
    attachments: [],
    quoted: null,
    systemEvent: null,
    isPreview: true,
  };
}

function refOf({ connectionId, accountId }: Account, chatId: string, messageId: string): MessageRef {
  return { connectionId, accountId, chatId, messageId };
}

/** How far an own message has come; one of somebody else has come. */
function deliveryOf({ is_seen, is_delivered }: wire.Message, isOwn: boolean): Message['delivery'] {
  if (!isOwn) return 'DELIVERED';
  if (is_seen) return 'READ';
  return is_delivered ? 'DELIVERED' : 'SENT';
}

const systemEvents: Readonly<Record<number, SystemEventKind>> = {
  1: 'CHAT_RENAMED',
  3: 'PARTICIPANT_ADDED',
  8: 'REACTION',
};

function systemEventOf({ event_type: type, event_metadata: about }: wire.Message): SystemEventKind {
  if (type === 4) return about?.reason === 'left' ? 'PARTICIPANT_LEFT' : 'PARTICIPANT_REMOVED';
  return systemEvents[type ?? 0] ?? 'UNKNOWN';
}

/** Files can be asked for by the message that they came with: where that is not named, they cannot be had. */
function toQuoted(view: Viewpoint, message: MessageRef, quoted: wire.Quoted): QuotedMessage {
  const messageId = quoted.id || null;
  return {
    messageId,
    text: quoted.text || null,
    senderId: quoted.sender ? toAttendee(view, quoted.sender).attendeeId : null,
    attachments: quoted.attachments.map((attachment) => ({
      ...toAttachment({ ...message, messageId: messageId ?? message.messageId }, attachment),
      ...(messageId === null ? { isUnavailable: true } : {}),
    })),
  };
}
