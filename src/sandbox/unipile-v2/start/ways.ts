import { malformed, refused } from '../errors.ts';
import { mustBeGroupable, mustBeWritable } from '../rules.ts';
import type { Stage } from '../stage.ts';
import { type Account, type Chat, type Contact, isConnection, type Product } from '../world.ts';
import type { StartOptions } from './options.ts';

/** How a first message reaches somebody. */
export interface Way {
  /** The chat in which it goes on; null: a new one. */
  chat: Chat | null;
  isInMail: boolean;
  /** Whether it takes an InMail credit. */
  costs: boolean;
}

/** The way to one recipient, by the rules of unipile-v2.md §6.2. Throws where there is none. */
export function wayTo(
  stage: Stage,
  account: Account,
  product: Product,
  recipient: Contact,
  options: StartOptions,
): Way {
  if (recipient === account.owner) throw refused('This is the account itself.');
  if (recipient.type === 'organization' && product !== 'classic') {
    throw refused('Organizations can be written to from Classic only.');
  }
  const isPerson = recipient.type === 'individual';
  if (isPerson && options.companyTopic !== null) throw malformed('company_topic is for organizations only.');
  if (!isPerson && options.inMail) throw malformed('inmail is for people only.');
  const isFree = isReachable(account, product, recipient, options);
  if ((options.inMail && options.applicant === null) || (!isFree && product !== 'classic')) {
    return inMail(account, product, recipient, options);
  }
  // LinkedIn keeps one individual chat per person, also of those who are no connections.
  const chat = stage.world.directChat(account.id, product, recipient) ?? null;
  if (chat !== null) mustBeWritable(chat);
  else if (!isFree && !recipient.isOpenProfile) {
    throw refused('Not a connection: this person cannot be reached without an InMail.');
  }
  return { chat, isInMail: false, costs: false };
}

/** Throws where these cannot be the members of one new group. */
export function mustMakeGroup(
  account: Account,
  product: Product,
  members: readonly Contact[],
  { inMail, companyTopic, applicant, invitationId }: StartOptions,
): void {
  if (product !== 'classic' && product !== 'flat') throw refused('Groups can be started from Classic only.');
  if (inMail || companyTopic !== null || applicant !== null || invitationId !== null) {
    throw malformed('These options are for a single recipient.');
  }
  for (const member of members) {
    if (member === account.owner) throw refused('The account itself is in its groups anyway.');
    mustBeGroupable(account, member);
  }
}

// Without an InMail. Throws where an application is named that is none.
function isReachable(
  account: Account,
  product: Product,
  recipient: Contact,
  { applicant, invitationId }: StartOptions,
): boolean {
  if (product === 'flat' || recipient.type === 'organization') return true;
  const isTheirs = recipient.accountId === account.id;
  if (applicant !== null) {
    const known = isTheirs ? recipient.applicant : null;
    if (known?.id === applicant.id && known.messagingToken === applicant.token) return true;
    throw refused('This is no applicant of yours, or the token is wrong.');
  }
  const hasInvited = isTheirs && recipient.invitationId !== null && recipient.invitationId === invitationId;
  return hasInvited || isConnection(account, recipient);
}

function inMail(account: Account, product: Product, recipient: Contact, { sendAs }: StartOptions): Way {
  if (recipient.refusesMessages) throw refused('This person does not take InMails.');
  const costs = !recipient.isOpenProfile && sendAs !== 'EMAIL';
  if (costs && creditsLeft(account, product) < 1) throw refused('There are no InMail credits left.');
  return { chat: null, isInMail: true, costs };
}

function creditsLeft({ credits }: Account, product: Product): number {
  return product === 'company' || product === 'flat' ? 0 : (credits[product] ?? 0);
}
