import type { Random } from '../../random.ts';
import type { Topic } from '../../texts.ts';
import type { Account, Chat, Product, View } from '../world.ts';

/** A chat that is to be. */
export interface Plan {
  product: Product;
  topic: Topic;
  pageId?: string;
  /** How many people beside the owner; 1 when left out. */
  others?: number;
  name?: string;
  /** What is special about it, once its messages are there. */
  arrange?: (chat: Chat, random: Random) => void;
}

/** All chats that an account has with people. Every product has more than a page, and one chat of each kind at least. */
export function plansOf({ provider, pages }: Pick<Account, 'provider' | 'pages'>): Plan[] {
  if (provider !== 'linkedin') {
    const flat = { product: 'flat', topic: 'customer' } as const;
    return [...repeat(40, flat), ...repeat(2, { ...flat, arrange: into('ARCHIVED') })];
  }
  return [...classic(), ...salesNavigator(), ...recruiter(), ...pages.flatMap(companyPage)];
}

/** How many people take part in these. */
export function peopleIn(plans: readonly Plan[]): number {
  return plans.reduce((sum, { others = 1 }) => sum + others, 0);
}

function classic(): Plan[] {
  const sales = { product: 'classic', topic: 'sales' } as const;
  const team = { product: 'classic', topic: 'team' } as const;
  return [
    ...repeat(36, sales),
    { ...sales, arrange: passOn },
    { ...sales, arrange: hide },
    { ...sales, arrange: close },
    ...repeat(3, { product: 'classic', topic: 'outreach', arrange: asInMail('INMAIL') }),
    ...repeat(2, { ...sales, arrange: into('ARCHIVED') }),
    ...repeat(2, { ...sales, arrange: into('SPAM') }),
    ...repeat(2, { product: 'classic', topic: 'hiring', arrange: into('JOBS') }),
    ...repeat(2, { ...sales, arrange: into('STARRED') }),
    { ...team, others: 4, name: 'Trade fair crew' },
    { ...team, others: 3, name: 'Hiring panel' },
    { ...team, others: 25, name: 'Alumni of the harbour school' },
  ];
}

function salesNavigator(): Plan[] {
  const plan = { product: 'sales_navigator', topic: 'sales' } as const;
  return [...repeat(22, plan), { ...plan, arrange: into('ARCHIVED') }];
}

function recruiter(): Plan[] {
  const plan = { product: 'recruiter', topic: 'hiring' } as const;
  const inMail = asInMail('ACCEPTED', 'DECLINED', 'UNRESPONDED', 'PENDING');
  return [
    ...repeat(27, { ...plan, arrange: inMail }),
    {
      ...plan,
      arrange: (chat, random) => {
        inMail(chat, random);
        chat.views.add('ARCHIVED');
      },
    },
  ];
}

function companyPage(pageId: string): Plan[] {
  const plan = { product: 'company', topic: 'page', pageId } as const;
  return [...repeat(6, plan), { ...plan, arrange: into('ARCHIVED') }];
}

function repeat(count: number, plan: Plan): Plan[] {
  return Array.from({ length: count }, () => plan);
}

function into(view: View): (chat: Chat) => void {
  return (chat) => chat.views.add(view);
}

const SUBJECTS = [
  'A role that might interest you',
  'Partnership for the autumn fair',
  'Your research on routing',
];

function asInMail(...views: View[]): (chat: Chat, random: Random) => void {
  return (chat, random) => {
    chat.subject = random.pick(SUBJECTS);
    chat.views.add(random.pick(views));
    for (const message of chat.messages) message.subject = chat.subject;
  };
}

function close(chat: Chat): void {
  Object.assign(chat, { isReadOnly: true, restrictions: ['send_message'] });
}

// Not the newest, which inboxes show.
function hide(chat: Chat): void {
  Object.assign(chat.messages[1] ?? {}, { isHidden: true });
}

function passOn(chat: Chat): void {
  const [, message] = chat.messages;
  const [sender] = chat.participants;
  if (message === undefined || sender === undefined) return;
  message.forwarded = { text: message.text, sender, attachments: [] };
  message.text = null;
}
