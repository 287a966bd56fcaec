import type { Account } from '../../messaging/account.ts';
import type { Attachment } from '../../messaging/attachment.ts';
import type { Instant } from '../../messaging/instant.ts';
import type { Message, MessageRef, QuotedMessage } from '../../messaging/message.ts';
import type { OutgoingAttachment } from '../../messaging/send.ts';
import { provisionalId } from '../attachment/provisional.ts';

/** What a caller said, before anybody but us knows of it. */
export interface Said {
  readonly text: string | null;
  readonly subject?: string | null;
  readonly attachments: readonly OutgoingAttachment[];
  readonly replyTo?: MessageRef | null;
  /** The message that was passed on: the content of the new one, or quoted in it where that has a text of its own. */
  readonly forwarded?: Message;
}

interface SentAs {
  readonly messageId: string;
  readonly chatId: string;
  readonly sentAt: Instant;
}

/** The message as it will be read back later, as far as what was sent tells: a payload costs no read. */
export function composeMessage(account: Account, said: Said, sent: SentAs): Message {
  const ref: MessageRef = {
    connectionId: account.connectionId,
    accountId: account.accountId,
    chatId: sent.chatId,
    messageId: sent.messageId,
  };
  const { forwarded } = said;
  const passedOn = said.text === null ? forwarded : undefined;
  const quoted = said.text === null ? undefined : forwarded;
  return {
    ...ref,
    providerId: null,
    senderId: account.ownerId,
    sender: null,
    direction: 'OUTBOUND',
    kind: said.subject ? 'INMAIL' : 'MESSAGE',
    text: said.text ?? passedOn?.text ?? null,
    subject: said.subject ?? null,
    sentAt: sent.sentAt,
    isEdited: false,
    isDeleted: false,
    isHidden: false,
    isForwarded: forwarded !== undefined,
    delivery: 'SENT',
    error: null,
    readBy: [],
    reactions: [],
    attachments: [
      ...said.attachments.map((file, index) => asAttachment(ref, file, index)),
      ...(passedOn?.attachments ?? []).map((attachment, index) => asForwarded(ref, attachment, index)),
    ],
    quoted: said.replyTo ? quotedBy(said.replyTo) : quoted ? around(ref, quoted) : null,
    systemEvent: null,
  };
}

function quotedBy({ messageId }: MessageRef): QuotedMessage {
  return { messageId, text: null, senderId: null, attachments: [], isUnread: true };
}

/** What was passed on with a word of one's own; the message that it was is in another chat and not named. */
function around(ref: MessageRef, { text, senderId, attachments }: Message): QuotedMessage {
  return {
    messageId: null,
    text,
    senderId,
    attachments: attachments.map((attachment, index) => asForwarded(ref, attachment, index)),
  };
}

/**
 * The provider names its attachments only when the message is read: until then this one has a name of ours and no bytes
 * to fetch.
 */
function unnamed(ref: MessageRef, index: number) {
  return { ...ref, attachmentId: provisionalId(index), isUnavailable: true };
}

function asForwarded(ref: MessageRef, attachment: Attachment, index: number): Attachment {
  return { ...attachment, ...unnamed(ref, index) };
}

function asAttachment(ref: MessageRef, file: OutgoingAttachment, index: number): Attachment {
  const base = { ...unnamed(ref, index), mimeType: file.mimeType, sizeBytes: file.sizeBytes };
  const family = file.mode === 'FILE' ? 'file' : file.mimeType.split('/')[0];
  if (file.voiceNote || family === 'audio') {
    return { ...base, type: 'AUDIO', durationMs: null, isVoiceNote: file.voiceNote };
  }
  if (family === 'image') return { ...base, type: 'IMAGE', width: null, height: null, isSticker: false };
  if (family === 'video') {
    return { ...base, type: 'VIDEO', width: null, height: null, durationMs: null, isGif: false };
  }
  return { ...base, type: 'FILE', filename: file.filename };
}
