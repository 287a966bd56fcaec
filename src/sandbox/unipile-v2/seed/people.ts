import type { Person } from '../../people.ts';
import { BASE64URL, type Random } from '../../random.ts';
import type { Contact, Provider } from '../world.ts';

/** How many of a cast nobody has written to: one of each kind, and others who are near. */
export const STRANGERS = 12;

/** Where somebody belongs: the account that knows them (null: none in particular), and its network. */
export type Home = Pick<Contact, 'accountId' | 'network'>;

const PLAIN = {
  distance: 'FIRST_DEGREE',
  isOpenProfile: false,
  refusesMessages: false,
  invitationId: null,
  applicant: null,
} as const;

export function contactOf(random: Random, person: Person, home: Home): Contact {
  const id = (prefix: string) => prefix + random.letters(34, BASE64URL);
  const ids = { classic: id('ACoAA'), sales_navigator: id('ACwAA'), recruiter: id('AEMAA') };
  return { ...PLAIN, ...home, ids, type: 'individual', name: person.name, person };
}

export function companyOf(random: Random, name: string): Contact {
  const id = random.letters(7, '123456789');
  const ids = { classic: id, sales_navigator: id, recruiter: id };
  const home = { accountId: null, network: 'linkedin' as Provider };
  return { ...PLAIN, ...home, ids, type: 'organization', name, person: null, distance: 'OUT_OF_NETWORK' };
}

/** Makes the first of these far, open, applying, refusing and waiting for an answer to an invitation; the others stay near. */
export function arrangeStrangers(strangers: readonly Contact[], now: number): void {
  const kinds: Partial<Contact>[] = [
    { distance: 'SECOND_DEGREE' },
    { distance: 'THIRD_DEGREE', isOpenProfile: true },
    {
      distance: 'THIRD_DEGREE',
      applicant: {
        id: '991200',
        jobId: '400100',
        messagingToken: 'token-991200',
        appliedAt: now - 2 * 86_400_000,
      },
    },
    { distance: 'OUT_OF_NETWORK', refusesMessages: true },
    { distance: 'SECOND_DEGREE', invitationId: 'invitation-7001' },
  ];
  for (const [index, kind] of kinds.entries()) Object.assign(strangers[index] ?? {}, kind);
}
