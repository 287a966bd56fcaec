export const SINGLE = 0;
export const GROUP = 1;
export const CHANNEL = 2;

export interface Chat {
  id: string;
  accountId: string;
  providerId: string;
  type: typeof SINGLE | typeof GROUP | typeof CHANNEL;
  /** Null for most direct chats. */
  name: string | null;
  /** Everybody in it, the owner included; for a direct chat the other one is last. */
  attendeeIds: string[];
  /** Last activity; null: none yet. */
  at: number | null;
  unreadCount: number;
  archived: boolean;
  pinned: boolean;
  /** -1: for good; null: not muted. */
  mutedUntil: -1 | number | null;
  readOnly: 0 | 1 | 2;
  disabledFeatures: ('reactions' | 'reply')[];
  subject: string | null;
  organizationId: string | null;
  mailboxId: string | null;
  contentType: 'inmail' | 'sponsored' | 'linkedin_offer' | null;
  folders: string[];
  hasPicture: boolean;
  /** How often the running history synchronisation was asked for; null: none is running. */
  syncCalls: number | null;
  /** Older messages that a history synchronisation brings. */
  unsynchronised: string[];
}

type Essential = 'id' | 'accountId' | 'providerId' | 'type' | 'attendeeIds';

/** A chat with nothing special about it, and nothing in it. */
export function plainChat(essential: Pick<Chat, Essential>): Chat {
  return {
    ...essential,
    name: null,
    at: null,
    unreadCount: 0,
    archived: false,
    pinned: false,
    mutedUntil: null,
    readOnly: 0,
    disabledFeatures: [],
    subject: null,
    organizationId: null,
    mailboxId: null,
    contentType: null,
    folders: ['INBOX'],
    hasPicture: false,
    syncCalls: null,
    unsynchronised: [],
  };
}
