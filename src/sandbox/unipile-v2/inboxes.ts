import type { Account, Chat, Product, View } from './world.ts';

/** An inbox of an account: the primary of a product, or a filtered view of it (unipile-v2.md §4). */
export interface Inbox {
  id: string;
  product: Product;
  pageId: string | null;
  isPrimary: boolean;
  /** Null: what the primary shows. */
  view: View | 'UNREAD' | null;
}

const VIEWS: Record<Exclude<Product, 'flat'>, readonly (View | 'UNREAD')[]> = {
  classic: ['ARCHIVED', 'SPAM', 'JOBS', 'INMAIL', 'STARRED'],
  sales_navigator: ['ARCHIVED'],
  recruiter: ['UNREAD', 'ACCEPTED', 'DECLINED', 'UNRESPONDED', 'PENDING', 'ARCHIVED'],
  company: ['ARCHIVED'],
};

/** All inboxes of an account; none where the network has no inboxes. */
export function inboxesOf(account: Account): Inbox[] {
  if (account.provider !== 'linkedin') return [];
  const own = (['classic', 'sales_navigator', 'recruiter'] as const)
    .filter((product) => product === 'classic' || account.credits[product] !== undefined)
    .flatMap((product) => withViews(product.toUpperCase(), product, null));
  const pages = account.pages.flatMap((pageId) => withViews(`COMPANY_${pageId}`, 'company', pageId));
  return [...own, ...pages];
}

function withViews(prefix: string, product: Exclude<Product, 'flat'>, pageId: string | null): Inbox[] {
  const views = VIEWS[product].map((view) => ({
    id: `${prefix}_${view}`,
    product,
    pageId,
    isPrimary: false,
    view,
  }));
  return [{ id: `${prefix}_PRIMARY`, product, pageId, isPrimary: true, view: null }, ...views];
}

/** Views whose chats the primary does not show. */
const ASIDE: readonly View[] = ['ARCHIVED', 'SPAM'];

/** Whether an inbox lists a chat of its account. */
export function shows(inbox: Inbox, chat: Chat): boolean {
  if (chat.product !== inbox.product || chat.pageId !== inbox.pageId) return false;
  if (inbox.view === null) return !ASIDE.some((view) => chat.views.has(view));
  if (inbox.view === 'UNREAD') return chat.unreadCount !== 0 && !chat.views.has('ARCHIVED');
  return chat.views.has(inbox.view);
}
