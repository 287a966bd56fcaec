import { inboxesOf, shows } from '../inboxes.ts';
import type { Stage } from '../stage.ts';
import { type Account, type Chat, createdAt, idIn, lastAt } from '../world.ts';
import { instant } from './time.ts';
import { userJson } from './user.ts';

/** A Chat (unipile-v2.md §5.2). */
export function chatJson(stage: Stage, account: Account, chat: Chat): Record<string, unknown> {
  const other = chat.type === '1to1' ? chat.participants[0] : undefined;
  const last = chat.messages.find(({ isHidden }) => !isHidden);
  return {
    object: 'Chat',
    id: chat.id,
    name: chat.name ?? chat.participants.map(({ name }) => name).join(', '),
    ...(chat.label === null ? {} : { label: chat.label }),
    ...(chat.subject === null ? {} : { description: chat.subject }),
    ...(lastAt(chat) === 0
      ? {}
      : { created_at: instant(createdAt(chat)), last_message_timestamp: instant(lastAt(chat)) }),
    ...(chat.type === '1to1'
      ? {}
      : { image_url: `${stage.baseUrl}/${account.id}/chats/${encodeURIComponent(chat.id)}/picture` }),
    muted_until: typeof chat.mutedUntil === 'number' ? instant(chat.mutedUntil) : chat.mutedUntil,
    ...(other === undefined
      ? {
          participants: participantsJson(stage, account, chat),
          participants_count: chat.participants.length + 1,
        }
      : { user_id: idIn(other, chat.product), user: userJson(stage.baseUrl, account, other, chat.product) }),
    is_group: chat.type === 'group',
    is_1to1: chat.type === '1to1',
    is_channel: chat.type === 'channel',
    type: chat.type,
    is_pinned: chat.isPinned,
    is_readonly: chat.isReadOnly,
    is_archived: chat.views.has('ARCHIVED'),
    folders: inboxesOf(account)
      .filter((inbox) => shows(inbox, chat))
      .map(({ id }) => id),
    unread_count: chat.unreadCount,
    restrictions: chat.restrictions,
    ...(last === undefined
      ? {}
      : {
          last_message: {
            object: 'MessagePreview',
            id: last.id,
            text: last.text ?? '',
            sender_display_name: last.sender.name,
            is_sender: last.fromOwner,
          },
        }),
    provider: account.provider,
  };
}

/** GroupParticipants, the owner included (unipile-v2.md §5.3). */
export function participantsJson(stage: Stage, account: Account, chat: Chat): Record<string, unknown>[] {
  return [account.owner, ...chat.participants].map((contact, index) => ({
    object: 'GroupParticipant',
    user: userJson(stage.baseUrl, account, contact, chat.product),
    is_self: contact === account.owner,
    is_admin: index === 0,
  }));
}
