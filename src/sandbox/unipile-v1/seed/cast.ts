import { COMPANIES, inventPeople, type Person, plain } from '../../people.ts';
import type { Random } from '../../random.ts';
import type { Ids } from '../ids.ts';
import type { Contact } from '../world/contact.ts';
import { contactOf } from '../world/people.ts';
import { SEEDED_NETWORKS, type SeededNetwork } from './accounts.ts';

/** Who can be found on one network. */
export interface Cast {
  /** People to talk to, each once. */
  next(): Contact;
  /** So many different ones for a group, none of them strangers. */
  some(count: number): Contact[];
  company(): Contact;
  /** Everybody, those whom nobody talks to included. */
  everybody(): readonly Contact[];
}

// Which of the invented people are on which network: the ranges overlap, so some are on two.
const RANGES: Record<SeededNetwork, readonly [from: number, to: number]> = {
  LINKEDIN: [0, 180],
  WHATSAPP: [150, 260],
  INSTAGRAM: [240, 300],
  TELEGRAM: [280, 340],
  MESSENGER: [330, 356],
  SLACK: [356, 380],
};
const PEOPLE = 380;
// Nobody of the seed has written to the last ones of each range.
const STRANGERS = 14;

/** Invents the people of the seed and puts them on their networks. */
export function castPeople(ids: Ids, random: Random): Record<SeededNetwork, Cast> {
  const people = inventPeople(random, PEOPLE);
  const casts = SEEDED_NETWORKS.map((network) => {
    const contacts = people
      .slice(...RANGES[network])
      .map((person) => contactOf(network, person, ids, random));
    const companies =
      network === 'LINKEDIN' ? COMPANIES.slice(0, 4).map((name) => company(name, people, ids, random)) : [];
    if (network === 'LINKEDIN') arrangeStrangers(contacts, ids);
    return [network, cast(contacts, companies, random)] as const;
  });
  return Object.fromEntries(casts) as Record<SeededNetwork, Cast>;
}

function cast(contacts: readonly Contact[], companies: readonly Contact[], random: Random): Cast {
  let used = 0;
  return {
    next() {
      const contact = contacts[used];
      if (contact === undefined) throw new Error('the cast is too small for the plan');
      used += 1;
      return contact;
    },
    some: (count) => random.shuffle(contacts.slice(0, -STRANGERS)).slice(0, count),
    company: () => random.pick(companies),
    everybody: () => [...contacts, ...companies],
  };
}

function company(name: string, people: readonly Person[], ids: Ids, random: Random): Contact {
  const handle = plain(name);
  const person = {
    ...random.pick(people),
    firstName: name,
    lastName: '',
    name,
    handle,
    headline: `${name}, on the web`,
  };
  const contact = contactOf('LINKEDIN', person, ids, random);
  const companyId = ids.digits(8);
  return {
    ...contact,
    providerId: companyId,
    messagingId: `urn:li:fsd_company:${companyId}`,
    linkedIn: contact.linkedIn && {
      ...contact.linkedIn,
      isCompany: true,
      ids: { classic: companyId, sales_navigator: companyId, recruiter: companyId },
      memberUrn: `urn:li:fsd_company:${companyId}`,
      distance: 'OUT_OF_NETWORK',
    },
  };
}

// Each is one case of the rules for starting a chat.
function arrangeStrangers(contacts: readonly Contact[], ids: Ids): void {
  const strangers = contacts.slice(-STRANGERS);
  strangers.forEach(({ linkedIn }, index) => {
    if (linkedIn === null) return;
    linkedIn.distance = index < 5 ? 'DISTANCE_1' : 'DISTANCE_2';
    if (index === 10) linkedIn.refuses = 'inmail';
    if (index === 11) linkedIn.refuses = 'everything';
    if (index === 12) linkedIn.invitationId = ids.digits(19);
    if (index === 13) linkedIn.applicantId = ids.digits(10);
  });
}
