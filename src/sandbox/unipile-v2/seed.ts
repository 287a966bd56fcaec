import { history, lastActivity } from '../history.ts';
import { mp4, pdf, png, wav } from '../media.ts';
import { COMPANIES, inventPeople, type Person } from '../people.ts';
import { DIGITS, type Random, seeded } from '../random.ts';
import type { Topic } from '../texts.ts';
import { plainMessage } from './deeds.ts';
import {
  type Account,
  type Attachment,
  type Chat,
  type Contact,
  type Message,
  type Product,
  World,
} from './world.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const DAY = 86_400_000;
const HOLDERS = ['acc_sim_robin', 'acc_sim_noor', 'acc_sim_shop'] as const;
/** How many one-to-one chats each account has in a product: enough for several pages. */
const DIRECT: Record<Exclude<Product, 'flat'>, number> = {
  classic: 48,
  sales_navigator: 22,
  recruiter: 27,
  company: 6,
};

/** The world as it is at the start: the same every time, but for the times, which count back from `now`. */
export function seedWorld(now: number): World {
  const random = seeded('unipile-v2');
  const world = new World();
  const people = inventPeople(random.fork('people'), 330);
  const [robin, noor, shop] = HOLDERS;
  const owners = people.splice(0, 3).map((person) => contactOf(random, person));
  const pages = COMPANIES.slice(4, 8).map((name) => companyOf(random, name));
  world.contacts.push(...owners, ...pages);
  addAccount(world, robin, owners[0], 'linkedin', now, ['734211', '734212']);
  addAccount(world, noor, owners[1], 'linkedin', now, ['885001']);
  addAccount(world, shop, owners[2], 'whatsapp', now, []);

  for (const account of world.accounts) {
    const cast = people.splice(0, 105).map((person) => contactOf(random, person));
    world.contacts.push(...cast);
    populate(world, account, cast, pages, random.fork(account.id), now);
  }
  return world;
}

function addAccount(
  world: World,
  id: string,
  owner: Contact | undefined,
  provider: Account['provider'],
  now: number,
  pages: string[],
): void {
  if (owner === undefined) return;
  owner.distance = 'FIRST_DEGREE';
  const credits = provider === 'linkedin' ? { classic: 5, sales_navigator: 12, recruiter: 40 } : {};
  const account = {
    id,
    name: owner.name,
    provider,
    owner,
    status: 'running' as const,
    createdAt: now - 300 * DAY,
    credits,
    pages,
  };
  world.accounts.push({ ...account, disabledInboxes: [] });
}

function contactOf(random: Random, person: Person): Contact {
  const id = (prefix: string) => prefix + random.letters(34, LETTERS);
  return {
    ids: { classic: id('ACoAA'), sales_navigator: id('ACwAA'), recruiter: id('AEMAA') },
    type: 'individual',
    name: person.name,
    person,
    distance: 'FIRST_DEGREE',
    isOpenProfile: false,
    refusesMessages: false,
    invitationId: null,
    applicant: null,
  };
}

function companyOf(random: Random, name: string): Contact {
  const id = random.letters(7, '123456789');
  return {
    ids: { classic: id, sales_navigator: id, recruiter: id },
    type: 'organization',
    name,
    person: null,
    distance: 'OUT_OF_NETWORK',
    isOpenProfile: false,
    refusesMessages: false,
    invitationId: null,
    applicant: null,
  };
}

function populate(
  world: World,
  account: Account,
  cast: Contact[],
  companies: readonly Contact[],
  random: Random,
  now: number,
): void {
  const plans =
    account.provider === 'linkedin'
      ? linkedInPlans(account, random)
      : [...repeat(40, { product: 'flat', topic: 'customer' })];
  const next = () => cast.shift();
  for (const [place, plan] of random.shuffle(plans).entries()) {
    const participants = plan.others === undefined ? [next()] : Array.from({ length: plan.others }, next);
    const known = participants.filter((contact) => contact !== undefined);
    if (known.length > 0) world.addChat(makeChat(account, plan, known, random, now, place));
  }
  const company = companies[0];
  if (account.provider === 'linkedin' && company !== undefined) {
    const plan = { product: 'classic', topic: 'page' } as const;
    world.addChat(makeChat(account, plan, [company], random, now, 9));
  }
  arrangeStrangers(cast);
}

interface Plan {
  product: Product;
  topic: Topic;
  pageId?: string;
  /** Members of a group beside the owner. */
  others?: number;
  name?: string;
  change?: (chat: Chat) => void;
}

function repeat(count: number, plan: Plan): Plan[] {
  return Array.from({ length: count }, () => plan);
}

function linkedInPlans(account: Account, random: Random): Plan[] {
  const inMail = (chat: Chat) => {
    chat.subject = random.pick([
      'A role that might interest you',
      'Partnership for the autumn fair',
      'Your research on routing',
    ]);
    chat.views.add(
      chat.product === 'classic'
        ? 'INMAIL'
        : random.pick(['ACCEPTED', 'DECLINED', 'UNRESPONDED', 'PENDING'] as const),
    );
  };
  return [
    ...repeat(DIRECT.classic - 4, { product: 'classic', topic: 'sales' }),
    ...repeat(3, { product: 'classic', topic: 'outreach', change: inMail }),
    ...repeat(2, { product: 'classic', topic: 'sales', change: (chat) => chat.views.add('ARCHIVED') }),
    {
      product: 'classic',
      topic: 'sales',
      change: (chat) => Object.assign(chat, { isReadOnly: true, restrictions: ['send_message'] }),
    },
    { product: 'classic', topic: 'team', others: 4, name: 'Trade fair crew' },
    { product: 'classic', topic: 'team', others: 3, name: 'Hiring panel' },
    ...repeat(DIRECT.sales_navigator, { product: 'sales_navigator', topic: 'sales' }),
    ...repeat(DIRECT.recruiter, { product: 'recruiter', topic: 'hiring', change: inMail }),
    ...account.pages.flatMap((pageId) =>
      repeat(DIRECT.company, { product: 'company', topic: 'page', pageId }),
    ),
  ];
}

function makeChat(
  account: Account,
  plan: Plan,
  participants: Contact[],
  random: Random,
  now: number,
  place: number,
): Chat {
  const group = participants.length > 1;
  const chat: Chat = {
    id: chatId(plan.product, random),
    accountId: account.id,
    product: plan.product,
    pageId: plan.pageId ?? null,
    type: group ? 'group' : '1to1',
    name: plan.name ?? null,
    subject: null,
    participants,
    messages: [],
    views: new Set(),
    unreadCount: 0,
    mutedUntil: place % 17 === 5 ? true : place % 23 === 6 ? now + 3 * DAY : false,
    isPinned: place === 4,
    isReadOnly: false,
    restrictions: [],
  };
  plan.change?.(chat);
  const speakers = { me: firstName(account.owner), them: firstName(participants[0]) };
  const length = place === 1 ? 130 : random.integer(3, 22);
  const lines = history(random, plan.topic, speakers, length, lastActivity(now, place * 2 + 1));
  // The same ids in every chat, as message ids are unique within one only.
  chat.messages = lines
    .map(({ fromOwner, text, at }, index) => {
      const sender = fromOwner ? account.owner : random.pick(participants);
      const message = plainMessage({ id: `m-${index + 1}`, sender, fromOwner, text, at });
      message.isSeen = fromOwner;
      message.subject = chat.subject;
      return message;
    })
    .reverse();
  decorate(chat, account, random);
  if (place % 3 === 0 && chat.messages[0]?.fromOwner === false) chat.unreadCount = 1;
  if (place % 29 === 7) chat.unreadCount = chat.unreadCount || -1;
  return chat;
}

function chatId(product: Product, random: Random): string {
  if (product === 'flat') return `1555${random.letters(7, DIGITS)}@s.whatsapp.net`;
  const body = `2-${Buffer.from(random.letters(31, LETTERS)).toString('base64')}`;
  const prefix = { classic: '', company: '', recruiter: 'RECRUITER_', sales_navigator: 'SALES_NAVIGATOR_' };
  return prefix[product] + body;
}

function decorate(chat: Chat, account: Account, random: Random): void {
  for (const [index, message] of chat.messages.entries()) {
    const before = chat.messages[index + 2];
    if (before !== undefined && random.chance(0.05)) message.quotedId = before.id;
    if (random.chance(0.07)) message.attachments.push(file(random, message.id));
    if (random.chance(0.06))
      message.reactions.push({
        value: random.pick(['👍', '🎉', '❤️']),
        by: message.fromOwner ? (chat.participants[0] ?? account.owner) : account.owner,
      });
    if (random.chance(0.012)) message.isEdited = true;
    if (random.chance(0.012)) Object.assign(message, { isDeleted: true, text: null, attachments: [] });
  }
  const first = chat.messages.at(-1);
  if (chat.type === 'group' && first !== undefined) chat.messages.push(renamed(chat, first, account.owner));
}

function renamed(chat: Chat, first: Message, by: Contact): Message {
  const event = { type: 1, metadata: { title: chat.name ?? '' } };
  const message = plainMessage({
    id: 'm-0',
    sender: by,
    fromOwner: true,
    text: `${by.name} named the group`,
    at: first.at - 60_000,
  });
  return { ...message, event };
}

type Made = Omit<Attachment, 'id'>;
const FILES: readonly Made[] = [
  made('img', 'image/png', 'harbour.png', () =>
    png(320, 240, [
      [20, 60, 110],
      [240, 190, 120],
    ]),
  ),
  made('img', 'image/png', 'shelf.png', () =>
    png(300, 400, [
      [120, 70, 30],
      [250, 230, 200],
    ]),
  ),
  made('audio', 'audio/wav', 'voice.wav', () => wav(4), true),
  made('video', 'video/mp4', 'boats.mp4', () => mp4(6)),
  made('file', 'application/pdf', 'proposal.pdf', () =>
    pdf(['Proposal', 'Onboarding for 12 people is included.']),
  ),
  {
    ...made('shared_content', 'text/html', '', null),
    url: 'https://www.linkedin.com/feed/update/urn:li:activity:7150000000000000001',
    description: 'Worth a read',
  },
];

function made(
  type: Attachment['type'],
  mimeType: string,
  filename: string,
  make: (() => Uint8Array) | null,
  voiceNote = false,
): Made {
  let bytes: Uint8Array | null = null;
  const content =
    make === null
      ? null
      : () => {
          bytes ??= make();
          return bytes;
        };
  return { type, mimeType, filename, content, voiceNote, url: null, description: null };
}

function file(random: Random, messageId: string): Attachment {
  const picked = random.pick(FILES);
  const id = `${Buffer.from(`${messageId}/${random.letters(9, LETTERS)}`).toString('base64')}=`;
  return random.chance(0.05) ? { ...picked, id, content: null } : { ...picked, id };
}

// Those whom nobody of the seed has written to: near, far, open, applying, refusing.
function arrangeStrangers(cast: readonly Contact[]): void {
  const [far, open, applying, refusing, pending, ...near] = cast.slice(0, 12);
  if (far !== undefined) far.distance = 'SECOND_DEGREE';
  if (open !== undefined) Object.assign(open, { distance: 'THIRD_DEGREE', isOpenProfile: true });
  if (applying !== undefined) {
    applying.distance = 'THIRD_DEGREE';
    applying.applicant = { id: '991200', jobId: '400100', messagingToken: 'token-991200' };
  }
  if (refusing !== undefined) Object.assign(refusing, { distance: 'OUT_OF_NETWORK', refusesMessages: true });
  if (pending !== undefined)
    Object.assign(pending, { distance: 'SECOND_DEGREE', invitationId: 'invitation-7001' });
  for (const contact of near) contact.distance = 'FIRST_DEGREE';
}

function firstName(contact: Contact | undefined): string {
  return contact?.name.split(' ')[0] ?? 'all';
}
