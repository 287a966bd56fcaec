import type { Network } from '../world/account.ts';
import type { Attendee, Contact } from '../world/contact.ts';
import { bit } from './time.ts';

/** unipile-v1.md §4.6. */
export interface WireAttendee {
  object: 'ChatAttendee';
  id: string;
  account_id: string;
  provider_id: string;
  name: string;
  is_self: 0 | 1;
  hidden: 0 | 1;
  picture_url?: string;
  profile_url?: string;
  specifics?: Record<string, unknown>;
}

export function attendeeJson(attendee: Attendee, sdkStrict: boolean): WireAttendee {
  const { contact } = attendee;
  const profile = profileUrl(contact);
  const specifics = sdkStrict && contact.network !== 'LINKEDIN' ? null : specificsOf(contact);
  // Only these two networks give an address; the others' pictures come through the picture route alone.
  const shownPicture =
    contact.hasPicture && (contact.network === 'LINKEDIN' || contact.network === 'INSTAGRAM');
  return {
    object: 'ChatAttendee',
    id: attendee.id,
    account_id: attendee.accountId,
    provider_id: attendee.providerId,
    name: attendee.name,
    is_self: bit(attendee.isSelf),
    hidden: 0,
    ...(shownPicture ? { picture_url: pictureUrl(contact) } : {}),
    ...(profile === null ? {} : { profile_url: profile }),
    ...(specifics === null ? {} : { specifics }),
  };
}

/** An address of a reserved name, which nobody answers. */
export function pictureUrl(contact: Contact): string {
  return `https://pictures.example.com/${contact.network.toLowerCase()}/${contact.person.handle}.png`;
}

const PROFILE_BASE: Partial<Record<Network, string>> = {
  INSTAGRAM: 'https://www.instagram.com/',
  TELEGRAM: 'https://t.me/',
  MESSENGER: 'https://www.facebook.com/',
};

/** Null where the network has no public profile. */
export function profileUrl(contact: Contact): string | null {
  if (contact.publicIdentifier === null) return null;
  if (contact.network === 'LINKEDIN') {
    const kind = contact.linkedIn?.isCompany ? 'company' : 'in';
    return `https://www.linkedin.com/${kind}/${contact.publicIdentifier}`;
  }
  const base = PROFILE_BASE[contact.network];
  return base === undefined ? null : base + contact.publicIdentifier;
}

function specificsOf(contact: Contact): Record<string, unknown> | null {
  const { linkedIn, person } = contact;
  if (linkedIn !== null) {
    return {
      provider: 'LINKEDIN',
      member_urn: linkedIn.memberUrn,
      occupation: person.role,
      network_distance: linkedIn.distance,
      pending_invitation: linkedIn.invitationId !== null,
      location: person.location,
      headline: person.headline,
      contact_info:
        linkedIn.distance === 'DISTANCE_1' ? { emails: [person.email], phone_numbers: [person.phone] } : {},
    };
  }
  if (contact.network === 'INSTAGRAM') {
    return {
      provider: 'INSTAGRAM',
      public_identifier: contact.publicIdentifier,
      relationship_status: { following: true, followed_by: true, blocking: false },
    };
  }
  return null;
}
