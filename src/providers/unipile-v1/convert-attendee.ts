import type { Account, AccountRef, Network } from '../../messaging/account.ts';
import type { Attendee, AttendeeKind, NetworkDistance } from '../../messaging/attendee.ts';
import { meaning } from '../lenient.ts';
import { webAddress } from './convert-attachment.ts';
import type * as wire from './wire.ts';

// These networks name a picture's address where there is one; elsewhere only the picture route tells.
const namesPictures: readonly Network[] = ['LINKEDIN', 'INSTAGRAM'];

/** Somebody in a chat (unipile-v1.md §4.6). */
export function toAttendee(connectionId: string, attendee: wire.Attendee, network: Network): Attendee {
  const { specifics } = attendee;
  return {
    connectionId,
    accountId: attendee.account_id,
    attendeeId: attendee.provider_id,
    providerId: attendee.provider_id,
    kind: toAttendeeKind(specifics?.member_urn),
    name: attendee.name?.trim() || attendee.provider_id,
    isSelf: attendee.is_self ?? false,
    headline: specifics?.headline || specifics?.occupation || null,
    networkDistance: toDistance(specifics?.network_distance),
    profileUrl: webAddress(attendee.profile_url),
    hasPicture: Boolean(attendee.picture_url) || !namesPictures.includes(network),
  };
}

/** The sender in a webhook's body (§6.6). */
export function toSender(account: AccountRef, sender: wire.Sender, isSelf: boolean): Attendee {
  const { attendee_specifics: specifics, attendee_provider_id: providerId } = sender;
  return {
    connectionId: account.connectionId,
    accountId: account.accountId,
    attendeeId: providerId,
    providerId,
    kind: toAttendeeKind(specifics?.member_urn),
    name: sender.attendee_name?.trim() || providerId,
    isSelf,
    headline: specifics?.headline || specifics?.occupation || null,
    networkDistance: toDistance(specifics?.network_distance),
    profileUrl: webAddress(sender.attendee_profile_url),
    hasPicture: Boolean(sender.attendee_id),
  };
}

/** Anybody on the network (§6.3). A profile's picture has no route of its own, so it is not offered. */
export function toPerson(account: Account, profile: wire.Profile): Attendee {
  const { public_profile_url, profile_url, public_identifier } = profile;
  const names = [profile.first_name, profile.last_name].filter(Boolean).join(' ');
  return {
    ...stranger(account, profile.provider_id),
    name:
      profile.name?.trim() ||
      profile.full_name?.trim() ||
      names ||
      profile.username ||
      public_identifier ||
      profile.provider_id.replace(/@.*$/, ''),
    headline: profile.headline || null,
    networkDistance: toDistance(profile.network_distance),
    profileUrl: webAddress(public_profile_url) ?? webAddress(profile_url),
  };
}

/** A company on LinkedIn. */
export function toCompany(account: Account, company: wire.Company): Attendee {
  return {
    ...stranger(account, company.id),
    kind: 'ORGANIZATION',
    name: company.name?.trim() || company.id,
    headline: company.description || null,
    profileUrl: webAddress(company.profile_url),
  };
}

/** The owner as far as the account's own record tells; null where it does not even name them. */
export function ownerOf(account: Account): Attendee | null {
  return account.ownerId === null ? null : { ...stranger(account, account.ownerId), name: account.name };
}

function stranger(account: Account, providerId: string): Attendee {
  return {
    connectionId: account.connectionId,
    accountId: account.accountId,
    attendeeId: providerId,
    providerId,
    kind: 'PERSON',
    name: providerId,
    isSelf: providerId === account.ownerId,
    headline: null,
    networkDistance: null,
    profileUrl: null,
    hasPicture: false,
  };
}

function toAttendeeKind(urn: string | null | undefined): AttendeeKind {
  return urn && /company|organization/i.test(urn) ? 'ORGANIZATION' : 'PERSON';
}

const distances: Readonly<Record<string, NetworkDistance>> = {
  DISTANCE_1: 'FIRST',
  DISTANCE_2: 'SECOND',
  DISTANCE_3: 'THIRD',
  FIRST_DEGREE: 'FIRST',
  SECOND_DEGREE: 'SECOND',
  THIRD_DEGREE: 'THIRD',
  OUT_OF_NETWORK: 'OUT_OF_NETWORK',
};

function toDistance(distance: string | null | undefined): NetworkDistance | null {
  return meaning(distances, distance);
}
