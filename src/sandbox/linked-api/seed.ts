import { history, lastActivity } from '../history.ts';
import { type Person as Invented, inventPeople } from '../people.ts';
import { type Random, seeded } from '../random.ts';
import { defaultLimits } from './limits.ts';
import { opaqueId, profileUrl } from './urls.ts';
import { type Account, type Channel, type Person, uuidOf, World } from './world.ts';

/** How the people of the seed stand to Linked API at the start. */
export interface Cast {
  /** Synchronised already, newest conversation first. */
  synchronised: string[];
  /** Synchronised in Sales Navigator too, as far as the account has it. */
  salesNavigator: string[];
  /** There are messages, but nobody asked for them yet. */
  notSynchronised: string;
  /** Cannot be written to. */
  unreachable: string;
  /** Nobody is at this address. */
  nobody: string;
}

const OWNER = 'Robin Lindgren';
const DAY_MS = 24 * 60 * 60 * 1000;
const PEOPLE = 16;
/** Their places among the people: from the first of these to before the second. */
const IN_SALES_NAVIGATOR = [1, 5] as const;
export const NOBODY = 'https://www.linkedin.com/in/nobody-at-all-404';

/** The same people and texts every time; times count back from `now` (milliseconds since 1970). */
export function seedWorld(now: number): World {
  const random = seeded('linked-api');
  const world = new World();
  world.accounts.push(account('lacc_01', 'id_sandbox_founder_5d1e9a', OWNER, true));
  world.accounts.push(account('lacc_02', 'id_sandbox_partner_8c4b27', 'Sam Marchetti', false));
  world.people.push(...inventPeople(random, PEOPLE).map((invented) => person(random, invented)));

  const inSalesNavigator = world.people.slice(...IN_SALES_NAVIGATOR);
  for (const owner of world.accounts) {
    for (const [place, counterpart] of world.people.entries()) {
      if (counterpart.messageable) converse(world, random, owner, 'st', counterpart, now, place);
      if (owner.hasSalesNavigator && inSalesNavigator.includes(counterpart)) {
        converse(world, random, owner, 'nv', counterpart, now, place + PEOPLE);
      }
    }
  }
  return world;
}

/** The people's addresses, by how they stand to Linked API. */
export function castOf(world: World): Cast {
  const addresses = world.people.map(({ publicUrl }) => publicUrl);
  return {
    synchronised: addresses.slice(0, PEOPLE - 2),
    salesNavigator: addresses.slice(...IN_SALES_NAVIGATOR),
    notSynchronised: addresses[PEOPLE - 2] ?? '',
    unreachable: addresses[PEOPLE - 1] ?? '',
    nobody: NOBODY,
  };
}

function account(id: string, identificationToken: string, name: string, hasSalesNavigator: boolean): Account {
  const url = profileUrl(name.toLowerCase().replace(' ', '-'));
  const monitoredSince = { st: null, nv: null };
  return {
    id,
    identificationToken,
    name,
    url,
    state: 'active',
    hasSalesNavigator,
    countryCode: 'SE',
    limits: defaultLimits(),
    monitoredSince,
  };
}

function person(random: Random, invented: Invented): Person {
  const { handle, name, headline, location, role, company } = invented;
  const id = opaqueId(random);
  return {
    id,
    publicUrl: profileUrl(handle),
    hashedUrl: profileUrl(id),
    name,
    headline,
    location,
    position: role,
    companyName: company,
    messageable: !handle.endsWith(`-${PEOPLE}`),
  };
}

function converse(
  world: World,
  random: Random,
  owner: Account,
  channel: Channel,
  counterpart: Person,
  now: number,
  place: number,
): void {
  const conversation = world.conversation(owner, channel, counterpart);
  const speakers = { me: owner.name.split(' ')[0] ?? '', them: counterpart.name.split(' ')[0] ?? '' };
  const topic = channel === 'nv' ? 'sales' : 'hiring';
  const lines = history(random, topic, speakers, random.integer(4, 40), lastActivity(now, place * 2 + 3));
  const isSynchronised = place !== PEOPLE - 2;
  const copiedAt = isSynchronised ? now - DAY_MS : null;
  conversation.messages = lines.map(({ fromOwner, text, at }, index) => ({
    id: uuidOf('seed', conversation.threadId, String(index)),
    sender: fromOwner ? 'us' : 'them',
    text,
    at,
    copiedAt,
  }));
  conversation.syncedUntil = isSynchronised ? now + 29 * DAY_MS : null;
}
