import type { Account } from '../../messaging/account.ts';
import type { Attendee, AttendeeKind, NetworkDistance } from '../../messaging/attendee.ts';
import { meaning } from '../lenient.ts';
import type { Viewpoint } from './viewpoint.ts';
import type * as wire from './wire.ts';

const kinds: Readonly<Record<string, AttendeeKind>> = {
  individual: 'PERSON',
  organization: 'ORGANIZATION',
  other: 'OTHER',
};

const distances: Readonly<Record<string, NetworkDistance>> = {
  FIRST_DEGREE: 'FIRST',
  SECOND_DEGREE: 'SECOND',
  THIRD_DEGREE: 'THIRD',
  OUT_OF_NETWORK: 'OUT_OF_NETWORK',
};

/** Somebody (unipile-v2.md §5.3), by the id that they have in that product; the owner has one id in all of them. */
export function toAttendee({ account, serves }: Viewpoint, user: wire.User, isOwner = false): Attendee {
  const { specifics, private_picture_download_url: picture } = user;
  const kind = meaning(kinds, user.type) ?? (user.type ? 'OTHER' : 'PERSON');
  // A Company Page that the owner writes for is not the owner.
  const isSelf =
    (isOwner && kind !== 'ORGANIZATION') ||
    user.id === account.ownerId ||
    specifics?.network_distance === 'SELF';
  const attendeeId = isSelf ? (account.ownerId ?? user.id) : user.id;
  return {
    connectionId: account.connectionId,
    accountId: account.accountId,
    attendeeId,
    providerId: attendeeId,
    kind,
    name: nameOf(user),
    isSelf,
    headline: user.description || null,
    networkDistance: meaning(distances, specifics?.network_distance),
    profileUrl: user.profile_url || null,
    hasPicture: picture ? serves(picture) : false,
  };
}

/** The owner as far as the account's own record tells; null where it does not even name them. */
export function ownerOf(account: Account): Attendee | null {
  if (account.ownerId === null) return null;
  return {
    connectionId: account.connectionId,
    accountId: account.accountId,
    attendeeId: account.ownerId,
    providerId: account.ownerId,
    kind: 'PERSON',
    name: account.name,
    isSelf: true,
    headline: null,
    networkDistance: null,
    profileUrl: null,
    hasPicture: false,
  };
}

function nameOf(user: wire.User): string {
  const both = [user.first_name, user.last_name].filter(Boolean).join(' ');
  return (
    user.display_name?.trim() || both || user.public_identifier || user.id.replace(/@.*$/, '') || user.id
  );
}
