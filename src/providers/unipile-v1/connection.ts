import type { Account } from '../../messaging/account.ts';
import type { Attendee } from '../../messaging/attendee.ts';
import type { Chat } from '../../messaging/chat.ts';
import type { Message } from '../../messaging/message.ts';
import type { Client } from './client.ts';
import { toAttendee } from './convert-attendee.ts';
import { toChat } from './convert-chat.ts';
import { detailsOf } from './convert-inbox.ts';
import { toMessage } from './convert-message.ts';
import { Directory } from './directory.ts';
import { Synchronizations } from './synchronizing.ts';
import type * as wire from './wire.ts';

/**
 * What the provider of one connection, its ports and its webhooks share. Everything that was read passes here: what is
 * of other accounts than those that were asked about is dropped, and the directory learns from the rest.
 */
export class Connection {
  readonly id: string;
  readonly client: Client;
  readonly directory: Directory;
  /** Unix milliseconds. */
  readonly now: () => number;
  private readonly accounts = new Map<string, Account>();
  private readonly synchronizing = new Map<string, Synchronizations>();

  constructor(id: string, client: Client, now: () => number) {
    this.id = id;
    this.client = client;
    this.now = now;
    this.directory = new Directory(now);
  }

  remember(account: Account): void {
    this.accounts.set(account.accountId, account);
    this.directory.learnOwnerIds(account.accountId, [account.ownerId]);
  }

  /** As it was listed or opened last. */
  account(accountId: string): Account | null {
    return this.accounts.get(accountId) ?? null;
  }

  synchronizations(accountId: string): Synchronizations {
    const open = this.synchronizing.get(accountId);
    if (open !== undefined) return open;
    const synchronizations = new Synchronizations(accountId, this.client, this.now);
    this.synchronizing.set(accountId, synchronizations);
    return synchronizations;
  }

  chats(chats: readonly wire.Chat[], accountIds: readonly string[]): Chat[] {
    return of(accountIds, chats).map((chat) => {
      this.directory.learnChat(chat.id, chat.account_id);
      const account = this.account(chat.account_id);
      return {
        ...toChat(this.id, chat, account && detailsOf(account), this.now()),
        syncStatus: this.synchronizing.get(chat.account_id)?.statusOf(chat.id) ?? null,
      };
    });
  }

  messages(messages: readonly wire.Message[], accountIds: readonly string[]): Message[] {
    return of(accountIds, messages).map((message) => {
      const { account_id: accountId, sender_id: senderId, sender_attendee_id: unipileId } = message;
      this.directory.learnMessage({ accountId, chatId: message.chat_id, messageId: message.id });
      if (senderId && unipileId) this.directory.learnNames(accountId, senderId, { unipileId });
      if (message.is_sender) this.directory.learnOwnerIds(accountId, [senderId, unipileId]);
      return toMessage(this.id, message);
    });
  }

  attendees(attendees: readonly wire.Attendee[], accountIds: readonly string[]): Attendee[] {
    return of(accountIds, attendees).map((found) => {
      const { id: unipileId, account_id: accountId, provider_id: providerId } = found;
      const attendee = toAttendee(this.id, found, this.account(accountId)?.network ?? 'UNKNOWN');
      this.directory.learnNames(accountId, providerId, { unipileId });
      if (attendee.isSelf) this.directory.learnOwnerIds(accountId, [providerId, unipileId]);
      this.directory.learnAttendee(attendee);
      return attendee;
    });
  }
}

function of<Item extends { readonly account_id: string }>(
  accountIds: readonly string[],
  items: readonly Item[],
): Item[] {
  const wanted = new Set(accountIds);
  return items.filter(({ account_id }) => wanted.has(account_id));
}
