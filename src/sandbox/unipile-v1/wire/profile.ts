import type { Account, Product } from '../world/account.ts';
import type { Contact } from '../world/contact.ts';
import { pictureUrl, profileUrl } from './attendee.ts';

const DISTANCES = {
  DISTANCE_1: 'FIRST_DEGREE',
  DISTANCE_2: 'SECOND_DEGREE',
  DISTANCE_3: 'THIRD_DEGREE',
  OUT_OF_NETWORK: 'OUT_OF_NETWORK',
} as const;

/** A user's profile (unipile-v1.md §6.3; fields per network as the SDK's schemas have them). Null: the network has none. */
export function profileJson(contact: Contact, product: Product): Record<string, unknown> | null {
  const { person } = contact;
  switch (contact.network) {
    case 'LINKEDIN':
      return linkedInProfile(contact, product);
    case 'WHATSAPP':
      return {
        object: 'UserProfile',
        provider: 'WHATSAPP',
        id: contact.providerId,
        provider_id: contact.providerId,
      };
    case 'INSTAGRAM':
      return {
        object: 'UserProfile',
        provider: 'INSTAGRAM',
        provider_id: contact.providerId,
        provider_messaging_id: contact.messagingId,
        public_identifier: contact.publicIdentifier,
        pk: Number(contact.providerId),
        username: contact.publicIdentifier,
        full_name: contact.name,
        profile_pic_url: pictureUrl(contact),
        biography: `${person.role} · ${person.location}`,
        follower_count: 480,
        following_count: 212,
        is_verified: false,
        is_business: false,
        is_private: false,
      };
    case 'TELEGRAM':
      return { object: 'UserProfile', ...telegramProfile(contact) };
    default:
      return null;
  }
}

function linkedInProfile(contact: Contact, product: Product): Record<string, unknown> | null {
  const { person, linkedIn } = contact;
  if (linkedIn === null) return null;
  return {
    object: 'UserProfile',
    provider: 'LINKEDIN',
    provider_id: linkedIn.ids[product],
    public_identifier: contact.publicIdentifier,
    member_urn: linkedIn.memberUrn,
    first_name: person.firstName,
    last_name: person.lastName,
    headline: person.headline,
    location: person.location,
    websites: [],
    profile_picture_url: pictureUrl(contact),
    is_open_profile: false,
    can_send_inmail: linkedIn.refuses === 'nothing',
    is_premium: false,
    is_relationship: linkedIn.distance === 'DISTANCE_1',
    ...(linkedIn.invitationId === null ? {} : { invitation: { type: 'RECEIVED', status: 'PENDING' } }),
    network_distance: DISTANCES[linkedIn.distance],
    public_profile_url: profileUrl(contact),
    follower_count: 512,
    connections_count: 430,
  };
}

function telegramProfile(contact: Contact): Record<string, unknown> {
  return {
    provider: 'TELEGRAM',
    provider_id: contact.providerId,
    first_name: contact.person.firstName,
    last_name: contact.person.lastName,
    username: contact.publicIdentifier,
    phone: contact.person.phone,
    profile_picture_url: pictureUrl(contact),
  };
}

/** A company's profile on LinkedIn; `messaging_id` is what a chat with it is started with. */
export function companyJson(contact: Contact): Record<string, unknown> {
  return {
    object: 'CompanyProfile',
    id: contact.providerId,
    messaging_id: contact.messagingId,
    name: contact.name,
    public_identifier: contact.publicIdentifier,
    entity_urn: contact.linkedIn?.memberUrn,
    profile_url: profileUrl(contact),
    description: contact.person.headline,
    messaging: { is_enabled: true, id: contact.messagingId },
  };
}

/** The owner's own profile (unipile-v1.md §6.2). Null: the network has none. */
export function ownerJson(account: Account, owner: Contact): Record<string, unknown> | null {
  const { person } = owner;
  switch (account.network) {
    case 'LINKEDIN':
      return {
        object: 'AccountOwnerProfile',
        provider: 'LINKEDIN',
        provider_id: account.ownerProviderId,
        entity_urn: `urn:li:fsd_profile:${account.ownerProviderId}`,
        object_urn: owner.linkedIn?.memberUrn ?? '',
        first_name: person.firstName,
        last_name: person.lastName,
        profile_picture_url: pictureUrl(owner),
        public_profile_url: profileUrl(owner),
        public_identifier: owner.publicIdentifier,
        headline: person.headline,
        location: person.location,
        email: person.email,
        premium: account.linkedIn !== null,
        open_profile: false,
        occupation: person.role,
        recruiter: seat(account, 'recruiter'),
        sales_navigator: seat(account, 'sales_navigator'),
        organizations: account.linkedIn?.organizations ?? [],
      };
    case 'TELEGRAM':
      return { object: 'AccountOwnerProfile', ...telegramProfile(owner), self: true };
    case 'INSTAGRAM':
      return {
        object: 'AccountOwnerProfile',
        provider: 'INSTAGRAM',
        provider_id: account.ownerProviderId,
        public_identifier: owner.publicIdentifier,
        full_name: owner.name,
      };
    default:
      return null;
  }
}

function seat(account: Account, product: Exclude<Product, 'classic'>): Record<string, unknown> | null {
  if (!account.linkedIn?.features.includes(product)) return null;
  return { owner_seat_id: '40001', contract_id: product === 'recruiter' ? '51001' : '51002' };
}
