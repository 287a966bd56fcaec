import type { Account } from '../../messaging/account.ts';
import type { Bytes } from '../../messaging/attachment.ts';
import type { Attendee, AttendeeQuery } from '../../messaging/attendee.ts';
import type { Call } from '../../messaging/call.ts';
import type { Chat, ChatFilter } from '../../messaging/chat.ts';
import { failureOf } from '../../messaging/errors.ts';
import type { Inbox } from '../../messaging/inbox.ts';
import type { Instant } from '../../messaging/instant.ts';
import type { Message, MessageFilter } from '../../messaging/message.ts';
import type { PageSource } from '../../messaging/page.ts';
import type { AccountPort, InMailCredits } from '../../messaging/provider.ts';
import type { SendRequest, Sent, Started, StartRequest } from '../../messaging/send.ts';
import { concurrently } from '../concurrently.ts';
import { whole } from '../lenient.ts';
import { familyOf, isListedIn, SENDS_NAME_MESSAGES } from './assumptions.ts';
import * as capabilities from './capabilities.ts';
import { orNull } from './client.ts';
import type { Connection } from './connection.ts';
import { FLAT_INBOX, flatInbox, inboxesToRead, productOf, toInboxes } from './inboxes.ts';
import { People } from './people.ts';
import {
  attendeeSource,
  chatQuery,
  chatSource,
  messageQuery,
  messageSource,
  wholeSource,
} from './sources.ts';
import { requireUserOf, sendBody, startBody } from './start.ts';

const INBOXES_KNOWN_FOR_MS = 10 * 60_000;
const AT_ONCE = 4;

/** One account of Unipile v2. Every route names the account, so Unipile itself sees to it that a chat is this one's. */
export class UnipileV2Account implements AccountPort {
  readonly account: Account;
  private readonly connection: Connection;
  private readonly people: People;
  private readonly pushes: () => boolean;
  private known: { readonly inboxes: readonly Inbox[]; readonly until: number } | null = null;

  /** `pushes`: whether webhooks are accepted at present. */
  constructor(account: Account, connection: Connection, pushes: () => boolean) {
    this.account = account;
    this.connection = connection;
    this.people = new People(account, connection);
    this.pushes = pushes;
  }

  accountCapabilities() {
    return capabilities.accountCapabilities(this.account, this.pushes());
  }

  inboxCapabilities(inbox: Inbox) {
    return capabilities.inboxCapabilities(inbox);
  }

  chatCapabilities(chat: Chat) {
    return capabilities.chatCapabilities(chat);
  }

  owner(call: Call): Promise<Attendee | null> {
    return this.people.owner(call);
  }

  async inboxes(call: Call): Promise<readonly Inbox[]> {
    if (!this.hasInboxes) return [flatInbox(this.account)];
    const inboxes = toInboxes(this.account, (await this.client.listInboxes(this.id, call)).items);
    this.known = { inboxes, until: this.connection.now() + INBOXES_KNOWN_FOR_MS };
    return inboxes;
  }

  /** Of one inbox; where the filter names none, of Classic's primary one. `chatSources` is for all of them. */
  chats(filter: ChatFilter): PageSource<Chat> {
    if (!this.hasInboxes) return this.flatChats(filter);
    return this.inboxChats(filter.inboxId ?? 'CLASSIC_PRIMARY');
  }

  async chatSources(filter: ChatFilter, call: Call): Promise<readonly PageSource<Chat>[]> {
    if (!this.hasInboxes) return [this.flatChats(filter)];
    const known = this.known !== null && this.known.until > this.connection.now() ? this.known.inboxes : null;
    const inboxes = known ?? (await this.inboxes(call));
    const ids = inboxes.map(({ inboxId }) => inboxId);
    const read = inboxesToRead(ids, filter);
    return read.map((inboxId, place) => this.inboxChats(inboxId, read.slice(0, place)));
  }

  async chat(chatId: string, call: Call): Promise<Chat | null> {
    const found = await orNull(this.client.getChat(this.id, chatId, call));
    return found?.id === chatId ? this.connection.chat(this.account, found, null) : null;
  }

  messages(chatId: string, filter: MessageFilter): PageSource<Message> {
    const product = this.connection.productOf(this.account, chatId);
    const query = messageQuery(this.account, filter);
    return messageSource(`${this.name}/${chatId}`, product, query, async (asked, call) => {
      const page = await this.client.listMessages(this.id, chatId, asked, call);
      const ofChat = page.items.filter((message) => message.chat_id === chatId);
      return { ...page, items: ofChat.map((message) => this.connection.message(this.account, message)) };
    });
  }

  /** Where a message cannot be asked for (Recruiter, Sales Navigator), the newest pages of its chat are searched. */
  async message(chatId: string, messageId: string, call: Call): Promise<Message | null> {
    const search = () => {
      const messages = this.messages(chatId, {});
      return orNull(this.connection.searches.find(this.id, chatId, messages, messageId, call));
    };
    const product = this.connection.productOf(this.account, chatId);
    if (product === 'LINKEDIN_RECRUITER' || product === 'LINKEDIN_SALES_NAVIGATOR') return search();
    try {
      const found = await orNull(this.client.getMessage(this.id, chatId, messageId, call));
      const isIt = found?.id === messageId && found.chat_id === chatId;
      return isIt ? this.connection.message(this.account, found) : null;
    } catch (error) {
      if (failureOf(error)?.code === 'NOT_SUPPORTED') return search();
      throw error;
    }
  }

  attendeesOf(chat: Chat): PageSource<Attendee> {
    return attendeeSource(`${this.name}/${chat.chatId}`, (call) => this.people.ofChat(chat, call));
  }

  attendee(attendeeId: string, call: Call): Promise<Attendee | null> {
    return this.people.attendee(attendeeId, call);
  }

  findAttendee(query: AttendeeQuery, call: Call): Promise<Attendee | null> {
    return this.people.find(query, call);
  }

  chatsWith(attendeeId: string): PageSource<Chat> {
    const get = async (call: Call) => {
      const found = await orNull(this.client.listUserChats(this.id, attendeeId, call));
      const ids = [...new Set((found?.items ?? []).map(({ chat_id }) => chat_id))];
      const chats = await concurrently(AT_ONCE, ids, (chatId) => this.chat(chatId, call));
      return chats.flatMap((chat) => (chat?.kind === 'DIRECT' ? [chat] : []));
    };
    return wholeSource(
      `${this.name}/with/${attendeeId}`,
      get,
      ({ chatId }) => chatId,
      ({ lastActivityAt }) => lastActivityAt,
    );
  }

  attachmentBytes(
    chatId: string,
    messageId: string,
    attachmentId: string,
    call: Call,
  ): Promise<Bytes | null> {
    return orNull(this.client.getAttachment(this.id, chatId, messageId, attachmentId, call));
  }

  attendeePicture(attendeeId: string, call: Call): Promise<Bytes | null> {
    return this.people.picture(attendeeId, call);
  }

  async chatPicture(chatId: string, call: Call): Promise<Bytes | null> {
    const known = () => this.connection.directory.chatPicture(this.id, chatId);
    if (known() === null) await this.chat(chatId, call);
    const url = known();
    return url === null ? null : orNull(this.client.getPicture(this.id, url, call));
  }

  async inMailCredits(call: Call): Promise<InMailCredits | null> {
    if (!this.hasInboxes) return null;
    const { credits } = await this.client.getInMailCredits(this.id, call);
    return {
      classic: whole(credits.classic),
      salesNavigator: whole(credits.sales_navigator),
      recruiter: whole(credits.recruiter),
    };
  }

  async send(chat: Chat, request: SendRequest, call: Call): Promise<Sent> {
    const body = await sendBody(request);
    const { chatId } = chat;
    return toSent(await this.saying(chatId, this.client.sendMessage(this.id, chatId, body, call)));
  }

  async startChat(request: StartRequest, call: Call): Promise<Started> {
    const { inboxId } = request;
    const body = await startBody(productOf(inboxId), request);
    const receipt =
      inboxId === FLAT_INBOX
        ? await this.client.startChat(this.id, body, call)
        : await this.client.startChatFromInbox(this.id, inboxId, body, call);
    const chatId = receipt?.chat_id || null;
    if (chatId !== null) {
      this.connection.directory.learnChat(this.id, chatId, inboxId, null);
      this.connection.searches.forget(this.id, chatId);
    }
    return { chatId, ...toSent(receipt) };
  }

  async forward(
    chatId: string,
    messageId: string,
    toChat: Chat,
    text: string | null,
    call: Call,
  ): Promise<Sent> {
    const body = { chat_id: toChat.chatId, text: text ?? undefined };
    const forwarded = this.client.forwardMessage(this.id, chatId, messageId, body, call);
    return toSent(await this.saying(toChat.chatId, forwarded));
  }

  addReaction(chatId: string, messageId: string, value: string, call: Call): Promise<void> {
    return this.saying(chatId, this.client.addReaction(this.id, chatId, messageId, value, call));
  }

  removeReaction(chatId: string, messageId: string, value: string, call: Call): Promise<void> {
    return this.saying(chatId, this.client.removeReaction(this.id, chatId, messageId, value, call));
  }

  editMessage(chatId: string, messageId: string, text: string, call: Call): Promise<void> {
    return this.saying(chatId, this.client.modifyMessage(this.id, chatId, messageId, text, call));
  }

  deleteMessage(chatId: string, messageId: string, call: Call): Promise<void> {
    return this.saying(chatId, this.client.deleteMessage(this.id, chatId, messageId, call));
  }

  setRead(chatId: string, read: boolean, call: Call): Promise<void> {
    return this.client.updateChat(this.id, chatId, { read_status: read }, call);
  }

  setArchived(chatId: string, archived: boolean, call: Call): Promise<void> {
    return this.client.updateChat(this.id, chatId, { archive_status: archived }, call);
  }

  setPinned(chatId: string, pinned: boolean, call: Call): Promise<void> {
    return this.client.updateChat(this.id, chatId, { pin_status: pinned }, call);
  }

  setMuted(
    chatId: string,
    mute: { readonly muted: false } | { readonly muted: true; readonly until: Instant | null },
    call: Call,
  ): Promise<void> {
    return this.client.updateChat(this.id, chatId, { muted_until: mute.muted && (mute.until ?? true) }, call);
  }

  rename(chatId: string, title: string, call: Call): Promise<void> {
    return this.client.updateChat(this.id, chatId, { name: title }, call);
  }

  deleteChat(chatId: string, call: Call): Promise<void> {
    return this.client.deleteChat(this.id, chatId, call);
  }

  async addAttendee(chatId: string, providerId: string, call: Call): Promise<void> {
    requireUserOf(this.connection.productOf(this.account, chatId), providerId, 'attendee');
    return this.client.addParticipant(this.id, chatId, providerId, call);
  }

  removeAttendee(chatId: string, attendeeId: string, call: Call): Promise<void> {
    return this.client.removeParticipant(this.id, chatId, attendeeId, call);
  }

  setTyping(chatId: string, call: Call): Promise<void> {
    return this.client.setTyping(this.id, chatId, call);
  }

  private get id(): string {
    return this.account.accountId;
  }

  private get name(): string {
    return `${this.account.connectionId}/${this.id}`;
  }

  private get client() {
    return this.connection.client;
  }

  /** Only LinkedIn has them; other networks have the flat routes. */
  private get hasInboxes(): boolean {
    return this.account.network === 'LINKEDIN';
  }

  /** A write that changes messages of a chat; whatever came of it, it may have been done. */
  private saying<T>(chatId: string, written: Promise<T>): Promise<T> {
    return written.finally(() => this.connection.searches.forget(this.id, chatId));
  }

  private listName(inboxId: string): string {
    return `${this.name}/${inboxId}`;
  }

  /** `before`: the inboxes that come before it in the same list, and show what they have in common. */
  private inboxChats(inboxId: string, before: readonly string[] = []): PageSource<Chat> {
    const source = chatSource(this.listName(inboxId), productOf(inboxId), {}, async (asked, call) => {
      const page = await this.client.listInboxChats(this.id, inboxId, asked, call);
      return { ...page, items: page.items.map((chat) => this.connection.chat(this.account, chat, inboxId)) };
    });
    const relatives = before.filter((other) => familyOf(other) === familyOf(inboxId));
    const leavesTo = ({ inboxIds = [] }: Chat) => {
      const shownIn = relatives.find((other) => isListedIn(other, inboxIds));
      return shownIn === undefined ? null : this.listName(shownIn);
    };
    return { ...source, leavesTo };
  }

  private flatChats(filter: ChatFilter): PageSource<Chat> {
    return chatSource(this.name, 'MESSAGING', chatQuery(filter), async (asked, call) => {
      const page = await this.client.listChats(this.id, asked, call);
      return { ...page, items: page.items.map((chat) => this.connection.chat(this.account, chat, null)) };
    });
  }
}

function toSent(receipt: { readonly message_id: readonly string[] } | null): Sent {
  return { messageIds: receipt !== null && SENDS_NAME_MESSAGES ? receipt.message_id : [] };
}
