import type { LoggedEvent } from '../../src/events/log.ts';
import type { Account, AccountRef } from '../../src/messaging/account.ts';
import type { Attendee } from '../../src/messaging/attendee.ts';
import type { Call } from '../../src/messaging/call.ts';
import { full } from '../../src/messaging/capabilities.ts';
import type { Chat, ChatRef } from '../../src/messaging/chat.ts';
import { failure } from '../../src/messaging/errors.ts';
import type { IncomingEvent, MessagingEvent } from '../../src/messaging/event.ts';
import type { Message } from '../../src/messaging/message.ts';
import type { PageSource } from '../../src/messaging/page.ts';
import type { AccountPort, Provider, WebhookReceiver } from '../../src/messaging/provider.ts';
import type { Viewer } from '../../src/messaging/viewer.ts';

export function accountOf(connectionId: string, accountId: string): Account {
  return {
    connectionId,
    accountId,
    providerId: accountId,
    provider: 'UNIPILE_V1',
    network: 'LINKEDIN',
    name: `${accountId} of ${connectionId}`,
    status: 'CONNECTED',
    ownerId: 'me',
    details: null,
  };
}

export function chatOf(account: AccountRef, chatId: string): Chat {
  return {
    connectionId: account.connectionId,
    accountId: account.accountId,
    chatId,
    providerId: chatId,
    inboxId: null,
    kind: 'DIRECT',
    content: 'MESSAGE',
    title: null,
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
    counterpartId: 'ada',
    attendees: null,
    disabled: [],
  };
}

export function messageOf(chat: ChatRef, messageId: string, rest: Partial<Message> = {}): Message {
  return {
    connectionId: chat.connectionId,
    accountId: chat.accountId,
    chatId: chat.chatId,
    messageId,
    providerId: messageId,
    senderId: 'ada',
    sender: null,
    direction: 'INBOUND',
    kind: 'MESSAGE',
    text: `${messageId} in ${chat.chatId}`,
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
    ...rest,
  };
}

export function attendeeOf(account: AccountRef, attendeeId: string): Attendee {
  return {
    connectionId: account.connectionId,
    accountId: account.accountId,
    attendeeId,
    providerId: attendeeId,
    kind: 'PERSON',
    name: `${attendeeId} of ${account.accountId}`,
    isSelf: attendeeId === 'me',
    headline: null,
    networkDistance: null,
    profileUrl: null,
    hasPicture: false,
  };
}

/** A caller; `calls` is what was counted for it, and `leave` is the end of its patience. */
export function caller(budget = Number.POSITIVE_INFINITY, deadline = 10_000) {
  const controller = new AbortController();
  const counted = { calls: 0 };
  const call: Call = {
    signal: controller.signal,
    deadline,
    background: false,
    count() {
      if (counted.calls >= budget) throw failure('RATE_LIMITED', 'The budget is used up.');
      counted.calls += 1;
    },
  };
  return { call, counted, leave: () => controller.abort() };
}

export function viewer(name: string, ...patterns: string[]): Viewer {
  return {
    name,
    scopes: new Set(['READ']),
    maySee: (account) =>
      patterns.includes(`${account.connectionId}/*`) ||
      patterns.includes(`${account.connectionId}/${account.accountId}`),
    maySeeSome: (connectionId) => patterns.some((pattern) => pattern.startsWith(`${connectionId}/`)),
  };
}

/** The log's tail alone: `happen` is an append of what was new. */
export function fakeEvents() {
  const listeners = new Set<(events: readonly LoggedEvent[]) => void>();
  let place = 0;
  const happen = (connectionId: string, event: MessagingEvent) => {
    place += 1;
    const logged = { place, connectionId, event, receivedAt: event.at };
    for (const listener of listeners) listener([logged]);
    return logged;
  };
  return {
    append: async (connectionId: string, events: readonly IncomingEvent[]): Promise<LoggedEvent[]> =>
      events.map(({ event }) => happen(connectionId, event)),
    onAppend(listener: (events: readonly LoggedEvent[]) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    listeners,
    happen,
  };
}

/**
 * A provider in memory that counts: `asked` names every upstream call it would make. `gate` is awaited by each of them,
 * so a test holds answers back; what a call answers is what was so when it began.
 */
export class FakeProvider implements Provider {
  readonly kind = 'UNIPILE_V1';
  readonly connectionId: string;
  listed: Account[];
  asked: string[] = [];
  signals: AbortSignal[] = [];
  gate: (call: Call) => Promise<void> = async () => {};
  readonly webhook: WebhookReceiver = {
    receive: () => ({ kind: 'REFUSED' }),
    registered: async () => [],
    register: async () => [],
  };
  /** Of each chat: how often something happened in it, to be seen in what is answered. */
  texts = new Map<string, string>();

  constructor(connectionId: string, ...accountIds: string[]) {
    this.connectionId = connectionId;
    this.listed = accountIds.map((accountId) => accountOf(connectionId, accountId));
  }

  listAccounts(call: Call): Promise<readonly Account[]> {
    return this.ask('listAccounts', call, () => [...this.listed]);
  }

  open(account: Account): AccountPort {
    return new FakePort(this, account);
  }

  chats(accountIds: readonly string[]): PageSource<Chat> {
    return this.source('wide chats', () =>
      accountIds.flatMap((accountId) =>
        ['c1', 'c2'].map((chatId) => chatOf({ connectionId: this.connectionId, accountId }, chatId)),
      ),
    );
  }

  lastMessages(chats: readonly Chat[], _accountIds: readonly string[], call: Call) {
    const names = chats.map((chat) => `${chat.accountId}/${chat.chatId}`).join(' ');
    return this.ask(`lastMessages ${names}`, call, () => chats.map((chat) => this.last(chat)));
  }

  chatAttendees(chats: readonly Chat[], _accountIds: readonly string[], call: Call) {
    const names = chats.map((chat) => `${chat.accountId}/${chat.chatId}`).join(' ');
    return this.ask(`chatAttendees ${names}`, call, () =>
      chats.map((chat) => [attendeeOf(chat, 'me'), attendeeOf(chat, 'ada')]),
    );
  }

  last(chat: ChatRef): Message {
    const text = this.texts.get(chat.chatId);
    return messageOf(chat, 'm1', text === undefined ? {} : { text });
  }

  async ask<T>(name: string, call: Call, answer: () => T): Promise<T> {
    call.count();
    this.asked.push(name);
    this.signals.push(call.signal);
    const value = answer();
    await this.gate(call);
    return value;
  }

  source<T extends { chatId?: string; messageId?: string; attendeeId?: string }>(
    name: string,
    items: () => readonly T[],
  ): PageSource<T> {
    return {
      name,
      maxPageSize: 250,
      kind: 'cursor',
      fetch: (_position, _limit, call) => this.ask(name, call, () => ({ items: [...items()], next: null })),
      idOf: (item) => item.messageId ?? item.attendeeId ?? item.chatId ?? '',
      timeOf: () => null,
      positionBefore: (before) => ({ at: 'date', before }),
    };
  }
}

/** A class with private state on purpose: wrapping must not lose `this`. */
class FakePort implements AccountPort {
  readonly #provider: FakeProvider;
  readonly account: Account;

  constructor(provider: FakeProvider, account: Account) {
    this.#provider = provider;
    this.account = account;
  }

  accountCapabilities() {
    return {
      startChat: full,
      startGroup: full,
      inMail: full,
      listInboxes: full,
      listAllMessages: full,
      pushEvents: full,
      synchronize: full,
    };
  }
  inboxCapabilities(): never {
    throw new Error('Not asked for here.');
  }
  chatCapabilities(): never {
    throw new Error('Not asked for here.');
  }
  owner(call: Call) {
    return this.#ask('owner', call, () => attendeeOf(this.account, 'me'));
  }
  inboxes(call: Call) {
    return this.#ask('inboxes', call, () => []);
  }
  inMailCredits(call: Call) {
    return this.#ask('credits', call, () => ({ classic: 5, salesNavigator: null, recruiter: null }));
  }
  chats() {
    return this.#provider.source('chats', () => [chatOf(this.account, 'c1'), chatOf(this.account, 'c2')]);
  }
  chat(chatId: string, call: Call) {
    return this.#ask(`chat ${chatId}`, call, () => chatOf(this.account, chatId));
  }
  messages(chatId: string) {
    const chat = { ...this.account, chatId };
    return this.#provider.source(`messages ${chatId}`, () => [this.#provider.last(chat)]);
  }
  message(chatId: string, messageId: string, call: Call) {
    const chat = { ...this.account, chatId };
    return this.#ask(`message ${chatId} ${messageId}`, call, () =>
      messageId === 'nothing' ? null : messageOf(chat, messageId),
    );
  }
  attendeesOf(chat: Chat) {
    return this.#provider.source(`attendees of ${chat.chatId}`, () => [attendeeOf(this.account, 'ada')]);
  }
  attendees() {
    return this.#provider.source('attendees', () => [attendeeOf(this.account, 'ada')]);
  }
  attendee(attendeeId: string, call: Call) {
    return this.#ask(`attendee ${attendeeId}`, call, () => attendeeOf(this.account, attendeeId));
  }
  async send(chat: Chat, _request: unknown, call: Call) {
    await this.#ask(`send ${chat.chatId}`, call, () => null);
    return { messageIds: ['sent'] };
  }
  async startChat(_request: unknown, call: Call) {
    await this.#ask('startChat', call, () => null);
    return { chatId: 'c1', messageIds: ['sent'] };
  }
  async addReaction(chatId: string, messageId: string, _value: string, call: Call) {
    await this.#ask(`addReaction ${chatId} ${messageId}`, call, () => null);
  }
  async setRead(chatId: string, _read: boolean, call: Call) {
    await this.#ask(`setRead ${chatId}`, call, () => null);
  }
  async removeAttendee(chatId: string, _attendeeId: string, call: Call) {
    await this.#ask(`removeAttendee ${chatId}`, call, () => null);
  }

  #ask<T>(name: string, call: Call, answer: () => T): Promise<T> {
    return this.#provider.ask(name, call, answer);
  }
}
