import type { EventLog } from '../events/log.ts';
import type { AccountRef } from '../messaging/account.ts';
import type { ChatRef } from '../messaging/chat.ts';
import type { MessagingEvent } from '../messaging/event.ts';
import type { Message } from '../messaging/message.ts';
import type { Provider } from '../messaging/provider.ts';
import { Answers, type Question } from './answers.ts';
import type { Directory } from './directory.ts';
import { replacing } from './replacing.ts';
import { thriftyPort } from './thrifty-port.ts';
import { thriftySource } from './thrifty-source.ts';
import { changedBy, lastMessage, lastMessageAfter, lists, members, wholeAccount } from './topics.ts';

export interface ThriftOptions {
  /** What it brings is forgotten at once. */
  readonly events: Pick<EventLog, 'onAppend'>;
  readonly directory: Pick<Directory, 'account'>;
  /** Whether the connection's webhooks work at present. */
  readonly pushes: (connectionId: string) => boolean;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** Wraps providers so that reads in flight are shared and answers are kept while events keep them true. */
export interface Thrift {
  /** The ports that it opens are wrapped too. */
  wrap(provider: Provider): Provider;
  /** Drops all that is kept of an account, as when its record has changed. */
  forget(account: AccountRef): void;
  close(): void;
}

/** Answers are kept for at most 5 minutes where events tell what changes, else for 3 seconds. Memory is bounded. */
export function openThrift({ events, directory, pushes, now }: ThriftOptions): Thrift {
  const hasNews = (account: AccountRef) =>
    pushes(account.connectionId) && directory.account(account)?.status === 'CONNECTED';
  const answers = new Answers(hasNews, now);
  const close = events.onAppend((logged) => {
    for (const { connectionId, event } of logged) hear(answers, connectionId, event);
  });
  return {
    wrap: (provider) => thriftyProvider(provider, answers),
    forget: (account) => answers.change([wholeAccount(account)]),
    close,
  };
}

function hear(answers: Answers, connectionId: string, event: MessagingEvent): void {
  const topics = changedBy(connectionId, event);
  if (!('chatId' in event) || event.chatId === null) {
    answers.change(topics);
    return;
  }
  const last = lastMessageOf({ connectionId, accountId: event.accountId, chatId: event.chatId });
  answers.changeAndRevise(topics, last, (before: Message | null) => lastMessageAfter(event, before));
}

/** The provider's own lists span accounts: their answers depend on each of them. */
function thriftyProvider(provider: Provider, answers: Answers): Provider {
  const across = (what: readonly unknown[], accountIds: readonly string[]): Question => {
    const accounts = accountIds.map((accountId) => ({ connectionId: provider.connectionId, accountId }));
    return { what, accounts, topics: accounts.map(lists) };
  };
  return replacing(provider, {
    open: (open) => (account) => thriftyPort(open(account), answers),
    chats: (chats) => (accountIds, filter) =>
      thriftySource(chats(accountIds, filter), across(['chats across', filter], accountIds), answers),
    messages: (messages) => (accountIds, filter) =>
      thriftySource(messages(accountIds, filter), across(['messages across', filter], accountIds), answers),
    lastMessages: (lastMessages) => (chats, accountIds, call) =>
      answers.readEach(chats, lastMessageOf, across(['last messages'], accountIds), call, (unknown, shared) =>
        lastMessages(unknown, accountIds, shared),
      ),
    chatAttendees: (chatAttendees) => (chats, accountIds, call) =>
      answers.readEach(chats, membersOf, across(['chat attendees'], accountIds), call, (unknown, shared) =>
        chatAttendees(unknown, accountIds, shared),
      ),
  });
}

const lastMessageOf = (chat: ChatRef): Question => ({
  what: ['last message', chat.chatId],
  accounts: [chat],
  topics: [lastMessage(chat)],
});
const membersOf = (chat: ChatRef): Question => ({
  what: ['members', chat.chatId],
  accounts: [chat],
  topics: [members(chat)],
});
