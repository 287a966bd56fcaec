import type { Account } from '../../src/messaging/account.ts';
import type { Attendee } from '../../src/messaging/attendee.ts';
import {
  type AccountCapabilities,
  type ChatCapabilities,
  full,
  type InboxCapabilities,
} from '../../src/messaging/capabilities.ts';
import type { Chat } from '../../src/messaging/chat.ts';
import type { Inbox } from '../../src/messaging/inbox.ts';
import type { Message } from '../../src/messaging/message.ts';
import type { PageSource } from '../../src/messaging/page.ts';
import type { AccountPort } from '../../src/messaging/provider.ts';

export const anAccount: Account = {
  connectionId: 'sales',
  accountId: 'a1',
  providerId: 'a1',
  provider: 'UNIPILE_V1',
  network: 'LINKEDIN',
  name: 'Ada Example',
  status: 'CONNECTED',
  ownerId: 'ada',
  details: null,
};

export function aChat(over: Partial<Chat> = {}): Chat {
  return {
    connectionId: 'sales',
    accountId: 'a1',
    chatId: 'c1',
    providerId: 'c1',
    inboxId: 'classic',
    kind: 'DIRECT',
    content: 'MESSAGE',
    title: 'Grace Example',
    subject: null,
    hasPicture: false,
    lastActivityAt: '2026-03-01T09:00:00.000Z',
    unreadCount: 0,
    isUnread: false,
    isArchived: false,
    isPinned: false,
    isMuted: false,
    mutedUntil: null,
    isReadOnly: false,
    syncStatus: null,
    counterpartId: 'grace',
    attendees: null,
    disabled: [],
    ...over,
  };
}

export function aMessage(over: Partial<Message> = {}): Message {
  return {
    connectionId: 'sales',
    accountId: 'a1',
    chatId: 'c1',
    messageId: 'm1',
    providerId: 'm1',
    senderId: 'grace',
    sender: null,
    direction: 'INBOUND',
    kind: 'MESSAGE',
    text: 'Hello Ada',
    subject: null,
    sentAt: '2026-03-01T09:00:00.000Z',
    isEdited: false,
    isDeleted: false,
    isHidden: false,
    isForwarded: false,
    delivery: 'DELIVERED',
    error: null,
    readBy: [],
    reactions: [],
    attachments: [],
    quoted: null,
    systemEvent: null,
    ...over,
  };
}

export function anAttendee(over: Partial<Attendee> = {}): Attendee {
  return {
    connectionId: 'sales',
    accountId: 'a1',
    attendeeId: 'grace',
    providerId: 'ACoGrace',
    kind: 'PERSON',
    name: 'Grace Example',
    isSelf: false,
    headline: null,
    networkDistance: 'FIRST',
    profileUrl: 'https://www.linkedin.com/in/grace-example',
    hasPicture: false,
    ...over,
  };
}

export const classicInbox: Inbox = {
  connectionId: 'sales',
  accountId: 'a1',
  inboxId: 'classic',
  providerId: 'classic',
  name: 'LinkedIn',
  product: 'LINKEDIN_CLASSIC',
  isPrimary: true,
};

export const chatCapabilities: ChatCapabilities = {
  send: { ...full, maxTextLength: 100 },
  attach: { ...full, maxFileBytes: 1000, maxTotalBytes: 1500 },
  voiceNote: full,
  reply: full,
  forward: full,
  react: { ...full, allowed: ['👍', '❤️'], canRemove: true },
  edit: { ...full, withinMinutes: 60 },
  deleteMessage: { ...full, withinMinutes: 60 },
  typing: full,
  markRead: full,
  archive: full,
  pin: full,
  mute: full,
  rename: full,
  readReceipts: full,
  changeAttendees: full,
  deleteChat: full,
  synchronize: full,
};

export const inboxCapabilities: InboxCapabilities = {
  startChat: {
    ...full,
    needsSubject: false,
    needsSignature: false,
    maxTextLength: 100,
    maxSubjectLength: 20,
  },
  startGroup: full,
  inMail: full,
};

export const accountCapabilities: AccountCapabilities = {
  startChat: full,
  startGroup: full,
  inMail: full,
  listInboxes: full,
  listAllMessages: full,
  pushEvents: full,
  synchronize: full,
};

function emptySource<T>(): PageSource<T> {
  return {
    name: 'empty',
    maxPageSize: 100,
    kind: 'whole',
    fetch: async () => ({ items: [], next: null }),
    idOf: () => '',
    timeOf: () => null,
  };
}

/** One account that remembers what it was asked: `reads` and `writes` hold the method's name and its arguments without the call. */
export interface FakeAccount
  extends Required<Omit<AccountPort, 'chatSources' | 'pollEveryMs' | 'recipientAt'>> {
  readonly account: Account;
  readonly reads: unknown[][];
  readonly writes: unknown[][];
  readonly knownChats: Map<string, Chat>;
  readonly knownMessages: Map<string, Message>;
  readonly knownAttendees: Attendee[];
  knownInboxes: Inbox[];
  can: { account: AccountCapabilities; inbox: InboxCapabilities; chat: ChatCapabilities };
}

export function fakeAccount(account: Account = anAccount): FakeAccount {
  const ref = { connectionId: account.connectionId, accountId: account.accountId };
  const reads: unknown[][] = [];
  const writes: unknown[][] = [];
  const knownChats = new Map([['c1', aChat(ref)]]);
  const knownMessages = new Map([['m1', aMessage(ref)]]);
  const knownAttendees = [anAttendee(ref)];
  let sent = 0;
  const wrote =
    (name: string) =>
    async (...args: unknown[]): Promise<void> => {
      writes.push([name, ...args.slice(0, -1)]);
    };
  return {
    account,
    reads,
    writes,
    knownChats,
    knownMessages,
    knownAttendees,
    knownInboxes: [{ ...classicInbox, ...ref }],
    can: { account: accountCapabilities, inbox: inboxCapabilities, chat: chatCapabilities },
    accountCapabilities() {
      return this.can.account;
    },
    inboxCapabilities() {
      return this.can.inbox;
    },
    chatCapabilities() {
      return this.can.chat;
    },
    owner: async () => null,
    async inboxes() {
      return this.knownInboxes;
    },
    chats: emptySource,
    async chat(chatId) {
      reads.push(['chat', chatId]);
      return knownChats.get(chatId) ?? null;
    },
    messages: emptySource,
    async message(chatId, messageId) {
      reads.push(['message', chatId, messageId]);
      const message = knownMessages.get(messageId);
      return message?.chatId === chatId ? message : null;
    },
    attendeesOf: emptySource,
    async send(chat, request) {
      writes.push(['send', chat.chatId, request]);
      sent += 1;
      return { messageIds: [`sent${sent}`] };
    },
    allMessages: emptySource,
    attendees: emptySource,
    async attendee(attendeeId) {
      reads.push(['attendee', attendeeId]);
      return knownAttendees.find((attendee) => attendee.attendeeId === attendeeId) ?? null;
    },
    async findAttendee(query) {
      reads.push(['findAttendee', query]);
      return (
        knownAttendees.find(
          (attendee) =>
            ('profileUrl' in query && attendee.profileUrl === query.profileUrl) || 'phoneNumber' in query,
        ) ?? null
      );
    },
    chatsWith: emptySource,
    messagesFrom: emptySource,
    attachmentBytes: async () => null,
    attendeePicture: async () => null,
    chatPicture: async () => null,
    inMailCredits: async () => null,
    async startChat(request) {
      writes.push(['startChat', request]);
      knownChats.set('new', aChat({ ...ref, chatId: 'new' }));
      return { chatId: 'new', messageIds: ['first'] };
    },
    async forward(chatId, messageId, toChat, text) {
      writes.push(['forward', chatId, messageId, toChat.chatId, text]);
      return { messageIds: ['forwarded'] };
    },
    addReaction: wrote('addReaction'),
    removeReaction: wrote('removeReaction'),
    editMessage: wrote('editMessage'),
    deleteMessage: wrote('deleteMessage'),
    setRead: wrote('setRead'),
    setArchived: wrote('setArchived'),
    setPinned: wrote('setPinned'),
    setMuted: wrote('setMuted'),
    rename: wrote('rename'),
    deleteChat: wrote('deleteChat'),
    addAttendee: wrote('addAttendee'),
    removeAttendee: wrote('removeAttendee'),
    setTyping: wrote('setTyping'),
    async synchronizeChat(chatId) {
      writes.push(['synchronizeChat', chatId]);
      return 'STARTED';
    },
    async synchronizeConversations(profileUrls, product) {
      writes.push(['synchronizeConversations', profileUrls, product]);
      return profileUrls.map((profileUrl) => ({
        profileUrl,
        chatId: 'c1',
        status: 'STARTED' as const,
        error: null,
      }));
    },
    changes: async () => ({ events: [], position: '0' }),
  };
}
