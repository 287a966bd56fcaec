import type { Account } from '../../messaging/account.ts';
import type { Attendee } from '../../messaging/attendee.ts';
import type { Chat } from '../../messaging/chat.ts';
import type { Product } from '../../messaging/inbox.ts';
import type { Message } from '../../messaging/message.ts';
import { inboxOfChatId, primaryOf, productOfInbox } from './assumptions.ts';
import type { Client } from './client.ts';
import { toAttendee } from './convert-attendee.ts';
import { toChat } from './convert-chat.ts';
import { toMessage } from './convert-message.ts';
import { Directory } from './directory.ts';
import { FLAT_INBOX, productOf } from './inboxes.ts';
import { MessageSearches } from './message-searches.ts';
import type { Viewpoint } from './viewpoint.ts';
import type * as wire from './wire.ts';

/** What the provider of one connection, its ports and its webhooks share. What was read is converted here, and learned from. */
export class Connection {
  readonly id: string;
  readonly client: Client;
  readonly directory: Directory;
  readonly searches = new MessageSearches();
  /** Unix milliseconds. */
  readonly now: () => number;
  private readonly accounts = new Map<string, Account>();

  constructor(id: string, client: Client, now: () => number) {
    this.id = id;
    this.client = client;
    this.now = now;
    this.directory = new Directory(now);
  }

  remember(account: Account): void {
    this.accounts.set(account.accountId, account);
  }

  /** As it was listed or opened last. */
  account(accountId: string): Account | null {
    return this.accounts.get(accountId) ?? null;
  }

  viewpoint(account: Account): Viewpoint {
    return { account, serves: (url) => this.client.serves(url) };
  }

  /** `listedIn`: the inbox whose list held it; null where it was asked for by itself. */
  chat(account: Account, chat: wire.Chat, listedIn: string | null): Chat {
    const told = this.inboxOf(account, chat, listedIn);
    this.directory.learnChat(account.accountId, chat.id, told, chat.image_url || null);
    if (chat.user) this.attendee(account, chat.user);
    for (const { user, is_self } of chat.participants) this.attendee(account, user, is_self ?? false);
    const place = { inboxId: told ?? inboxOfChatId(chat.id), listedIn };
    return toChat(this.viewpoint(account), chat, place, this.now());
  }

  message(account: Account, message: wire.Message): Message {
    const found = toMessage(this.viewpoint(account), message);
    if (message.sender) this.attendee(account, message.sender, found.direction === 'OUTBOUND');
    return found;
  }

  attendee(account: Account, user: wire.User, isOwner = false): Attendee {
    const attendee = toAttendee(this.viewpoint(account), user, isOwner);
    this.directory.learnAttendee(attendee, user.private_picture_download_url || null);
    return attendee;
  }

  /** How lists of the chat are paged, and what can be done in it, follow from its product. */
  productOf(account: Account, chatId: string): Product {
    if (account.network !== 'LINKEDIN') return 'MESSAGING';
    return productOf(this.directory.inboxOf(account.accountId, chatId) ?? inboxOfChatId(chatId));
  }

  /** Null where nothing but the chat's own id tells it. */
  private inboxOf(account: Account, chat: wire.Chat, listedIn: string | null): string | null {
    if (account.network !== 'LINKEDIN') return FLAT_INBOX;
    const known = listedIn ?? this.directory.inboxOf(account.accountId, chat.id);
    const told = known ?? chat.folders.find((folder) => productOfInbox(folder) !== 'UNKNOWN');
    return told === undefined ? null : primaryOf(told);
  }
}
