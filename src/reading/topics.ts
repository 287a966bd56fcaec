import type { AccountRef } from '../messaging/account.ts';
import { accountKey } from '../messaging/account.ts';
import type { ChatRef } from '../messaging/chat.ts';
import type { MessagingEvent } from '../messaging/event.ts';
import type { Message, SystemEventKind } from '../messaging/message.ts';
import type { Topic } from './generations.ts';

/** All that is known of an account: each of its answers depends on it. */
export const wholeAccount = (account: AccountRef): Topic => accountKey(account);
/** The account's lists over chats: chats, and messages of all chats. */
export const lists = (account: AccountRef): Topic => about(account, 'lists');
/** The attendees of all chats. */
export const people = (account: AccountRef): Topic => about(account, 'people');
/** The chat's record and its messages. */
export const chatAndMessages = (chat: ChatRef): Topic => about(chat, 'chat', chat.chatId);
/** The last message is apart, because an event can bring the next one. */
export const lastMessage = (chat: ChatRef): Topic => about(chat, 'last', chat.chatId);
/** Members are apart, because messages do not change them. */
export const members = (chat: ChatRef): Topic => about(chat, 'members', chat.chatId);

const about = (account: AccountRef, ...rest: string[]): Topic =>
  JSON.stringify([account.connectionId, account.accountId, ...rest]);

/** What a chat that is read, archived or renamed changes. */
export const aboutChat = (chat: ChatRef): readonly Topic[] => [lists(chat), chatAndMessages(chat)];

/** What a message that comes, changes or goes changes. */
export const aboutMessages = (chat: ChatRef): readonly Topic[] => [...aboutChat(chat), lastMessage(chat)];

/** All that is known of a chat. */
export const wholeChat = (chat: ChatRef): readonly Topic[] => [
  ...aboutMessages(chat),
  members(chat),
  people(chat),
];

const memberEvents: ReadonlySet<SystemEventKind | null> = new Set<SystemEventKind>([
  'CHAT_CREATED',
  'PARTICIPANT_ADDED',
  'PARTICIPANT_REMOVED',
  'PARTICIPANT_LEFT',
]);

/** What an event changes. The connection is the one that brought it. */
export function changedBy(connectionId: string, event: MessagingEvent): readonly Topic[] {
  const account = { connectionId, accountId: event.accountId };
  switch (event.type) {
    case 'MESSAGE_CREATED': {
      const chat = { ...account, chatId: event.chatId };
      return memberEvents.has(event.message?.systemEvent ?? null) ? wholeChat(chat) : aboutMessages(chat);
    }
    case 'MESSAGE_EDITED':
    case 'MESSAGE_DELETED':
    case 'MESSAGE_READ':
    case 'MESSAGE_DELIVERED':
    case 'MESSAGE_FAILED':
    case 'MESSAGE_REACTED':
      return aboutMessages({ ...account, chatId: event.chatId });
    case 'CHAT_UPDATED':
    case 'CHAT_DELETED':
      return wholeChat({ ...account, chatId: event.chatId });
    case 'SYNCHRONIZATION_CHANGED':
      return event.chatId === null
        ? [wholeAccount(account)]
        : wholeChat({ ...account, chatId: event.chatId });
    case 'ACCOUNT_STATUS_CHANGED':
      return [wholeAccount(account)];
  }
}

/** The chat's last message after the event, from what it was before; undefined: it must be asked for. */
export function lastMessageAfter(event: MessagingEvent, before: Message | null): Message | null | undefined {
  switch (event.type) {
    case 'MESSAGE_CREATED':
      return newer(event.message, before);
    case 'MESSAGE_EDITED':
    case 'MESSAGE_DELETED':
    case 'MESSAGE_DELIVERED':
    case 'MESSAGE_FAILED':
    case 'MESSAGE_REACTED':
    case 'MESSAGE_READ': {
      // Without a messageId, everything up to a time was read.
      const isAnother = event.messageId !== null && event.messageId !== before?.messageId;
      return isAnother && before !== null ? before : undefined;
    }
    case 'CHAT_UPDATED':
      return before;
    default:
      return undefined;
  }
}

/** Which of the two is last; undefined where that, or whether the new one counts as one, is the provider's to say. */
function newer(message: Message | null, before: Message | null): Message | null | undefined {
  if (message === null || message.isHidden || message.isDeleted || message.systemEvent !== null) {
    return undefined;
  }
  return before !== null && before.sentAt > message.sentAt ? before : message;
}
