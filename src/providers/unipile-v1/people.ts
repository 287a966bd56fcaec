import type { Account } from '../../messaging/account.ts';
import type { Attendee, AttendeeQuery } from '../../messaging/attendee.ts';
import type { Call } from '../../messaging/call.ts';
import type { ChatRef } from '../../messaging/chat.ts';
import { type ErrorCode, failureOf, notSupported } from '../../messaging/errors.ts';
import { MAX_PAGE_SIZE } from './client.ts';
import type { Connection } from './connection.ts';
import { whatsAppId } from './convert-account.ts';
import { ownerOf, toCompany, toPerson } from './convert-attendee.ts';
import { networkTraits } from './networks.ts';
import { profileNameOf } from './profile-url.ts';
import { isPersonId } from './start.ts';

const SCAN_PAGES = 2;
const SCAN_EVERY_MS = 15 * 60_000;
/** From so many unknown people on, a list of everybody is cheaper than asking for each. */
const WORTH_A_SCAN = 3;

interface Scan {
  readonly beganAt: number;
  pages: number;
  cursor: string | null;
}

interface Wanted {
  readonly accountId: string;
  readonly attendeeId: string;
}

/** Who is who, of all accounts of a connection: from what has been seen, else asked for. */
export class People {
  private readonly connection: Connection;
  private readonly scans = new Map<string | null, Scan>();

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Reads ahead in the list of all attendees where many are unknown: two pages in a quarter of an hour, not more. */
  async meet(wanted: readonly Wanted[], call: Call): Promise<void> {
    const { client, directory, now } = this.connection;
    const isUnknown = ({ accountId, attendeeId }: Wanted) =>
      directory.attendee(accountId, attendeeId) === null;
    const unknown = wanted.filter(isUnknown);
    if (unknown.length < WORTH_A_SCAN) return;
    const [scope = null, another] = new Set(unknown.map(({ accountId }) => accountId));
    const account = another === undefined ? scope : null;
    let scan = this.scans.get(account);
    if (scan === undefined || now() - scan.beganAt >= SCAN_EVERY_MS) {
      scan = { beganAt: now(), pages: 0, cursor: null };
      this.scans.set(account, scan);
    }
    while (scan.pages < SCAN_PAGES && (scan.pages === 0 || scan.cursor !== null) && unknown.some(isUnknown)) {
      const from = scan.cursor === null ? { account_id: account } : { cursor: scan.cursor };
      const page = await client.listAttendees({ ...from, limit: MAX_PAGE_SIZE }, account, call);
      scan.pages += 1;
      scan.cursor = page.cursor;
      const accountIds = page.items.map(({ account_id }) => account_id);
      this.connection.attendees(page.items, accountIds);
    }
  }

  /** All attendees of one chat, the owner last. */
  async ofChat({ accountId, chatId }: ChatRef, call: Call): Promise<Attendee[]> {
    const { items } = await this.connection.client.listChatAttendees(chatId, accountId, call);
    return ownerLast(this.connection.attendees(items, [accountId]));
  }

  /** Somebody in a chat of the account, else (who was found and not yet written to) anybody on the network. */
  async attendee(account: Account, attendeeId: string, call: Call): Promise<Attendee | null> {
    const inChats = await this.inChats(account, attendeeId, call);
    if (inChats !== null) return inChats;
    const isCompany = account.network === 'LINKEDIN' && !isPersonId(attendeeId);
    const found = isCompany
      ? this.company(account, attendeeId, call)
      : this.lookUp(account, attendeeId, call);
    return orNull(found, 'NOT_SUPPORTED', 'ACCOUNT_DISCONNECTED');
  }

  /** Unipile's id of an attendee; null where the account has none of that id. */
  async unipileId(account: Account, attendeeId: string, call: Call): Promise<string | null> {
    const { directory } = this.connection;
    const { unipileId } = directory.namesOf(account.accountId, attendeeId);
    if (unipileId !== undefined) return unipileId;
    await this.inChats(account, attendeeId, call);
    return directory.namesOf(account.accountId, attendeeId).unipileId ?? null;
  }

  /** The owner: as an attendee, else by their own profile where the network has one, else as the account's record has them. */
  async owner(account: Account, call: Call): Promise<Attendee | null> {
    const { client, directory } = this.connection;
    const { accountId, ownerId, network } = account;
    const known = this.ownerIfKnown(account) ?? (ownerId && (await this.inChats(account, ownerId, call)));
    if (known) return known;
    if (!networkTraits[network].hasOwnProfile) return ownerOf(account);
    const asked = client.getOwnProfile(accountId, call);
    const profile = await orNull(asked, 'NOT_FOUND', 'NOT_SUPPORTED', 'ACCOUNT_DISCONNECTED');
    if (profile === null) return ownerOf(account);
    const owner = { ...toPerson(account, profile), isSelf: true };
    directory.learnAttendee(owner);
    return owner;
  }

  /** The owner without asking; null where they have not been seen lately. */
  ownerIfKnown({ accountId, ownerId }: Account): Attendee | null {
    const { directory } = this.connection;
    return (ownerId === null ? null : directory.attendee(accountId, ownerId)) ?? directory.owner(accountId);
  }

  /** Anybody on the network, by a live look-up where they are not known (unipile-v1.md §6.3). */
  async find(account: Account, query: AttendeeQuery, call: Call): Promise<Attendee | null> {
    if ('providerId' in query) return this.attendee(account, query.providerId, call);
    if ('phoneNumber' in query) {
      if (!networkTraits[account.network].findsByPhone) {
        throw notSupported('This network has no look-up by phone number.', 'phoneNumber');
      }
      const { phoneNumber } = query;
      return this.lookUp(
        account,
        account.network === 'WHATSAPP' ? whatsAppId(phoneNumber) : phoneNumber,
        call,
      );
    }
    const name = profileNameOf(account.network, query.profileUrl);
    if (name === null) return null;
    return name.isCompany ? this.company(account, name.name, call) : this.lookUp(account, name.name, call);
  }

  /** What a chat is started with on networks that want another id than the one that people are known by (§5.2, §8.1). */
  async startId(account: Account, providerId: string, as: 'company' | 'person', call: Call): Promise<string> {
    const { directory } = this.connection;
    const known = directory.namesOf(account.accountId, providerId).startId;
    if (known !== undefined) return known;
    if (as === 'company') await this.company(account, providerId, call);
    else await this.lookUp(account, providerId, call);
    return directory.namesOf(account.accountId, providerId).startId ?? providerId;
  }

  /** Somebody in a chat of the account. */
  private async inChats(account: Account, attendeeId: string, call: Call): Promise<Attendee | null> {
    const { client, directory } = this.connection;
    const { accountId } = account;
    const known = directory.attendee(accountId, attendeeId);
    if (known !== null) return known;
    const { unipileId = attendeeId } = directory.namesOf(accountId, attendeeId);
    const found = await orNull(client.getAttendee(unipileId, accountId, call));
    const [attendee] = this.connection.attendees(found === null ? [] : [found], [accountId]);
    // WhatsApp has two ids for one person; who is asked for by one is answered under it.
    return attendee === undefined ? null : { ...attendee, attendeeId };
  }

  private async lookUp(account: Account, identifier: string, call: Call): Promise<Attendee | null> {
    const profile = await nobodyIsNull(
      this.connection.client.getUser(identifier, {}, account.accountId, call),
    );
    return profile && this.meetFound(toPerson(account, profile), profile.provider_messaging_id);
  }

  private async company(account: Account, identifier: string, call: Call): Promise<Attendee | null> {
    const company = await nobodyIsNull(
      this.connection.client.getCompany(identifier, account.accountId, call),
    );
    const startId = company?.messaging_id || company?.messaging?.id;
    return company && this.meetFound(toCompany(account, company), startId);
  }

  /** Somebody who was looked up; the attendee of a chat is better known than a profile tells. */
  private meetFound(found: Attendee, startId: string | null | undefined): Attendee {
    const { directory } = this.connection;
    const { accountId, attendeeId } = found;
    if (startId) directory.learnNames(accountId, attendeeId, { startId });
    const known = directory.attendee(accountId, attendeeId);
    if (known !== null) return known;
    directory.learnAttendee(found);
    return found;
  }
}

export function ownerLast(attendees: readonly Attendee[]): Attendee[] {
  return [...attendees.filter(({ isSelf }) => !isSelf), ...attendees.filter(({ isSelf }) => isSelf)];
}

/** Null where the provider says that it is not there. */
export async function orNull<T>(asked: Promise<T>, ...codes: readonly ErrorCode[]): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    const code = failureOf(error)?.code;
    if (code !== undefined && (codes.length === 0 ? code === 'NOT_FOUND' : codes.includes(code))) return null;
    throw error;
  }
}

function nobodyIsNull<T>(asked: Promise<T>): Promise<T | null> {
  return orNull(asked, 'NOT_FOUND', 'RECIPIENT_UNREACHABLE', 'INVALID_INPUT');
}
