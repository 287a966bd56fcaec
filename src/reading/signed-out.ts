import type { MessagingEvent } from '../messaging/event.ts';
import type { Product } from '../messaging/inbox.ts';

/** Which products of which accounts have signed out, as events say: listings do not tell of them. */
export class SignedOut {
  readonly #products = new Map<string, Set<Product>>();

  hear(event: MessagingEvent): void {
    if (event.type !== 'ACCOUNT_STATUS_CHANGED') return;
    const { accountId, product, status } = event;
    const products = this.#products.get(accountId) ?? new Set();
    if (product === null && (status === 'CONNECTED' || status === 'REMOVED')) products.clear();
    else if (product !== null && status === 'CONNECTED') products.delete(product);
    else if (product !== null) products.add(product);
    if (products.size > 0) this.#products.set(accountId, products);
    else this.#products.delete(accountId);
  }

  /** Whether any product of the account has. */
  includes(accountId: string): boolean {
    return this.#products.has(accountId);
  }
}
