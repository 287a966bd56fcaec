import { type OwnedEventLog, openEventLog } from '../../src/events/log.ts';
import { namedLog } from '../../src/events/named-log.ts';
import type { Account } from '../../src/messaging/account.ts';
import type { Chat, ChatRef } from '../../src/messaging/chat.ts';
import { type IncomingEvent, type MessagingEvent, messageOnce } from '../../src/messaging/event.ts';
import type { Message } from '../../src/messaging/message.ts';
import type { PageSource } from '../../src/messaging/page.ts';
import type { AccountPort, Provider } from '../../src/messaging/provider.ts';
import { type NamesOptions, type OutboxNames, openNames } from '../../src/outbox/names.ts';
import { type Dispatch, type Outbox, openOutbox } from '../../src/outbox/outbox.ts';
import { namedProvider } from '../../src/reading/naming.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { accountOf, caller, chatOf, messageOf } from '../reading/fakes.ts';
import { silentLog } from '../store/silent-log.ts';

export const account = accountOf('founder', 'acc-1');
export const otherAccount = accountOf('founder', 'acc-2');
export const chat = chatOf(account, 'chat-1');
export const start = Date.UTC(2026, 2, 1, 9);

const notAskedFor = () => {
  throw new Error('Not asked for here.');
};

/** A vendor that knows its messages under ids of its own, which stay visible as `providerId`. */
export class Vendor implements Provider {
  readonly kind = 'LINKED_API';
  readonly connectionId = 'founder';
  /** All messages, in the order in which they came. */
  readonly said: Message[] = [];
  /** What was asked of it, with the ids that it was asked with. */
  readonly asked: unknown[] = [];

  /** The account's owner says something, through us or not. */
  says(text: string | null, at: number, rest: Partial<Message> & { readonly in?: ChatRef } = {}): Message {
    const { in: where = chat, ...given } = rest;
    const message = messageOf(where, `vendor-${this.said.length + 1}`, {
      direction: 'OUTBOUND',
      text,
      sentAt: new Date(at).toISOString(),
      ...given,
    });
    this.said.push(message);
    return message;
  }

  async listAccounts() {
    return [account, otherAccount];
  }

  lastMessages: NonNullable<Provider['lastMessages']> = async (chats) =>
    chats.map((one) => this.in(one.accountId, one.chatId)[0] ?? null);

  chats(): PageSource<Chat> {
    return this.source(() => [{ ...chat, lastMessage: this.in(chat.accountId, chat.chatId)[0] ?? null }]);
  }

  /** Newest first. */
  in(accountId: string, chatId?: string): Message[] {
    return this.said
      .filter((one) => one.accountId === accountId && (chatId === undefined || one.chatId === chatId))
      .reverse()
      .sort((one, other) => Date.parse(other.sentAt) - Date.parse(one.sentAt));
  }

  open({ accountId }: Account): AccountPort {
    const write = (name: string) => async (chatId: string, messageId: string) => {
      this.asked.push([name, chatId, messageId]);
    };
    return {
      account: { ...account, accountId },
      accountCapabilities: notAskedFor,
      inboxCapabilities: notAskedFor,
      chatCapabilities: notAskedFor,
      owner: notAskedFor,
      inboxes: notAskedFor,
      chats: () => this.chats(),
      chat: async (chatId) => ({
        ...chatOf(account, chatId),
        lastMessage: this.in(accountId, chatId)[0] ?? null,
      }),
      messages: (chatId) => this.source(() => this.in(accountId, chatId)),
      allMessages: () => this.source(() => this.in(accountId)),
      message: async (chatId, messageId) => {
        this.asked.push(['message', chatId, messageId]);
        return this.in(accountId, chatId).find((one) => one.messageId === messageId) ?? null;
      },
      attendeesOf: notAskedFor,
      send: async (to, request) => {
        this.asked.push(['send', to.chatId, request.replyTo?.messageId ?? null]);
        return { messageIds: [] };
      },
      forward: async (chatId, messageId) => {
        this.asked.push(['forward', chatId, messageId]);
        return { messageIds: [] };
      },
      attachmentBytes: async (chatId, messageId, attachmentId) => {
        this.asked.push(['bytes', chatId, messageId, attachmentId]);
        return null;
      },
      addReaction: write('addReaction'),
      removeReaction: write('removeReaction'),
      editMessage: write('editMessage'),
      deleteMessage: write('deleteMessage'),
    };
  }

  private source<T>(items: () => readonly T[]): PageSource<T> {
    return {
      name: 'all',
      maxPageSize: 1000,
      kind: 'whole',
      fetch: async () => ({ items: items(), next: null }),
      idOf: () => '',
      timeOf: () => null,
    };
  }
}

/** What a gateway is made of as far as names go, over a store that may be opened again. */
export interface Gateway {
  readonly store: Store;
  readonly names: OutboxNames;
  readonly outbox: Outbox;
  readonly events: OwnedEventLog;
  readonly provider: Provider;
  readonly port: AccountPort;
}

export async function openGateway(
  vendor: Vendor,
  url: string | Store,
  now: () => number,
  load: NonNullable<NamesOptions['load']> = async () => null,
): Promise<Gateway> {
  const store = typeof url === 'string' ? await openStore(url, silentLog) : url;
  const names = openNames(store, { now, load });
  const events = namedLog(await openEventLog(store, { now }), names);
  const outbox = openOutbox(store, { log: silentLog, names, now });
  const provider = namedProvider(vendor, names);
  return { store, names, outbox, events, provider, port: provider.open(account) };
}

/** A send to the chat; the vendor answers with these ids. */
export function sendOf(
  text: string | null,
  answer: () => Promise<{ messageIds: string[]; chatId: string | null }>,
  rest: Partial<Dispatch> & { readonly files?: number } = {},
): Dispatch {
  const { files = 0, ...given } = rest;
  const from = given.account ?? account;
  return {
    account: from,
    kind: 'SEND',
    chatId: chat.chatId,
    clientMessageId: null,
    request: { text },
    perform: answer,
    compose: ({ messageId, chatId, sentAt }) =>
      messageOf({ ...from, chatId }, messageId, {
        direction: 'OUTBOUND',
        text,
        sentAt,
        attachments: Array.from({ length: files }, (_, index) =>
          file({ ...from, chatId }, messageId, `sent-${index}`),
        ),
      }),
    ...given,
  };
}

export function file(of: ChatRef, messageId: string, attachmentId: string): Message['attachments'][number] {
  return {
    connectionId: of.connectionId,
    accountId: of.accountId,
    chatId: of.chatId,
    messageId,
    attachmentId,
    type: 'FILE',
    filename: 'a.pdf',
    mimeType: null,
    sizeBytes: null,
    isUnavailable: false,
  };
}

export const unnamed = async () => ({ messageIds: [], chatId: null });

/** The vendor tells of a message. */
export function echo(message: Message): IncomingEvent {
  return {
    event: { type: 'MESSAGE_CREATED', isBackfill: false, ...of(message), message },
    identity: messageOnce('created', message),
  };
}

type AboutMessage = Extract<MessagingEvent, { readonly message: Message | null }>;

/** Something happens to a message, of which the vendor tells its id only. */
export function happens(
  type: 'MESSAGE_DELIVERED' | 'MESSAGE_EDITED' | 'MESSAGE_DELETED',
  message: Message,
): IncomingEvent {
  const event: AboutMessage = { type, ...of(message), message: null };
  return {
    event,
    identity:
      type === 'MESSAGE_DELETED' ? messageOnce('deleted', message) : { once: `${type} ${message.messageId}` },
  };
}

const of = ({ accountId, chatId, messageId, sentAt }: Message) => ({
  accountId,
  chatId,
  messageId,
  at: sentAt,
});

/** The ids in all events of the log, of the event and of its message. */
export async function loggedIds(events: OwnedEventLog): Promise<string[][]> {
  return (await events.read(0, 1000)).flatMap(({ event }) =>
    'messageId' in event && event.messageId !== null
      ? [[event.type, event.messageId, ...(event.message === null ? [] : [event.message.messageId])]]
      : [],
  );
}

/** The ids that a list of the chat shows. */
export async function listedIds(port: AccountPort, chatId = chat.chatId): Promise<string[]> {
  const page = await port.messages(chatId, {}).fetch(null, 1000, caller().call);
  return page.items.map((message) => message.messageId);
}
