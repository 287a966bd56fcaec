import { COMPANIES, inventPeople } from '../people.ts';
import { type Random, seeded } from '../random.ts';
import { inventChat } from './seed/chat.ts';
import { arrangeStrangers, companyOf, contactOf, STRANGERS } from './seed/people.ts';
import { type Plan, peopleIn, plansOf } from './seed/plans.ts';
import { type Account, type Contact, type Provider, World } from './world.ts';

const DAY = 86_400_000;
const HOLDERS: readonly { id: string; provider: Provider; pages: string[] }[] = [
  { id: 'acc_sim_robin', provider: 'linkedin', pages: ['734211', '734212'] },
  { id: 'acc_sim_noor', provider: 'linkedin', pages: ['885001'] },
  { id: 'acc_sim_shop', provider: 'whatsapp', pages: [] },
];

/** The world as it is at the start: the same every time, but for the times, which count back from `now`. */
export function seedWorld(now: number): World {
  const random = seeded('unipile-v2');
  const world = new World();
  const casting = HOLDERS.map((holder) => {
    const plans = plansOf(holder);
    return { ...holder, plans, size: 1 + peopleIn(plans) + STRANGERS };
  });
  const count = casting.reduce((sum, { size }) => sum + size, 0);
  const people = inventPeople(random.fork('people'), count);
  const companies = COMPANIES.slice(4, 8).map((name) => companyOf(random, name));
  world.contacts.push(...companies);
  for (const { id, provider, pages, plans, size } of casting) {
    const home = { accountId: id, network: provider };
    const [owner, ...cast] = people.splice(0, size).map((person) => contactOf(random, person, home));
    if (owner === undefined) throw new RangeError('There is nobody to own the account.');
    const account = accountOf(id, owner, provider, pages, now);
    world.accounts.push(account);
    world.contacts.push(owner, ...cast);
    populate(world, account, plans, cast, companies, random.fork(id), now);
  }
  return world;
}

function accountOf(id: string, owner: Contact, provider: Provider, pages: string[], now: number): Account {
  const credits = provider === 'linkedin' ? { classic: 5, sales_navigator: 12, recruiter: 40 } : {};
  return {
    id,
    name: owner.name,
    provider,
    owner,
    status: 'running',
    createdAt: now - 300 * DAY,
    credits,
    pages: [...pages],
    disabledInboxes: [],
    signedOut: new Set(),
  };
}

function populate(
  world: World,
  account: Account,
  plans: readonly Plan[],
  cast: readonly Contact[],
  companies: readonly Contact[],
  random: Random,
  now: number,
): void {
  const waiting = [...cast];
  const next = (): Contact => {
    const contact = waiting.shift();
    if (contact === undefined) throw new RangeError('The seed has run out of people.');
    return contact;
  };
  for (const [place, plan] of random.shuffle([...plans]).entries()) {
    const participants = Array.from({ length: plan.others ?? 1 }, next);
    world.addChat(inventChat(account, plan, participants, random, now, place));
  }
  const [company] = companies;
  if (account.provider === 'linkedin' && company !== undefined) {
    world.addChat(inventChat(account, { product: 'classic', topic: 'page' }, [company], random, now, 9));
  }
  arrangeStrangers(waiting, now);
}
