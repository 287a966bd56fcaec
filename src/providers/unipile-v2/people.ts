import type { Account } from '../../messaging/account.ts';
import type { Bytes } from '../../messaging/attachment.ts';
import type { Attendee, AttendeeQuery } from '../../messaging/attendee.ts';
import type { Call } from '../../messaging/call.ts';
import type { Chat } from '../../messaging/chat.ts';
import { type ErrorCode, failureOf, notSupported } from '../../messaging/errors.ts';
import { orNull } from './client.ts';
import type { Connection } from './connection.ts';
import { ownerOf } from './convert-attendee.ts';
import { everyPage } from './every-page.ts';
import { profileNameOf } from './profile-url.ts';

/** Failures of the owner's profile that the account's own record makes up for. */
const bearable: ReadonlySet<ErrorCode> = new Set([
  'NOT_FOUND',
  'INVALID_INPUT',
  'NOT_SUPPORTED',
  'ACCOUNT_DISCONNECTED',
]);

/** Who is who for one account: from what has been seen, else asked for. */
export class People {
  private readonly account: Account;
  private readonly connection: Connection;

  constructor(account: Account, connection: Connection) {
    this.account = account;
    this.connection = connection;
  }

  async owner(call: Call): Promise<Attendee | null> {
    const { ownerId } = this.account;
    try {
      const found = ownerId === null ? null : await this.attendee(ownerId, call);
      return found ?? ownerOf(this.account);
    } catch (error) {
      const code = failureOf(error)?.code;
      if (code !== undefined && bearable.has(code)) return ownerOf(this.account);
      throw error;
    }
  }

  async attendee(attendeeId: string, call: Call): Promise<Attendee | null> {
    const { accountId } = this.account;
    return this.connection.directory.attendee(accountId, attendeeId) ?? this.lookUp(attendeeId, call);
  }

  /** Anybody on the network. Throws NOT_SUPPORTED for names by which Unipile v2 cannot ask. */
  async find(query: AttendeeQuery, call: Call): Promise<Attendee | null> {
    if ('providerId' in query) return this.attendee(query.providerId, call);
    if ('phoneNumber' in query) {
      throw notSupported('Unipile v2 has no look-up by phone number.', 'phoneNumber');
    }
    if (this.account.network !== 'LINKEDIN') {
      throw notSupported('Only profiles of LinkedIn can be looked up by address.', 'profileUrl');
    }
    const name = profileNameOf(query.profileUrl);
    return name === null ? null : this.lookUp(name, call);
  }

  /** Who is in a chat: a direct one names the other side, groups have a list, at most 20 pages of it. */
  async ofChat({ chatId, kind }: Chat, call: Call): Promise<readonly Attendee[]> {
    const { client } = this.connection;
    const { accountId } = this.account;
    if (kind === 'DIRECT') {
      const chat = await client.getChat(accountId, chatId, call);
      const { attendees, counterpartId } = this.connection.chat(this.account, chat, null);
      if (attendees !== null || counterpartId === null) return attendees ?? [];
      const other = await this.attendee(counterpartId, call);
      return other === null ? [] : [other];
    }
    const participants = await everyPage(
      (query) => client.listParticipants(accountId, chatId, query, call),
      ({ user }) => user.id,
    );
    return participants.map(({ user, is_self }) =>
      this.connection.attendee(this.account, user, is_self ?? false),
    );
  }

  async picture(attendeeId: string, call: Call): Promise<Bytes | null> {
    const { accountId } = this.account;
    const known = () => this.connection.directory.attendeePicture(accountId, attendeeId);
    if (known() === null) await this.lookUp(attendeeId, call);
    const url = known();
    return url === null ? null : orNull(this.connection.client.getPicture(accountId, url, call));
  }

  private async lookUp(userId: string, call: Call): Promise<Attendee | null> {
    const user = await orNull(this.connection.client.getUser(this.account.accountId, userId, call));
    return user === null ? null : this.connection.attendee(this.account, user);
  }
}
