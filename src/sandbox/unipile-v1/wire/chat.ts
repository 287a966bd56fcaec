import type { Switches } from '../switches.ts';
import type { Chat } from '../world/chat.ts';
import { SINGLE } from '../world/chat.ts';
import type { World } from '../world/world.ts';
import { chosenForOddity } from './oddity.ts';
import { bit, isoTime } from './time.ts';

/** unipile-v1.md §4.1. */
export interface WireChat {
  object: 'Chat';
  id: string;
  account_id: string;
  account_type: string;
  provider_id: string;
  attendee_provider_id?: string;
  name: string | null;
  type: 0 | 1 | 2;
  timestamp: string | null;
  unread_count: number;
  archived: 0 | 1;
  muted_until: -1 | string | null;
  read_only: 0 | 1 | 2;
  pinned: 0 | 1;
  disabledFeatures: string[];
  subject?: string;
  organization_id?: string;
  mailbox_id?: string;
  content_type?: string;
  folder: string[];
}

export function chatJson(world: World, chat: Chat, switches: Switches): WireChat {
  const other = chat.type === SINGLE ? world.others(chat)[0] : undefined;
  const odd = switches.unknownEnums && !switches.sdkStrict && chosenForOddity(chat.id);
  const contentType = odd ? 'telepathy' : chat.contentType;
  return {
    object: 'Chat',
    id: chat.id,
    account_id: chat.accountId,
    account_type: world.accountOf(chat).network,
    provider_id: chat.providerId,
    ...(other === undefined ? {} : { attendee_provider_id: other.providerId }),
    name: chat.name,
    type: chat.type,
    timestamp: chat.at === null ? null : isoTime(chat.at),
    unread_count: chat.unreadCount,
    archived: bit(chat.archived),
    muted_until:
      typeof chat.mutedUntil === 'number' && chat.mutedUntil > 0
        ? isoTime(chat.mutedUntil)
        : mutedForGood(chat),
    read_only: chat.readOnly,
    pinned: bit(chat.pinned),
    disabledFeatures: chat.disabledFeatures,
    ...(chat.subject === null ? {} : { subject: chat.subject }),
    ...(chat.organizationId === null ? {} : { organization_id: chat.organizationId }),
    ...(chat.mailboxId === null ? {} : { mailbox_id: chat.mailboxId }),
    ...(contentType === null ? {} : { content_type: contentType }),
    folder: odd ? [...chat.folders, 'INBOX_ORBITAL'] : chat.folders,
  };
}

function mutedForGood(chat: Chat): -1 | null {
  return chat.mutedUntil === -1 ? -1 : null;
}
