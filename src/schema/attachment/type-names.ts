import type { Attachment } from '../../messaging/attachment.ts';

/** The object type that shows each sort of attachment. */
export const attachmentTypeNames = {
  IMAGE: 'ImageAttachment',
  VIDEO: 'VideoAttachment',
  AUDIO: 'AudioAttachment',
  FILE: 'FileAttachment',
  SHARED_CONTENT: 'SharedContentAttachment',
  MEETING: 'MeetingAttachment',
} as const satisfies Record<Attachment['type'], string>;
