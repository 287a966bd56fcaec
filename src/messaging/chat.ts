import type { AccountRef, Network } from './account.ts';
import type { Attendee } from './attendee.ts';
import type { Instant } from './instant.ts';
import type { Message } from './message.ts';

export const chatKinds = ['DIRECT', 'GROUP', 'CHANNEL'] as const;
export type ChatKind = (typeof chatKinds)[number];

export const chatContents = ['MESSAGE', 'INMAIL', 'SPONSORED', 'OFFER', 'UNKNOWN'] as const;
export type ChatContent = (typeof chatContents)[number];

export const syncStatuses = ['NOT_STARTED', 'STARTED', 'RUNNING', 'DONE', 'FAILED'] as const;
export type SyncStatus = (typeof syncStatuses)[number];

export interface ChatRef extends AccountRef {
  readonly chatId: string;
}

/** The same for the same chat only, whoever else has a chat with the same person. */
export function chatKey({ connectionId, accountId, chatId }: ChatRef): string {
  return JSON.stringify([connectionId, accountId, chatId]);
}

export interface Chat extends ChatRef {
  readonly providerId: string | null;
  /** The primary inbox of the chat's product; null where it cannot be told. */
  readonly inboxId: string | null;
  /** All inboxes whose lists hold it, where the answer said which. */
  readonly inboxIds?: readonly string[];
  readonly kind: ChatKind;
  readonly content: ChatContent;
  /** As the provider has it; null where it has none: who shows it derives it from the other attendees. */
  readonly title: string | null;
  readonly subject: string | null;
  /** Whether it may have a picture of its own; a direct chat shows its counterpart's. */
  readonly hasPicture: boolean;
  readonly lastActivityAt: Instant | null;
  readonly unreadCount: number;
  /** Also true, with unreadCount 0, when marked unread by hand. */
  readonly isUnread: boolean;
  readonly isArchived: boolean;
  readonly isPinned: boolean;
  readonly isMuted: boolean;
  readonly mutedUntil: Instant | null;
  readonly isReadOnly: boolean;
  readonly syncStatus: SyncStatus | null;
  /** The other side of a direct chat (an attendee id); null for groups and where it is not told. */
  readonly counterpartId: string | null;
  /** All attendees, where the answer that held the chat held them too; null: ask for them. */
  readonly attendees: readonly Attendee[] | null;
  /** Undefined: the answer did not say; null: there is none. */
  readonly lastMessage?: Message | null;
  /** What this chat alone does not allow, as the provider says it. */
  readonly disabled: readonly ('REACT' | 'REPLY' | 'SEND')[];
}

/** All that is given must hold; times are exclusive. The gateway applies it to every item; a provider may narrow its answer by it. */
export interface ChatFilter {
  readonly unread?: boolean;
  readonly archived?: boolean;
  readonly kind?: ChatKind;
  readonly activeAfter?: Instant;
  readonly activeBefore?: Instant;
  readonly inboxId?: string;
  readonly networks?: readonly Network[];
}
