import type { Account } from './account.ts';
import type { Chat } from './chat.ts';
import { SINGLE } from './chat.ts';
import type { Attendee, Contact } from './contact.ts';
import { type Message, newestFirst } from './message.ts';

/** Everything that the sandbox's vendor holds. */
export class World {
  readonly accounts = new Map<string, Account>();
  readonly attendees = new Map<string, Attendee>();
  readonly chats = new Map<string, Chat>();
  readonly messages = new Map<string, Message>();
  /** Everybody who can be found, known or not. */
  readonly contacts: Contact[] = [];
  readonly deletedChatIds = new Set<string>();
  /** All messages, newest first. */
  private all: Message[] = [];
  private readonly byChat = new Map<string, Message[]>();

  /** Adds many at once; faster than one by one. */
  addMessages(messages: readonly Message[]): void {
    for (const message of messages) {
      this.messages.set(message.id, message);
      this.messagesOf(message.chatId).push(message);
    }
    this.all = [...this.all, ...messages].sort(newestFirst);
    for (const chatId of new Set(messages.map((message) => message.chatId))) {
      this.messagesOf(chatId).sort(newestFirst);
    }
  }

  addMessage(message: Message): void {
    this.messages.set(message.id, message);
    insert(this.all, message);
    insert(this.messagesOf(message.chatId), message);
  }

  /** Newest first, of everything; hidden from clients or not. */
  allMessages(): readonly Message[] {
    return this.all;
  }

  /** Newest first. */
  messagesOf(chatId: string): Message[] {
    const known = this.byChat.get(chatId);
    if (known !== undefined) return known;
    const fresh: Message[] = [];
    this.byChat.set(chatId, fresh);
    return fresh;
  }

  removeChat(chatId: string): void {
    this.chats.delete(chatId);
    this.deletedChatIds.add(chatId);
    for (const message of this.messagesOf(chatId)) this.messages.delete(message.id);
    this.byChat.delete(chatId);
    this.all = this.all.filter((message) => message.chatId !== chatId);
  }

  removeAccount(accountId: string): void {
    for (const chat of [...this.chats.values()]) {
      if (chat.accountId === accountId) this.removeChat(chat.id);
    }
    for (const attendee of [...this.attendees.values()]) {
      if (attendee.accountId === accountId) this.attendees.delete(attendee.id);
    }
    this.accounts.delete(accountId);
  }

  /** The account of something that has one. Throws if the world is out of joint. */
  accountOf({ accountId }: { accountId: string }): Account {
    return must(this.accounts.get(accountId), `account ${accountId}`);
  }

  chatOf({ chatId }: { chatId: string }): Chat {
    return must(this.chats.get(chatId), `chat ${chatId}`);
  }

  attendee(id: string): Attendee {
    return must(this.attendees.get(id), `attendee ${id}`);
  }

  selfOf(accountId: string): Attendee {
    for (const attendee of this.attendees.values()) {
      if (attendee.accountId === accountId && attendee.isSelf) return attendee;
    }
    throw new Error(`account ${accountId} has no owner`);
  }

  /** Everybody in a chat but the owner. */
  others(chat: Chat): Attendee[] {
    return chat.attendeeIds.map((id) => this.attendee(id)).filter((attendee) => !attendee.isSelf);
  }

  attendeeByProviderId(accountId: string, providerId: string): Attendee | undefined {
    for (const attendee of this.attendees.values()) {
      if (attendee.accountId === accountId && attendee.providerId === providerId) return attendee;
    }
    return undefined;
  }

  /** The owner's direct chat with somebody else, if there is one that can be written in; a page's mailbox is the page's. */
  directChatWith({ id }: Attendee): Chat | undefined {
    for (const chat of this.chats.values()) {
      const isOwners = chat.type === SINGLE && chat.readOnly === 0 && chat.organizationId === null;
      if (isOwners && chat.attendeeIds.includes(id)) return chat;
    }
    return undefined;
  }
}

function insert(messages: Message[], message: Message): void {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const there = messages[middle];
    if (there !== undefined && newestFirst(there, message) < 0) low = middle + 1;
    else high = middle;
  }
  messages.splice(low, 0, message);
}

function must<Found>(found: Found | undefined, what: string): Found {
  if (found === undefined) throw new Error(`the sandbox's world has no ${what}`);
  return found;
}
