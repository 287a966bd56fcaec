import type { Attachment } from '../../messaging/attachment.ts';
import { toInstant } from '../../messaging/instant.ts';
import type { MessageRef } from '../../messaging/message.ts';
import { whole } from '../lenient.ts';
import type * as wire from './wire.ts';

/** A file, picture or shared thing of a message (unipile-v1.md §4.3); what is of an unknown type is a file. */
export function toAttachment(message: MessageRef, attachment: wire.Attachment): Attachment {
  const { connectionId, accountId, chatId, messageId } = message;
  const base = {
    connectionId,
    accountId,
    chatId,
    messageId,
    attachmentId: attachment.id,
    mimeType: attachment.mimetype ?? null,
    sizeBytes: whole(attachment.file_size),
    isUnavailable: attachment.unavailable ?? false,
  };
  const measures = { width: whole(attachment.size?.width), height: whole(attachment.size?.height) };
  switch (attachment.type) {
    case 'img':
      return { ...base, ...measures, type: 'IMAGE', isSticker: attachment.sticker ?? false };
    case 'video':
      return { ...base, ...measures, type: 'VIDEO', durationMs: null, isGif: attachment.gif ?? false };
    case 'audio': {
      const durationMs = attachment.duration == null ? null : whole(attachment.duration * 1000);
      return { ...base, type: 'AUDIO', durationMs, isVoiceNote: attachment.voice_note ?? false };
    }
    case 'linkedin_post':
    case 'media_share':
    case 'profile':
    case 'contact_card':
      return { ...base, type: 'SHARED_CONTENT', sharedUrl: webAddress(attachment.url), description: null };
    case 'video_meeting':
      return { ...base, type: 'MEETING', ...meeting(attachment), joinUrl: webAddress(attachment.url) };
    default:
      return { ...base, type: 'FILE', filename: attachment.file_name || 'attachment' };
  }
}

// The unit is not documented; Unix milliseconds, and milliseconds for how long it takes (§2.2).
function meeting({ starts_at, time_range }: wire.Attachment) {
  return {
    startsAt: toInstant(starts_at),
    endsAt: starts_at == null || time_range == null ? null : toInstant(starts_at + time_range),
  };
}

/** An address for browsers; the vendor's own (`att://…`) and others are none. */
export function webAddress(url: string | null | undefined): string | null {
  return url && /^https?:\/\//i.test(url) && URL.canParse(url) ? url : null;
}
