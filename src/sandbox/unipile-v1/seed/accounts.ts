import type { Person } from '../../people.ts';
import type { Random } from '../../random.ts';
import { type Ids, whatsAppId } from '../ids.ts';
import type { Account, LinkedInSeats, Network } from '../world/account.ts';
import { attendeeFor, contactOf } from '../world/people.ts';
import type { World } from '../world/world.ts';

const DAY = 86_400_000;

/** Whose accounts they all are. */
export const OWNER: Person = {
  firstName: 'Nora',
  lastName: 'Whitfield',
  name: 'Nora Whitfield',
  handle: 'nora-whitfield',
  headline: 'Partnerships and hiring at Brightwater Collective',
  role: 'Partnerships and hiring',
  company: 'Brightwater Collective',
  location: 'Aarhus, Denmark',
  email: 'nora@brightwater.example.com',
  phone: '+15550100001',
  colours: [
    [38, 84, 124],
    [239, 71, 111],
  ],
};

export const SEEDED_NETWORKS = [
  'LINKEDIN',
  'WHATSAPP',
  'INSTAGRAM',
  'TELEGRAM',
  'MESSENGER',
  'SLACK',
] as const;
export type SeededNetwork = (typeof SEEDED_NETWORKS)[number];

/** One account of the owner on each network. */
export function seedAccounts(
  world: World,
  ids: Ids,
  random: Random,
  now: number,
): Record<SeededNetwork, Account> {
  const accounts = SEEDED_NETWORKS.map((network, index) => {
    const createdAt = now - (400 - 30 * index) * DAY;
    const account = makeAccount({ world, network, owner: OWNER, ids, random, createdAt, id: ids.unipile() });
    if (network === 'LINKEDIN') giveSeats(account, ids);
    return [network, account] as const;
  });
  return Object.fromEntries(accounts) as Record<SeededNetwork, Account>;
}

interface NewAccount {
  world: World;
  network: Network;
  owner: Person;
  ids: Ids;
  random: Random;
  createdAt: number;
  id: string;
}

/** An account with its owner in it and nothing else. */
export function makeAccount({ world, network, owner, ids, random, createdAt, id }: NewAccount): Account {
  const self = { ...contactOf(network, owner, ids, random), hasPicture: true };
  const account: Account = {
    id,
    network,
    name: network === 'WHATSAPP' ? owner.phone : owner.name,
    createdAt,
    status: 'OK',
    ownerProviderId: self.providerId,
    connection: connectionOf(network, owner, self.providerId, self.publicIdentifier),
    linkedIn: network === 'LINKEDIN' ? { features: [], organizations: [], inMailCredits: credits(0) } : null,
    missed: [],
    syncCalls: null,
  };
  world.accounts.set(account.id, account);
  attendeeFor(world, account, self, 'classic', ids);
  return account;
}

// connection_params.im of unipile-v1.md §6.1.
function connectionOf(
  network: Network,
  owner: Person,
  providerId: string,
  publicIdentifier: string | null,
): Record<string, unknown> {
  switch (network) {
    case 'WHATSAPP':
      return { phone_number: whatsAppId(owner.phone).replace(/@.*/, '') };
    case 'TELEGRAM':
      return { user_id: providerId, username: publicIdentifier };
    case 'SLACK':
      return {
        url: 'https://brightwater.example.com/slack',
        user: owner.firstName.toLowerCase(),
        user_id: providerId,
        team: 'Brightwater Collective',
        team_id: 'T0BRIGHTWTR',
      };
    case 'LINKEDIN':
      return { id: providerId, username: owner.name, publicIdentifier, premiumContractId: null };
    default:
      return { id: providerId, username: publicIdentifier };
  }
}

function giveSeats(account: Account, ids: Ids): void {
  const organizations = ['Brightwater Collective', 'Brightwater Foundation'].map((name) => ({
    name,
    messaging_enabled: true,
    organization_urn: `urn:li:fsd_company:${ids.digits(8)}`,
    mailbox_urn: `urn:li:fsd_mailbox:${ids.digits(10)}`,
  }));
  account.linkedIn = {
    features: ['recruiter', 'sales_navigator'],
    organizations,
    inMailCredits: credits(25),
  };
  Object.assign(account.connection, {
    premiumId: ids.digits(9),
    premiumContractId: ids.digits(9),
    premiumFeatures: ['premium', 'recruiter', 'sales_navigator'],
    organizations,
  });
}

function credits(count: number): LinkedInSeats['inMailCredits'] {
  return { classic: count, sales_navigator: count, recruiter: count };
}
