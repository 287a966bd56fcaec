import type { Person } from '../../people.ts';
import { plain } from '../../people.ts';
import type { Random } from '../../random.ts';
import { type Ids, whatsAppId } from '../ids.ts';
import type { Account, Network, Product } from './account.ts';
import type { Attendee, Contact, LinkedInContact } from './contact.ts';
import type { World } from './world.ts';

/** Puts a person on a network, with nothing special between them and the account owner. */
export function contactOf(network: Network, person: Person, ids: Ids, random: Random): Contact {
  const linkedIn = network === 'LINKEDIN' ? linkedInContact(ids, random) : null;
  return {
    network,
    name: person.name,
    person,
    providerId: providerId(network, person, linkedIn, ids),
    publicIdentifier: publicIdentifier(network, person),
    messagingId: network === 'INSTAGRAM' ? `1102${ids.digits(11)}` : null,
    hasPicture: random.chance(0.8),
    linkedIn,
  };
}

function linkedInContact(ids: Ids, random: Random): LinkedInContact {
  return {
    isCompany: false,
    ids: {
      classic: ids.linkedInUser('classic'),
      sales_navigator: ids.linkedInUser('sales_navigator'),
      recruiter: ids.linkedInUser('recruiter'),
    },
    memberUrn: `urn:li:member:${ids.digits(9)}`,
    distance: random.pick(['DISTANCE_1', 'DISTANCE_2', 'DISTANCE_3', 'OUT_OF_NETWORK'] as const),
    invitationId: null,
    applicantId: null,
    refuses: 'nothing',
  };
}

function providerId(network: Network, person: Person, linkedIn: LinkedInContact | null, ids: Ids): string {
  if (linkedIn !== null) return linkedIn.ids.classic;
  return network === 'WHATSAPP' ? whatsAppId(person.phone) : ids.user(network);
}

function publicIdentifier(network: Network, person: Person): string | null {
  switch (network) {
    case 'LINKEDIN':
      return person.handle;
    case 'INSTAGRAM':
      return [plain(person.firstName), plain(person.lastName), person.handle.replace(/\D/g, '')]
        .filter((part) => part !== '')
        .join('.');
    case 'TELEGRAM':
    case 'MESSENGER':
    case 'TWITTER':
      return person.handle.replaceAll('-', '_');
    default:
      return null;
  }
}

/** How a contact appears to an account, in one of LinkedIn's products; made when it is first needed. */
export function attendeeFor(
  world: World,
  account: Account,
  contact: Contact,
  product: Product,
  ids: Ids,
): Attendee {
  const providerId = contact.linkedIn?.ids[product] ?? contact.providerId;
  const known = world.attendeeByProviderId(account.id, providerId);
  if (known !== undefined) return known;
  const isSelf = providerId === account.ownerProviderId;
  const attendee = {
    id: ids.unipile(),
    accountId: account.id,
    providerId,
    name: contact.name,
    isSelf,
    contact,
  };
  world.attendees.set(attendee.id, attendee);
  return attendee;
}

/** The product whose id this is; null if it is nobody's in any of them. */
export function productOfId(contact: Contact, providerId: string): Product | null {
  if (contact.linkedIn === null) return contact.providerId === providerId ? 'classic' : null;
  const found = Object.entries(contact.linkedIn.ids).find(([, id]) => id === providerId);
  return (found?.[0] as Product | undefined) ?? null;
}
