import type { Person } from '../../people.ts';
import type { Network, Product } from './account.ts';

/** Somebody (or a company) on a network, whether the account owner knows them yet or not. */
export interface Contact {
  network: Network;
  name: string;
  person: Person;
  /** The network's own id; on LinkedIn that of the classic product. */
  providerId: string;
  /** As it stands in the address of the profile; null where the network has none. */
  publicIdentifier: string | null;
  /** What starting a chat wants instead of `providerId` (Instagram, LinkedIn companies); null elsewhere. */
  messagingId: string | null;
  hasPicture: boolean;
  linkedIn: LinkedInContact | null;
}

export interface LinkedInContact {
  isCompany: boolean;
  ids: Record<Product, string>;
  memberUrn: string;
  distance: 'DISTANCE_1' | 'DISTANCE_2' | 'DISTANCE_3' | 'OUT_OF_NETWORK';
  /** An invitation of theirs that the owner has not answered; null if none. */
  invitationId: string | null;
  /** Their application for a job of the owner's; null if none. */
  applicantId: string | null;
  refuses: 'nothing' | 'inmail' | 'everything';
}

/** How somebody appears to one account. */
export interface Attendee {
  id: string;
  accountId: string;
  providerId: string;
  name: string;
  isSelf: boolean;
  contact: Contact;
}
