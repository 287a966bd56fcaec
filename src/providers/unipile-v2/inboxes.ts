import type { Account } from '../../messaging/account.ts';
import type { ChatFilter } from '../../messaging/chat.ts';
import type { Inbox, Product } from '../../messaging/inbox.ts';
import { familyOf, isApart, primaryOf, productOfInbox, viewOf } from './assumptions.ts';
import type * as wire from './wire.ts';

/** The one inbox of a network without inboxes: ours, Unipile has the flat routes there. */
export const FLAT_INBOX = 'MESSAGING';

/** What an inbox, ours or Unipile's, is of. */
export function productOf(inboxId: string): Product {
  return inboxId === FLAT_INBOX ? 'MESSAGING' : productOfInbox(inboxId);
}

export function flatInbox({ connectionId, accountId }: Account): Inbox {
  const product = 'MESSAGING';
  return {
    connectionId,
    accountId,
    inboxId: FLAT_INBOX,
    providerId: null,
    name: 'Messages',
    product,
    isPrimary: true,
  };
}

const order: readonly Product[] = [
  'LINKEDIN_CLASSIC',
  'LINKEDIN_SALES_NAVIGATOR',
  'LINKEDIN_RECRUITER',
  'LINKEDIN_COMPANY_PAGE',
  'UNKNOWN',
];

/** The inboxes of a LinkedIn account (unipile-v2.md §4), primary ones first, Classic before the others. */
export function toInboxes({ connectionId, accountId }: Account, inboxes: readonly wire.Inbox[]): Inbox[] {
  const found = inboxes.map(({ id, description, disabled }): Inbox => {
    const product = productOfInbox(id);
    const isPrimary = id === primaryOf(id) && disabled !== true;
    const name = nameOf(id, product, description);
    return { connectionId, accountId, inboxId: id, providerId: id, name, product, isPrimary };
  });
  const rank = ({ isPrimary, product }: Inbox) => (isPrimary ? 0 : order.length) + order.indexOf(product);
  return found.sort((one, other) => rank(one) - rank(other));
}

const names: Readonly<Partial<Record<Product, string>>> = {
  LINKEDIN_CLASSIC: 'LinkedIn',
  LINKEDIN_SALES_NAVIGATOR: 'Sales Navigator',
  LINKEDIN_RECRUITER: 'Recruiter',
};

function nameOf(inboxId: string, product: Product, description: string | null | undefined): string {
  if (product === 'UNKNOWN') return description || inboxId;
  const page = /\d+/.exec(inboxId)?.[0] ?? '';
  const name = names[product] ?? `Company Page ${page}`.trim();
  if (inboxId === primaryOf(inboxId)) return name;
  const view = viewOf(inboxId);
  return `${name}: ${view === 'INMAIL' ? 'InMails' : view.toLowerCase()}`;
}

/**
 * The inboxes to read for all chats that pass a filter, each chat at least once: the primary one of each family and the
 * views that hold something else (§4); in a family without a primary all of them. A filter is followed where a view
 * answers it; `inboxId` names a view, which is read alone, or a primary one, whose family is read.
 */
export function inboxesToRead(
  inboxIds: readonly string[],
  { inboxId, archived, unread }: ChatFilter,
): string[] {
  if (inboxId !== undefined && (inboxId !== primaryOf(inboxId) || !inboxIds.includes(inboxId))) {
    return inboxIds.includes(inboxId) ? [inboxId] : [];
  }
  const families = new Set((inboxId === undefined ? inboxIds : [inboxId]).map(familyOf));
  return [...families].flatMap((family) => {
    const members = inboxIds.filter((id) => familyOf(id) === family);
    const primary = `${family}_PRIMARY`;
    const archive = `${family}_ARCHIVED`;
    if (!members.includes(primary)) return members;
    if (archived === true && members.includes(archive)) return [archive];
    const news = `${family}_UNREAD`;
    const first = unread === true && members.includes(news) ? news : primary;
    const apart = members.filter((id) => isApart(id) && !(archived === false && id === archive));
    return [first, ...apart];
  });
}
