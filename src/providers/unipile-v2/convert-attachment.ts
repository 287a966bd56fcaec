import type { Attachment } from '../../messaging/attachment.ts';
import type { MessageRef } from '../../messaging/message.ts';
import { whole } from '../lenient.ts';
import { durationMs } from './assumptions.ts';
import type * as wire from './wire.ts';

/** A file, picture or shared thing of a message (unipile-v2.md §5.5); what is of an unknown type is a file. */
export function toAttachment(message: MessageRef, attachment: wire.Attachment): Attachment {
  const { connectionId, accountId, chatId, messageId } = message;
  const base = {
    connectionId,
    accountId,
    chatId,
    messageId,
    attachmentId: attachment.id,
    mimeType: attachment.mimetype || null,
    sizeBytes: whole(attachment.file_size),
    isUnavailable: attachment.is_unavailable ?? false,
  };
  const measures = { width: whole(attachment.size?.width), height: whole(attachment.size?.height) };
  const length = attachment.duration == null ? null : whole(durationMs(attachment.duration));
  switch (attachment.type) {
    case 'img':
      return { ...base, ...measures, type: 'IMAGE', isSticker: attachment.sticker ?? false };
    case 'video':
      return { ...base, ...measures, type: 'VIDEO', durationMs: length, isGif: attachment.gif ?? false };
    case 'audio':
      return { ...base, type: 'AUDIO', durationMs: length, isVoiceNote: attachment.voice_note ?? false };
    case 'shared_content':
      return {
        ...base,
        type: 'SHARED_CONTENT',
        sharedUrl: attachment.url || null,
        description: attachment.description || null,
      };
    default:
      return { ...base, type: 'FILE', filename: attachment.filename || 'attachment' };
  }
}
