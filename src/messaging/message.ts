import type { Attachment } from './attachment.ts';
import type { Attendee } from './attendee.ts';
import type { ChatRef } from './chat.ts';
import type { Failure } from './errors.ts';
import type { Instant } from './instant.ts';

export const directions = ['INBOUND', 'OUTBOUND'] as const;
export type MessageDirection = (typeof directions)[number];

export const messageKinds = [
  'MESSAGE',
  'INVITATION',
  'INMAIL',
  'INMAIL_REPLY',
  'INMAIL_ACCEPTED',
  'INMAIL_DECLINED',
  'STORY_REPLY',
  'STORY_MENTION',
  'UNKNOWN',
] as const;
export type MessageKind = (typeof messageKinds)[number];

export const deliveries = ['QUEUED', 'SENDING', 'SENT', 'DELIVERED', 'READ', 'FAILED', 'UNKNOWN'] as const;
export type Delivery = (typeof deliveries)[number];

export const systemEventKinds = [
  'REACTION',
  'CHAT_CREATED',
  'CHAT_RENAMED',
  'PARTICIPANT_ADDED',
  'PARTICIPANT_REMOVED',
  'PARTICIPANT_LEFT',
  'MISSED_VOICE_CALL',
  'MISSED_VIDEO_CALL',
  'UNKNOWN',
] as const;
export type SystemEventKind = (typeof systemEventKinds)[number];

/** Message ids are only unique within their chat at some vendors, so a message is always named with it. */
export interface MessageRef extends ChatRef {
  readonly messageId: string;
}

export interface ReadReceipt {
  readonly attendeeId: string | null;
  readonly readAt: Instant | null;
}

export interface Reaction {
  readonly value: string;
  readonly count: number;
  /** By the account's owner; null where the provider tells only the count. */
  readonly bySelf: boolean | null;
  readonly attendeeIds: readonly string[] | null;
}

/** Within another message: what that answers, or passes on with a text of its own. */
export interface QuotedMessage {
  readonly messageId: string | null;
  readonly text: string | null;
  readonly senderId: string | null;
  readonly attachments: readonly Attachment[];
  /** Only its id is known, because the quote was just sent; who needs the rest reads the message. */
  readonly isUnread?: true;
}

export interface Message extends MessageRef {
  readonly providerId: string | null;
  /** An attendee id of the same account. */
  readonly senderId: string | null;
  /** Whole where the answer that held the message held it too (a webhook does); null: ask for it by senderId. */
  readonly sender: Attendee | null;
  readonly direction: MessageDirection;
  readonly kind: MessageKind;
  readonly text: string | null;
  readonly subject: string | null;
  readonly sentAt: Instant;
  readonly isEdited: boolean;
  readonly isDeleted: boolean;
  readonly isHidden: boolean;
  readonly isForwarded: boolean;
  readonly delivery: Delivery;
  /** Why delivery is FAILED or UNKNOWN. */
  readonly error: Failure | null;
  readonly readBy: readonly ReadReceipt[];
  readonly reactions: readonly Reaction[];
  readonly attachments: readonly Attachment[];
  readonly quoted: QuotedMessage | null;
  readonly systemEvent: SystemEventKind | null;
  /**
   * A list of chats told this much of it: its id, sender, direction, text and time hold, and it is not deleted. All else
   * stands for what is not known; who needs that reads the message.
   */
  readonly isPreview?: true;
}

/** All that is given must hold; times are exclusive. The gateway applies it to every item; a provider may narrow its answer by it. */
export interface MessageFilter {
  readonly senderId?: string;
  readonly direction?: MessageDirection;
  readonly sentAfter?: Instant;
  readonly sentBefore?: Instant;
}
