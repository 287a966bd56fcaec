import type { Instant } from './instant.ts';
import type { MessageRef } from './message.ts';

export interface AttachmentRef extends MessageRef {
  readonly attachmentId: string;
}

interface AttachmentBase extends AttachmentRef {
  readonly mimeType: string | null;
  readonly sizeBytes: number | null;
  readonly isUnavailable: boolean;
}

export interface ImageAttachment extends AttachmentBase {
  readonly type: 'IMAGE';
  readonly width: number | null;
  readonly height: number | null;
  readonly isSticker: boolean;
}
export interface VideoAttachment extends AttachmentBase {
  readonly type: 'VIDEO';
  readonly width: number | null;
  readonly height: number | null;
  readonly durationMs: number | null;
  readonly isGif: boolean;
}
export interface AudioAttachment extends AttachmentBase {
  readonly type: 'AUDIO';
  readonly durationMs: number | null;
  readonly isVoiceNote: boolean;
}
export interface FileAttachment extends AttachmentBase {
  readonly type: 'FILE';
  /** As the sender named it: untrusted text, never a path. */
  readonly filename: string;
}
export interface SharedContentAttachment extends AttachmentBase {
  readonly type: 'SHARED_CONTENT';
  readonly sharedUrl: string | null;
  readonly description: string | null;
}
export interface MeetingAttachment extends AttachmentBase {
  readonly type: 'MEETING';
  readonly startsAt: Instant | null;
  readonly endsAt: Instant | null;
  readonly joinUrl: string | null;
}

export type Attachment =
  | ImageAttachment
  | VideoAttachment
  | AudioAttachment
  | FileAttachment
  | SharedContentAttachment
  | MeetingAttachment;

/** Bytes from a provider. `body` must be read to its end or destroyed. */
export interface Bytes {
  readonly body: AsyncIterable<Uint8Array> & { destroy(error?: Error): unknown };
  readonly mimeType: string | null;
  /** Null where the provider does not say. */
  readonly sizeBytes: number | null;
}
