import type { Account } from '../../messaging/account.ts';
import type { Inbox, Product } from '../../messaging/inbox.ts';
import { meaning } from '../lenient.ts';
import type * as wire from './wire.ts';

/** What is kept of an account beyond its nouns: what its inboxes and capabilities follow from. */
export type Details = {
  readonly premiumFeatures: readonly string[];
  readonly organizations: readonly Organization[];
};

/** A Company Page that the account's owner may write for. */
type Organization = {
  readonly name: string;
  /** The id of its inbox. */
  readonly inboxId: string;
  readonly organizationUrn: string | null;
  readonly mailboxUrn: string | null;
};

export function toOrganizations(organizations: readonly wire.Organization[]): Organization[] {
  return organizations.flatMap(({ name, messaging_enabled, organization_urn, mailbox_urn }) => {
    const urn = organization_urn || mailbox_urn;
    if (!urn || messaging_enabled === false) return [];
    return {
      name: name || 'Company Page',
      inboxId: companyInboxId(urn),
      organizationUrn: organization_urn || null,
      mailboxUrn: mailbox_urn || null,
    };
  });
}

/** Null where the record does not hold them. */
export function detailsOf({ details }: Account): Details | null {
  const known = details as unknown as Partial<Details> | null;
  return known?.premiumFeatures && known.organizations
    ? { premiumFeatures: known.premiumFeatures, organizations: known.organizations }
    : null;
}

const products = {
  CLASSIC: ['LINKEDIN_CLASSIC', 'LinkedIn'],
  SALES_NAVIGATOR: ['LINKEDIN_SALES_NAVIGATOR', 'Sales Navigator'],
  RECRUITER: ['LINKEDIN_RECRUITER', 'Recruiter'],
  MESSAGING: ['MESSAGING', 'Messages'],
} as const satisfies Record<string, readonly [Product, string]>;

const companyPrefix = 'COMPANY_';

/** LinkedIn's products and Company Pages, elsewhere one inbox. */
export function toInboxes(account: Account, details: Details): Inbox[] {
  const { connectionId, accountId } = account;
  const inbox = (inboxId: keyof typeof products): Inbox => {
    const [product, name] = products[inboxId];
    return { connectionId, accountId, inboxId, providerId: null, name, product, isPrimary: true };
  };
  if (account.network !== 'LINKEDIN') return [inbox('MESSAGING')];
  const has = (feature: string) => details.premiumFeatures.includes(feature);
  return [
    inbox('CLASSIC'),
    ...(has('sales_navigator') ? [inbox('SALES_NAVIGATOR')] : []),
    ...(has('recruiter') ? [inbox('RECRUITER')] : []),
    ...details.organizations.map(
      ({ name, inboxId, mailboxUrn, organizationUrn }): Inbox => ({
        connectionId,
        accountId,
        inboxId,
        providerId: mailboxUrn ?? organizationUrn,
        name,
        product: 'LINKEDIN_COMPANY_PAGE',
        isPrimary: true,
      }),
    ),
  ];
}

const folders: Readonly<Record<string, string>> = {
  INBOX_LINKEDIN_CLASSIC: 'CLASSIC',
  INBOX_LINKEDIN_RECRUITER: 'RECRUITER',
  INBOX_LINKEDIN_SALES_NAVIGATOR: 'SALES_NAVIGATOR',
};

/** Where a chat is, by its mailbox and its folder; LinkedIn's classic inbox where they do not say. */
export function inboxIdOf(chat: wire.Chat, details: Details | null): string {
  if (chat.account_type !== 'LINKEDIN') return 'MESSAGING';
  const urn = chat.organization_id || chat.mailbox_id;
  if (urn) {
    const owner = details?.organizations.find(
      ({ mailboxUrn, organizationUrn }) =>
        isSameUrn(mailboxUrn, chat.mailbox_id) || isSameUrn(organizationUrn, chat.organization_id),
    );
    return owner?.inboxId ?? companyInboxId(urn);
  }
  return (
    chat.folder.map((folder) => meaning(folders, folder)).find((inboxId) => inboxId !== null) ?? 'CLASSIC'
  );
}

/** What an inbox is of. */
export function productOf(inboxId: string): Product {
  if (inboxId.startsWith(companyPrefix)) return 'LINKEDIN_COMPANY_PAGE';
  return Object.hasOwn(products, inboxId) ? products[inboxId as keyof typeof products][0] : 'UNKNOWN';
}

const companyInboxId = (urn: string) => companyPrefix + bareId(urn);

// Urns and bare ids are both seen, so only what follows the last colon counts.
const bareId = (urn: string) => urn.slice(urn.lastIndexOf(':') + 1);

function isSameUrn(one: string | null | undefined, other: string | null | undefined): boolean {
  return Boolean(one && other) && bareId(one ?? '') === bareId(other ?? '');
}
