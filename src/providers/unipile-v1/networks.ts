import type { Network } from '../../messaging/account.ts';

/** What a network can do by way of Unipile v1 (unipile-v1.md §8.2 and §8.3; most of it is unverified there). */
export interface NetworkTraits {
  /** Characters; null: no limit is known. */
  readonly maxTextLength: number | null;
  /** Whether starting chats is documented. */
  readonly startsChats: boolean;
  /** The part of a form that carries a voice note; null: the network has none. */
  readonly voiceNote: 'voice_message' | 'attachments' | null;
  readonly reacts: boolean;
  readonly forwards: boolean;
  /** Archive, pin, mute. */
  readonly marksChats: boolean;
  /** Minutes after sending; null: no limit is known; false: not at all. */
  readonly editsWithin: number | null | false;
  readonly deletesWithin: number | null | false;
  readonly deletesChats: boolean;
  readonly addsAttendees: boolean;
  readonly tellsReads: boolean;
  /** GET /users/me knows it (§6.2). */
  readonly hasOwnProfile: boolean;
  readonly findsByPhone: boolean;
}

const least: NetworkTraits = {
  maxTextLength: null,
  startsChats: true,
  voiceNote: null,
  reacts: false,
  forwards: false,
  marksChats: false,
  editsWithin: false,
  deletesWithin: false,
  deletesChats: false,
  addsAttendees: false,
  tellsReads: false,
  hasOwnProfile: false,
  findsByPhone: false,
};

export const networkTraits: Readonly<Record<Network, NetworkTraits>> = {
  LINKEDIN: {
    ...least,
    maxTextLength: 8000,
    voiceNote: 'voice_message',
    reacts: true,
    marksChats: true,
    editsWithin: 60,
    deletesWithin: 60,
    deletesChats: true,
    tellsReads: true,
    hasOwnProfile: true,
  },
  WHATSAPP: {
    ...least,
    voiceNote: 'voice_message',
    reacts: true,
    forwards: true,
    marksChats: true,
    editsWithin: 15,
    deletesWithin: null,
    deletesChats: true,
    addsAttendees: true,
    tellsReads: true,
    findsByPhone: true,
  },
  INSTAGRAM: { ...least, voiceNote: 'attachments', hasOwnProfile: true },
  TELEGRAM: { ...least, voiceNote: 'attachments', hasOwnProfile: true, findsByPhone: true },
  MESSENGER: least,
  TWITTER: { ...least, startsChats: false, hasOwnProfile: true },
  SLACK: { ...least, startsChats: false },
  UNKNOWN: { ...least, startsChats: false },
};

/** An InMail's text is shorter than a message's (§8.3, unverified). */
export const MAX_INMAIL_LENGTH = 1900;

/** Bytes of one file (§8.3); networks may be stricter. */
export const MAX_FILE_BYTES = 15 * 1024 * 1024;
