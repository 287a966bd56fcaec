import { ITEMS, PLACES } from '../../phrases.ts';
import type { Random } from '../../random.ts';
import type { Topic } from '../../texts.ts';
import type { Organization, Product } from '../world/account.ts';
import { CHANNEL, type Chat, GROUP, SINGLE } from '../world/chat.ts';
import type { SeededNetwork } from './accounts.ts';

/** A chat that is to be, before anybody is in it. */
export interface ChatPlan {
  network: SeededNetwork;
  type: Chat['type'];
  topic: Topic;
  /** How many others take part; a company stands for one. */
  others: number;
  withCompany: boolean;
  product: Product;
  /** How many messages. */
  length: number;
  chat: Partial<Chat>;
}

const LONG_HISTORY = 2000;

/** All chats of the seed, in the order of their last activity: the first is the newest. */
export function planChats(random: Random, organizations: readonly Organization[]): ChatPlan[] {
  const long = direct('WHATSAPP', 'friends', { length: LONG_HISTORY });
  const plans = random.shuffle([
    ...linkedInPlans(random, organizations),
    ...whatsAppPlans(random),
    ...instagramPlans(random),
    ...telegramPlans(random),
    ...times(16, () => direct('MESSENGER', random.pick(['customer', 'travel'] as const))),
    ...slackPlans(random),
  ]);
  // Advertisements and channels do not push people off the first page.
  const people = plans.filter(({ topic }) => topic !== 'sponsored' && topic !== 'channel');
  const rest = random.shuffle(plans.filter((plan) => !people.slice(0, 30).includes(plan)));
  return [...people.slice(0, 3), long, ...people.slice(3, 30), ...rest].map((plan) =>
    plan.length > 0 ? plan : { ...plan, length: random.integer(4, 24) },
  );
}

function direct(network: SeededNetwork, topic: Topic, rest: Partial<ChatPlan> = {}): ChatPlan {
  const plan = {
    network,
    type: SINGLE,
    topic,
    others: 1,
    withCompany: false,
    product: 'classic',
    length: 0,
  } as const;
  return { ...plan, chat: {}, ...rest };
}

function group(
  network: SeededNetwork,
  topic: Topic,
  name: string,
  random: Random,
  chat: Partial<Chat> = {},
): ChatPlan {
  return direct(network, topic, {
    type: GROUP,
    others: random.integer(3, 8),
    chat: { name, hasPicture: random.chance(0.6), ...chat },
  });
}

function times(count: number, make: (index: number) => ChatPlan): ChatPlan[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

const SUBJECTS = [
  'A role that might interest you',
  'Quick question about your talk',
  'Six months in Lisbon',
  'Partnership for the autumn fair',
  'Your research on routing',
] as const;

function linkedInPlans(random: Random, organizations: readonly Organization[]): ChatPlan[] {
  const folder = (product: string) => ['INBOX', `INBOX_LINKEDIN_${product}`];
  const classic = { folders: folder('CLASSIC') };
  const inMail = () => ({ contentType: 'inmail' as const, subject: random.pick(SUBJECTS) });
  return [
    ...times(72, () =>
      direct('LINKEDIN', random.pick(['sales', 'sales', 'hiring'] as const), { chat: classic }),
    ),
    ...['Trade fair crew', 'Hiring panel', 'Alumni Aarhus', 'Slow logistics'].map((name) =>
      group('LINKEDIN', 'team', name, random, { ...classic, hasPicture: false }),
    ),
    ...times(8, () => direct('LINKEDIN', 'outreach', { chat: { ...classic, ...inMail() } })),
    ...times(5, (index) =>
      direct('LINKEDIN', 'sponsored', {
        withCompany: true,
        length: 1,
        chat: {
          ...classic,
          contentType: index < 3 ? 'sponsored' : 'linkedin_offer',
          subject: 'For you',
          readOnly: 1,
          disabledFeatures: ['reactions', 'reply'],
        },
      }),
    ),
    ...times(24, () =>
      direct('LINKEDIN', random.pick(['outreach', 'hiring'] as const), {
        product: 'recruiter',
        chat: { folders: folder('RECRUITER'), ...inMail(), disabledFeatures: ['reactions'] },
      }),
    ),
    ...times(20, () =>
      direct('LINKEDIN', random.pick(['outreach', 'sales'] as const), {
        product: 'sales_navigator',
        chat: { folders: folder('SALES_NAVIGATOR'), ...(random.chance(0.5) ? inMail() : {}) },
      }),
    ),
    ...organizations.flatMap(({ organization_urn, mailbox_urn }) =>
      times(9, () =>
        direct('LINKEDIN', 'page', {
          chat: { folders: folder('ORGANIZATION'), organizationId: organization_urn, mailboxId: mailbox_urn },
        }),
      ),
    ),
  ];
}

function whatsAppPlans(random: Random): ChatPlan[] {
  const groups = [
    'Family ❤️',
    'Book club',
    'Sunday runners',
    'Flat Nørregade',
    'Climbing Thursdays',
    'Brightwater shop team',
    'Lake weekend',
    'Parents class 3b',
    'Choir altos',
    'Garden plot 14',
    'Lisbon trip',
    'Neighbours',
  ];
  const announcements = ['School notices', 'House management'].map((name) =>
    group('WHATSAPP', 'channel', name, random, { readOnly: 2, mutedUntil: -1 }),
  );
  return [
    ...times(62, () =>
      direct('WHATSAPP', random.pick(['customer', 'customer', 'friends', 'friends', 'family'] as const)),
    ),
    ...groups.map((name) => group('WHATSAPP', name.startsWith('Family') ? 'family' : 'group', name, random)),
    ...announcements,
  ];
}

function instagramPlans(random: Random): ChatPlan[] {
  return [
    ...times(42, () => direct('INSTAGRAM', random.pick(['customer', 'customer', 'friends'] as const))),
    ...PLACES.slice(0, 3).map((place) => group('INSTAGRAM', 'group', `Print swap ${place}`, random)),
  ];
}

function telegramPlans(random: Random): ChatPlan[] {
  const channels = ['Aarhus on two wheels', 'Makers’ market', 'Night trains'].map((name) =>
    direct('TELEGRAM', 'channel', {
      type: CHANNEL,
      length: 30,
      chat: { name, readOnly: 1, hasPicture: true, disabledFeatures: ['reply'], mutedUntil: -1 },
    }),
  );
  return [
    ...times(24, () => direct('TELEGRAM', random.pick(['friends', 'travel', 'customer'] as const))),
    ...ITEMS.slice(0, 6).map((item) => group('TELEGRAM', 'group', `Swap: ${item}s`, random)),
    ...channels,
  ];
}

function slackPlans(random: Random): ChatPlan[] {
  const channels = ['general', 'shop', 'hiring', 'incidents', 'website', 'random', 'partners'];
  return [
    ...times(8, () => direct('SLACK', 'team')),
    ...channels.map((name) => group('SLACK', 'team', name, random, { hasPicture: false })),
  ];
}
