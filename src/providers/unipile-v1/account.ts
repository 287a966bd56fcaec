import type { Account } from '../../messaging/account.ts';
import type { Bytes } from '../../messaging/attachment.ts';
import type { Attendee, AttendeeQuery } from '../../messaging/attendee.ts';
import type { Call } from '../../messaging/call.ts';
import type { Chat, ChatFilter, SyncStatus } from '../../messaging/chat.ts';
import { failureOf, invalidInput, notFound, notSupported } from '../../messaging/errors.ts';
import type { Inbox } from '../../messaging/inbox.ts';
import type { Instant } from '../../messaging/instant.ts';
import type { Message, MessageFilter } from '../../messaging/message.ts';
import type { PageSource } from '../../messaging/page.ts';
import type { AccountPort, Changes } from '../../messaging/provider.ts';
import type { SendRequest, Sent, Started, StartRequest } from '../../messaging/send.ts';
import * as capabilities from './capabilities.ts';
import type { Page } from './client.ts';
import type { Connection } from './connection.ts';
import { toAccount } from './convert-account.ts';
import { detailsOf, toInboxes } from './convert-inbox.ts';
import { sendForm } from './forms.ts';
import { orNull, type People } from './people.ts';
import {
  attendeeSource,
  chatQuery,
  chatSource,
  messageQuery,
  messageSource,
  wholeAttendeeSource,
} from './sources.ts';
import { checkStart, isOfAnotherProduct, type LinkedInApi, linkedInApiOf, startForm } from './start.ts';
import type * as wire from './wire.ts';

/** One account of Unipile v1. Removing reactions and attendees, renaming, typing and InMail credits are not to be had there. */
export class UnipileV1Account implements AccountPort {
  readonly account: Account;
  /** Seldom: a synchronization that is under way asks for sooner by itself. */
  readonly pollEveryMs = 10 * 60_000;
  private readonly connection: Connection;
  private readonly people: People;
  private readonly pushes: boolean;

  /** `pushes`: webhooks are accepted. */
  constructor(account: Account, connection: Connection, people: People, pushes: boolean) {
    this.account = account;
    this.connection = connection;
    this.people = people;
    this.pushes = pushes;
  }

  accountCapabilities() {
    return capabilities.accountCapabilities(this.account, this.pushes);
  }

  inboxCapabilities(inbox: Inbox) {
    return capabilities.inboxCapabilities(this.account, inbox.product);
  }

  chatCapabilities(chat: Chat) {
    return capabilities.chatCapabilities(this.account, chat);
  }

  owner(call: Call): Promise<Attendee | null> {
    return this.people.owner(this.account, call);
  }

  async inboxes(call: Call): Promise<readonly Inbox[]> {
    const details = detailsOf(this.account) ?? (await this.readDetails(call));
    return details === null ? [] : toInboxes(this.account, details);
  }

  chats(filter: ChatFilter): PageSource<Chat> {
    const query = { ...chatQuery(filter), account_id: this.id };
    return chatSource(this.name, query, async (asked, call) =>
      this.chatPage(await this.client.listChats(asked, this.id, call)),
    );
  }

  async chat(chatId: string, call: Call): Promise<Chat | null> {
    const found = await orNull(this.client.getChat(chatId, this.id, call));
    const [chat = null] = this.connection.chats(found?.id === chatId ? [found] : [], [this.id]);
    return chat;
  }

  messages(chatId: string, filter: MessageFilter): PageSource<Message> {
    return messageSource(`${this.name}/${chatId}`, messageQuery(filter), async (asked, call) => {
      const page = await this.client.listChatMessages(chatId, asked, this.id, call);
      const { items, cursor } = this.messagePage(page);
      // Of another account's chat there is nothing to see, and nothing to go on with.
      const isForeign = items.length === 0 && page.items.length > 0;
      return {
        items: items.filter((message) => message.chatId === chatId),
        cursor: isForeign ? null : cursor,
      };
    });
  }

  async message(chatId: string, messageId: string, call: Call): Promise<Message | null> {
    const found = await orNull(this.client.getMessage(messageId, this.id, call));
    const [message] = this.connection.messages(found === null ? [] : [found], [this.id]);
    return message?.messageId === messageId && message.chatId === chatId ? message : null;
  }

  attendeesOf(chat: Chat): PageSource<Attendee> {
    return wholeAttendeeSource(`${this.name}/${chat.chatId}`, (call) => this.people.ofChat(chat, call));
  }

  allMessages(filter: MessageFilter): PageSource<Message> {
    const query = { ...messageQuery(filter), account_id: this.id };
    return messageSource(this.name, query, async (asked, call) => {
      const page = this.client.listMessages(asked, this.id, call);
      // A sender whom nobody knows has sent nothing.
      return this.messagePage(await (filter.senderId === undefined ? page : orNoItems(page)));
    });
  }

  attendees(): PageSource<Attendee> {
    return attendeeSource(this.name, { account_id: this.id }, async (asked, call) => {
      const { items, cursor } = await this.client.listAttendees(asked, this.id, call);
      return { items: this.connection.attendees(items, [this.id]), cursor };
    });
  }

  attendee(attendeeId: string, call: Call): Promise<Attendee | null> {
    return this.people.attendee(this.account, attendeeId, call);
  }

  findAttendee(query: AttendeeQuery, call: Call): Promise<Attendee | null> {
    return this.people.find(this.account, query, call);
  }

  chatsWith(attendeeId: string): PageSource<Chat> {
    return chatSource(`${this.name}/${attendeeId}`, { account_id: this.id }, async (asked, call) => {
      const id = await this.people.unipileId(this.account, attendeeId, call);
      if (id === null) return nothing;
      return this.chatPage(await orNoItems(this.client.listAttendeeChats(id, asked, this.id, call)));
    });
  }

  messagesFrom(attendeeId: string): PageSource<Message> {
    return messageSource(`${this.name}/${attendeeId}`, { account_id: this.id }, async (asked, call) => {
      const id = await this.people.unipileId(this.account, attendeeId, call);
      if (id === null) return nothing;
      return this.messagePage(await orNoItems(this.client.listAttendeeMessages(id, asked, this.id, call)));
    });
  }

  async attachmentBytes(
    chatId: string,
    messageId: string,
    attachmentId: string,
    call: Call,
  ): Promise<Bytes | null> {
    if (!(await this.hasMessage(chatId, messageId, call))) return null;
    return orNull(this.client.getAttachment(messageId, attachmentId, this.id, call));
  }

  async attendeePicture(attendeeId: string, call: Call): Promise<Bytes | null> {
    const id = await this.people.unipileId(this.account, attendeeId, call);
    return id === null ? null : orNull(this.client.getPicture(id, this.id, call));
  }

  async chatPicture(chatId: string, call: Call): Promise<Bytes | null> {
    if (!(await this.hasChat(chatId, call))) return null;
    return orNull(this.client.getPicture(chatId, this.id, call));
  }

  async send(chat: Chat, request: SendRequest, call: Call): Promise<Sent> {
    const form = await sendForm(this.id, this.account.network, request);
    return toSent(await this.client.sendMessage(chat.chatId, form, this.id, call));
  }

  async startChat(request: StartRequest, call: Call): Promise<Started> {
    const api = linkedInApiOf(this.account, request.inboxId);
    checkStart(request, api);
    const recipients: string[] = [];
    for (const id of request.recipientIds) recipients.push(await this.recipientId(id, api, request, call));
    const form = await startForm(this.account, api, recipients, request);
    const receipt = await this.client.startChat(form, this.id, call);
    const chatId = receipt?.chat_id || null;
    if (chatId !== null) this.connection.directory.learnChat(chatId, this.id);
    return { chatId, ...toSent(receipt) };
  }

  async forward(
    chatId: string,
    messageId: string,
    toChat: Chat,
    text: string | null,
    call: Call,
  ): Promise<Sent> {
    if (text !== null) throw notSupported('Unipile v1 forwards a message as it is.', 'text');
    const forward = () => this.client.forwardMessage(messageId, toChat.chatId, this.id, call);
    return toSent(await this.withMessage(chatId, messageId, call, forward));
  }

  async addReaction(chatId: string, messageId: string, value: string, call: Call): Promise<void> {
    await this.withMessage(chatId, messageId, call, () =>
      this.client.addReaction(messageId, value, this.id, call),
    );
  }

  async editMessage(chatId: string, messageId: string, text: string, call: Call): Promise<void> {
    await this.withMessage(chatId, messageId, call, () =>
      this.client.editMessage(messageId, text, this.id, call),
    );
  }

  async deleteMessage(chatId: string, messageId: string, call: Call): Promise<void> {
    await this.withMessage(chatId, messageId, call, () =>
      this.client.deleteMessage(messageId, this.id, call),
    );
  }

  setRead(chatId: string, read: boolean, call: Call): Promise<void> {
    return this.patch(chatId, 'setReadStatus', read, call);
  }

  setArchived(chatId: string, archived: boolean, call: Call): Promise<void> {
    return this.patch(chatId, 'setArchiveStatus', archived, call);
  }

  setPinned(chatId: string, pinned: boolean, call: Call): Promise<void> {
    return this.patch(chatId, 'setPinnedStatus', pinned, call);
  }

  async setMuted(
    chatId: string,
    mute: { readonly muted: false } | { readonly muted: true; readonly until: Instant | null },
    call: Call,
  ): Promise<void> {
    if (mute.muted && mute.until !== null) {
      throw notSupported('Unipile v1 mutes for good only, not until a time.', 'mutedUntil');
    }
    await this.patch(chatId, 'setMuteStatus', mute.muted, call);
  }

  addAttendee(chatId: string, providerId: string, call: Call): Promise<void> {
    return this.patch(chatId, 'addParticipant', providerId, call);
  }

  async deleteChat(chatId: string, call: Call): Promise<void> {
    await this.requireChat(chatId, call);
    await this.client.deleteChat(chatId, this.id, call);
  }

  async synchronizeChat(chatId: string, call: Call): Promise<SyncStatus> {
    await this.requireChat(chatId, call);
    const status = await this.connection.synchronizations(this.id).ask(chatId, call);
    if (status === null) throw notFound('The chat is gone.');
    return status;
  }

  /** Only how far synchronizations are: all else is pushed. Makes no call while none is under way. */
  changes(position: string | null, call: Call): Promise<Changes> {
    return this.connection.synchronizations(this.id).changes(position, call);
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

  private chatPage({ items, cursor }: Page<wire.Chat>): Page<Chat> {
    return { items: this.connection.chats(items, [this.id]), cursor };
  }

  private messagePage({ items, cursor }: Page<wire.Message>): Page<Message> {
    return { items: this.connection.messages(items, [this.id]), cursor };
  }

  private async readDetails(call: Call) {
    const found = toAccount(this.connection.id, await this.client.getAccount(this.id, call));
    return found && detailsOf(found);
  }

  private async patch(chatId: string, action: string, value: boolean | string, call: Call): Promise<void> {
    await this.requireChat(chatId, call);
    await this.client.patchChat(chatId, action, value, this.id, call);
  }

  // A key opens all of its accounts, so it is for us to see that a chat or a message is this one's.

  private async requireChat(chatId: string, call: Call): Promise<void> {
    if (!(await this.hasChat(chatId, call))) throw notFound('There is no such chat.');
  }

  /** Does something with a message. A refusal does not say that it is deleted (unipile-v1.md §7.2), so it is looked at then. */
  private async withMessage<Done>(
    chatId: string,
    messageId: string,
    call: Call,
    write: () => Promise<Done>,
  ): Promise<Done> {
    if (!(await this.hasMessage(chatId, messageId, call))) throw notFound('There is no such message.');
    try {
      return await write();
    } catch (error) {
      if (failureOf(error)?.code !== 'PROVIDER_REJECTED') throw error;
      const message = await this.message(chatId, messageId, call).catch(() => null);
      throw message?.isDeleted ? invalidInput('This message is deleted.', 'messageId') : error;
    }
  }

  private async hasChat(chatId: string, call: Call): Promise<boolean> {
    const accountId = this.connection.directory.accountOfChat(chatId);
    return accountId === null ? (await this.chat(chatId, call)) !== null : accountId === this.id;
  }

  private async hasMessage(chatId: string, messageId: string, call: Call): Promise<boolean> {
    const place = { accountId: this.id, chatId, messageId };
    const isThere = this.connection.directory.isThere(place);
    return isThere ?? (await this.message(chatId, messageId, call)) !== null;
  }

  /** The id that a recipient has where the chat starts: LinkedIn has one per product, Instagram one for messages. */
  private async recipientId(
    providerId: string,
    api: LinkedInApi | null,
    request: StartRequest,
    call: Call,
  ): Promise<string> {
    if (this.account.network === 'INSTAGRAM') {
      return this.people.startId(this.account, providerId, 'person', call);
    }
    if (api === null) return providerId;
    if (request.classic?.companyTopic) return this.people.startId(this.account, providerId, 'company', call);
    if (!isOfAnotherProduct(api, providerId)) return providerId;
    const profile = await orNull(this.client.getUser(providerId, { linkedin_api: api }, this.id, call));
    return profile?.provider_id ?? providerId;
  }
}

const nothing = { items: [], cursor: null };

async function orNoItems<Item>(page: Promise<Page<Item>>): Promise<Page<Item>> {
  return (await orNull(page)) ?? nothing;
}

function toSent(receipt: { readonly message_id: readonly string[] } | null): Sent {
  return { messageIds: receipt?.message_id ?? [] };
}
