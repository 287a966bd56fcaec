/** Event types of unipile-v1.md §4.2. */
export const EVENTS = {
  UNKNOWN: 0,
  REACTION: 1,
  REACTION_TO_ME: 2,
  GROUP_CREATE: 3,
  GROUP_CHANGE_SUBJECT: 4,
  GROUP_PARTICIPANT_ADD: 5,
  GROUP_PARTICIPANT_REMOVE: 6,
  GROUP_PARTICIPANT_LEAVE: 7,
  CALL_MISSED_VOICE: 8,
  CALL_MISSED_VIDEO: 9,
} as const;

export type MessageKind =
  | 'MESSAGE'
  | 'INVITATION'
  | 'INMAIL'
  | 'INMAIL_DECLINE'
  | 'INMAIL_REPLY'
  | 'INMAIL_ACCEPT'
  | 'STORY_REPLY'
  | 'STORY_MENTION';

export interface Attachment {
  id: string;
  type: 'img' | 'video' | 'audio' | 'file' | 'linkedin_post' | 'video_meeting';
  mimeType: string;
  fileName: string | null;
  /** The bytes in pieces; empty where there are none (a post, a meeting). */
  content(): readonly Uint8Array[];
  width: number;
  height: number;
  /** Seconds; null where it is not known. */
  duration: number | null;
  voiceNote: boolean;
  sticker: boolean;
  gif: boolean;
  unavailable: boolean;
  url: string | null;
  meeting: { startsAt: number; endsAt: number } | null;
}

/** An attachment with nothing special about it; its type follows from its media type. */
export function attachment(plain: Pick<Attachment, 'id' | 'mimeType' | 'fileName' | 'content'>): Attachment {
  return {
    ...plain,
    type: attachmentType(plain.mimeType),
    width: 0,
    height: 0,
    duration: null,
    voiceNote: false,
    sticker: false,
    gif: false,
    unavailable: false,
    url: null,
    meeting: null,
  };
}

function attachmentType(mimeType: string): Attachment['type'] {
  if (mimeType.startsWith('image/')) return 'img';
  if (mimeType.startsWith('video/')) return 'video';
  if (mimeType.startsWith('audio/')) return 'audio';
  return 'file';
}

export interface Reaction {
  value: string;
  attendeeId: string;
}

export interface Message {
  id: string;
  providerId: string;
  accountId: string;
  chatId: string;
  /** An attendee's id. */
  senderId: string;
  fromOwner: boolean;
  text: string | null;
  subject: string | null;
  at: number;
  /** Lists and reads show it from this time on; Infinity: not yet. */
  visibleAt: number;
  kind: MessageKind;
  /** One of EVENTS; null for what people write. */
  event: number | null;
  attachments: Attachment[];
  reactions: Reaction[];
  quotedId: string | null;
  /** Slack: the message whose thread this is in. */
  parentId: string | null;
  delivered: boolean;
  seen: boolean;
  /** When whom has read it, by provider id. */
  seenBy: Record<string, number>;
  hidden: boolean;
  deleted: boolean;
  edited: boolean;
  silent: boolean;
  forwarded: boolean;
}

/** Newest first; equal times by id, so that pages have a definite order. */
export function newestFirst(one: Pick<Message, 'at' | 'id'>, other: Pick<Message, 'at' | 'id'>): number {
  if (one.at !== other.at) return other.at - one.at;
  return one.id < other.id ? 1 : one.id > other.id ? -1 : 0;
}

type Essential = 'id' | 'providerId' | 'accountId' | 'chatId' | 'senderId' | 'fromOwner' | 'text' | 'at';

/** A message with nothing special about it. */
export function plainMessage(essential: Pick<Message, Essential>): Message {
  // Written out: spreading is ten times slower, and there are thousands of messages at the start.
  return {
    id: essential.id,
    providerId: essential.providerId,
    accountId: essential.accountId,
    chatId: essential.chatId,
    senderId: essential.senderId,
    fromOwner: essential.fromOwner,
    text: essential.text,
    subject: null,
    at: essential.at,
    visibleAt: essential.at,
    kind: 'MESSAGE',
    event: null,
    attachments: [],
    reactions: [],
    quotedId: null,
    parentId: null,
    delivered: true,
    seen: false,
    seenBy: {},
    hidden: false,
    deleted: false,
    edited: false,
    silent: false,
    forwarded: false,
  };
}
