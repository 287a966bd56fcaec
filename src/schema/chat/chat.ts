import type { Attendee as AttendeeValue } from '../../messaging/attendee.ts';
import type { Chat as ChatValue } from '../../messaging/chat.ts';
import type { Message as MessageValue } from '../../messaging/message.ts';
import { Account } from '../account/account.ts';
import { accountOf } from '../account/visible.ts';
import { AttendeeConnection } from '../attendee/attendee.ts';
import { builder } from '../builder.ts';
import { connect, connectionType, pageArguments } from '../connection.ts';
import { Inbox } from '../inbox/inbox.ts';
import { findInbox } from '../inbox/inboxes.ts';
import { lastMessageOf } from '../message/last-message.ts';
import { messagesOfChat } from '../message/lists.ts';
import { Message, MessageConnection } from '../message/message.ts';
import { MessageFilter } from '../message/message-filter.ts';
import { idOf, Node } from '../node/node.ts';
import { DateTime } from '../scalar/date-time.ts';
import { Url } from '../scalar/url.ts';
import { ChatCapabilities } from './capabilities.ts';
import { ChatContent, ChatKind, SyncStatus } from './enums.ts';
import { passThrough } from './load-chat.ts';
import { attendeeSource } from './people.ts';
import { pictureOf } from './picture.ts';
import { titleOf } from './title.ts';

export const Chat = builder.objectRef<ChatValue>('Chat');
export const ChatConnection = connectionType(Chat, 'Chats, the one with the newest activity first.');

Chat.implement({
  description:
    'A conversation as one account sees it, whatever network it takes place on. The same conversation seen by two accounts is two chats.',
  interfaces: [Node],
  fields: (t) => ({
    providerId: t.exposeString('providerId', {
      nullable: true,
      description: "The id that the provider's own tools show; null where there is none (yet).",
    }),
    account: t.field({
      type: Account,
      description: 'Whose chat it is, and who writes when one sends.',
      resolve: (chat, _arguments, context) => accountOf(context, chat),
    }),
    inbox: t.field({
      type: Inbox,
      nullable: true,
      description:
        'The primary inbox of its product, not a view that shows the chat too; null where the provider does not tell.',
      resolve: (chat, _arguments, context) =>
        chat.inboxId === null ? null : findInbox(context, chat, chat.inboxId),
    }),
    kind: t.expose('kind', { type: ChatKind, description: 'How many can take part.' }),
    content: t.expose('content', { type: ChatContent, description: 'What sort of conversation it is.' }),
    title: t.string({
      description:
        'What to show as its name; never empty. Where the provider has none, it is derived from the other attendees, as the name of the one other person.',
      resolve: (chat, _arguments, context) => titleOf(context, chat),
    }),
    subject: t.exposeString('subject', {
      nullable: true,
      description: 'Of an InMail; null for conversations without one.',
    }),
    pictureUrl: t.field({
      type: Url,
      nullable: true,
      description:
        'A picture to show: its own, or that of the one other person. On the gateway, signed, for use in an `<img>`; it expires after an hour or two, so ask anew instead of storing it. It answers 404 where the network tells only then that there is none.',
      resolve: (chat, _arguments, context) => pictureOf(context, chat),
    }),
    lastActivityAt: t.expose('lastActivityAt', {
      type: DateTime,
      nullable: true,
      description:
        'When something last happened in it: what lists are sorted by. Null where nothing ever did.',
    }),
    unreadCount: t.exposeInt('unreadCount', {
      description: 'How many messages the account has not read, as the network counts.',
    }),
    isUnread: t.exposeBoolean('isUnread', {
      description:
        'Whether to show it as unread. Also true, with `unreadCount` 0, when it was marked unread by hand.',
    }),
    isArchived: t.exposeBoolean('isArchived', { description: 'Whether it was put away.' }),
    isPinned: t.exposeBoolean('isPinned', {
      description: 'Whether it was put on top. Lists here do not sort by it.',
    }),
    isMuted: t.exposeBoolean('isMuted', {
      description: 'Whether it must not ring; its events come all the same.',
    }),
    mutedUntil: t.expose('mutedUntil', {
      type: DateTime,
      nullable: true,
      description: 'When it rings again; null where it is not muted, or for good.',
    }),
    isReadOnly: t.exposeBoolean('isReadOnly', {
      description: 'Whether the account cannot write in it, as in an advertisement or a group that was left.',
    }),
    syncStatus: t.expose('syncStatus', {
      type: SyncStatus,
      nullable: true,
      description: 'How much of its history is there; null where nothing needs fetching, or nobody asked.',
    }),
    capabilities: t.field({
      type: ChatCapabilities,
      description: 'What can be done in it.',
      resolve: (chat, _arguments, { reading }) => reading.port(chat).chatCapabilities(chat),
    }),
    attendees: t.field({
      type: AttendeeConnection,
      description:
        "Who takes part, the account's owner included where the network lists them (`isSelf`). Asked for many chats at once, it costs few calls.",
      args: pageArguments,
      resolve: (chat, page, context) =>
        connect<AttendeeValue>(
          context,
          { field: 'Chat.attendees', parentId: idOf(chat), sources: [attendeeSource(context, chat)] },
          page,
        ),
    }),
    messages: t.field({
      type: MessageConnection,
      description:
        'What was said, newest first: turn a page around to show it. Under a page of chats it costs a call per chat; `lastMessage` does not.',
      args: {
        ...pageArguments,
        filter: t.arg({ type: MessageFilter, description: 'Which of them; all when left out.' }),
      },
      resolve: (chat, { filter, ...page }, context) => {
        passThrough(context, chat);
        return connect<MessageValue>(
          context,
          {
            field: 'Chat.messages',
            parentId: idOf(chat),
            filter,
            ...messagesOfChat(context, chat, filter ?? {}),
          },
          page,
        );
      },
    }),
    lastMessage: t.field({
      type: Message,
      nullable: true,
      description:
        'The newest message, for a preview; null where there is none. Asked for many chats at once, it costs few calls.',
      resolve: (chat, _arguments, context) => {
        passThrough(context, chat);
        return lastMessageOf(context, chat);
      },
    }),
  }),
});
