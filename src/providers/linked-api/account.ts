import type { Account } from '../../messaging/account.ts';
import type { Attendee, AttendeeQuery } from '../../messaging/attendee.ts';
import type { Call } from '../../messaging/call.ts';
import type { Chat, ChatFilter, SyncStatus } from '../../messaging/chat.ts';
import { notFound, notSupported } from '../../messaging/errors.ts';
import type { Inbox, Product } from '../../messaging/inbox.ts';
import type { Message, MessageFilter } from '../../messaging/message.ts';
import type { PageSource } from '../../messaging/page.ts';
import type { AccountPort, SynchronizedConversation } from '../../messaging/provider.ts';
import type { SendRequest, Sent, Started, StartRequest } from '../../messaging/send.ts';
import * as capabilities from './capabilities.ts';
import { changesSince } from './changes.ts';
import { channelOfProduct, toInbox } from './channels.ts';
import type { Connection } from './connection.ts';
import { detailsOf, isShown, OWNER_ID, toAttendee, toChat, toOwner, toStranger } from './convert.ts';
import { type Conversation, isAt } from './people.ts';
import { type Profile, profileOf } from './profile-url.ts';
import { send, startChat } from './sending.ts';
import { wholeAttendees, wholeChats } from './sources.ts';
import { synchronizeChat, synchronizeConversations } from './synchronizing.ts';

/**
 * The account of a Linked API connection. Its chats are the conversations that are followed; what linked-api.md §11
 * lists as missing has no method.
 */
export class LinkedApiAccount implements AccountPort {
  readonly account: Account;
  readonly pollEveryMs: number;
  private readonly connection: Connection;

  constructor(account: Account, connection: Connection) {
    this.account = account;
    this.connection = connection;
    this.pollEveryMs = connection.pollEveryMs;
  }

  accountCapabilities() {
    return capabilities.accountCapabilities;
  }

  inboxCapabilities({ product }: Inbox) {
    return capabilities.inboxCapabilities(channelOfProduct(product));
  }

  chatCapabilities(_chat: Chat) {
    return capabilities.chatCapabilities;
  }

  async owner(_call: Call): Promise<Attendee> {
    return toOwner(this.account);
  }

  async inboxes(_call: Call): Promise<readonly Inbox[]> {
    const hasSalesNavigator = await this.connection.hasSalesNavigator();
    return (hasSalesNavigator ? (['st', 'nv'] as const) : (['st'] as const)).map((channel) =>
      toInbox(this.account, channel),
    );
  }

  chats(_filter: ChatFilter): PageSource<Chat> {
    return wholeChats(this.name, async () =>
      (await this.followed()).map((conversation) => toChat(this.account, conversation)),
    );
  }

  async chat(chatId: string, _call: Call): Promise<Chat | null> {
    const conversation = await this.conversation(chatId);
    return conversation && toChat(this.account, conversation);
  }

  messages(chatId: string, filter: MessageFilter): PageSource<Message> {
    return this.connection.histories.source(
      `${this.name}/${chatId}`,
      () => this.conversation(chatId),
      filter,
    );
  }

  async message(chatId: string, messageId: string, call: Call): Promise<Message | null> {
    const conversation = await this.conversation(chatId);
    return conversation && this.connection.histories.message(conversation, messageId, call);
  }

  attendeesOf(chat: Chat): PageSource<Attendee> {
    return wholeAttendees(`${this.name}/${chat.chatId}`, async () => {
      const conversation = await this.conversation(chat.chatId);
      return conversation ? [toAttendee(this.account, conversation), toOwner(this.account)] : [];
    });
  }

  attendees(): PageSource<Attendee> {
    return wholeAttendees(this.name, async () => {
      const people = new Map(
        (await this.followed()).map((one) => [one.url, toAttendee(this.account, one)] as const),
      );
      return [...people.values(), toOwner(this.account)];
    });
  }

  async attendee(attendeeId: string, _call: Call): Promise<Attendee | null> {
    if (attendeeId === OWNER_ID) return toOwner(this.account);
    const profile = profileOf(attendeeId);
    // Somebody may be asked for by another of their addresses, and is answered under it.
    return profile?.url === attendeeId ? { ...(await this.person(profile)), attendeeId } : null;
  }

  /**
   * Whoever is remembered; null where they are known to be nobody. Of all others only their page could tell, and a job that
   * opens it takes minutes: NOT_SUPPORTED.
   */
  async findAttendee(query: AttendeeQuery, _call: Call): Promise<Attendee | null> {
    if ('phoneNumber' in query) {
      throw notSupported('LinkedIn has no look-up by phone number.', 'phoneNumber');
    }
    const address = 'profileUrl' in query ? query.profileUrl : query.providerId;
    if (address === OWNER_ID) return toOwner(this.account);
    const profile = profileOf(address);
    if (profile === null) return null;
    if (profile.key === this.ownProfile?.key) return toOwner(this.account);
    const known = (await this.remembered()).filter((conversation) => isAt(conversation, profile.url));
    const [somebody] = known.filter(isShown);
    if (somebody !== undefined) return toAttendee(this.account, somebody);
    if (known.some(({ failure }) => failure?.code === 'NOT_FOUND')) return null;
    throw notSupported(
      'Linked API cannot look up somebody who is not followed. startChat and synchronizeConversations take the address as it is.',
      ...Object.keys(query),
    );
  }

  recipientAt(profileUrl: string): string | null {
    return profileOf(profileUrl)?.url ?? null;
  }

  chatsWith(attendeeId: string): PageSource<Chat> {
    return wholeChats(`${this.name}/${attendeeId}`, async () =>
      (await this.followed())
        .filter((conversation) => isAt(conversation, attendeeId))
        .map((conversation) => toChat(this.account, conversation)),
    );
  }

  async send(chat: Chat, request: SendRequest, call: Call): Promise<Sent> {
    return send(this.connection, await this.requireConversation(chat.chatId), request, call);
  }

  startChat(request: StartRequest, call: Call): Promise<Started> {
    return startChat(this.connection, request, this.ownProfile, call);
  }

  async synchronizeChat(chatId: string, call: Call): Promise<SyncStatus> {
    return synchronizeChat(this.connection, await this.requireConversation(chatId), call);
  }

  synchronizeConversations(
    profileUrls: readonly string[],
    product: Product,
    call: Call,
  ): Promise<readonly SynchronizedConversation[]> {
    return synchronizeConversations(this.connection, profileUrls, product, this.ownProfile, call);
  }

  changes(position: string | null, call: Call) {
    return changesSince(this.connection, position, call);
  }

  private get name(): string {
    return `${this.account.connectionId}/${this.account.accountId}`;
  }

  private get ownProfile(): Profile | null {
    return profileOf(detailsOf(this.account).ownerUrl ?? '');
  }

  private async followed(): Promise<Conversation[]> {
    return (await this.remembered()).filter(isShown);
  }

  private async remembered(): Promise<readonly Conversation[]> {
    await this.connection.followConfigured();
    return this.connection.people.all();
  }

  private async conversation(chatId: string): Promise<Conversation | null> {
    await this.connection.followConfigured();
    const conversation = await this.connection.people.get(chatId);
    return conversation !== null && isShown(conversation) ? conversation : null;
  }

  private async requireConversation(chatId: string): Promise<Conversation> {
    const conversation = await this.conversation(chatId);
    if (conversation === null) throw notFound('There is no such chat.');
    return conversation;
  }

  private async person(profile: Profile): Promise<Attendee> {
    if (profile.key === this.ownProfile?.key) return toOwner(this.account);
    const known = (await this.followed()).find((conversation) => isAt(conversation, profile.url));
    return known === undefined ? toStranger(this.account, profile) : toAttendee(this.account, known);
  }
}
