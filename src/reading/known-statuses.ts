import type { AccountStatus } from '../messaging/account.ts';
import type { IncomingEvent, MessagingEvent } from '../messaging/event.ts';

type StatusEvent = Extract<MessagingEvent, { readonly type: 'ACCOUNT_STATUS_CHANGED' }>;

/** Not of one of its products only. */
export function isOfAccount(event: MessagingEvent): event is StatusEvent {
  return event.type === 'ACCOUNT_STATUS_CHANGED' && event.product === null;
}

/**
 * What subscribers know of the accounts of a connection as wholes, by events or because it was so from the start. What a
 * listing says beside that is news; a provider may tell it too, late.
 */
export class KnownStatuses {
  readonly #known = new Map<string, AccountStatus>();
  /** Accounts of which the last that was told is what a listing found. */
  readonly #foundByListing = new Set<string>();

  hear(event: MessagingEvent): void {
    if (event.type !== 'ACCOUNT_STATUS_CHANGED') return;
    this.#foundByListing.delete(event.accountId);
    if (isOfAccount(event)) this.#known.set(event.accountId, event.status);
  }

  /** The events that make known what a listing found; `at` is an instant. They are news until they are heard. */
  newsOf(found: ReadonlyMap<string, AccountStatus>, at: string): IncomingEvent[] {
    const news: IncomingEvent[] = [];
    for (const [accountId, status] of found) {
      const known = this.#known.get(accountId);
      if (status === 'UNKNOWN' || status === known) continue;
      if (known === undefined) this.#known.set(accountId, status);
      else news.push(incoming(accountId, status, at));
    }
    return news;
  }

  /** These of `newsOf` are in the log. */
  wereTold(news: readonly IncomingEvent[]): void {
    for (const { event } of news) this.#foundByListing.add(event.accountId);
  }

  /** Whether this says no more than what a listing has told just before. */
  hasTold(event: MessagingEvent): boolean {
    const isLast = isOfAccount(event) && this.#foundByListing.has(event.accountId);
    return isLast && this.#known.get(event.accountId) === event.status;
  }
}

function incoming(accountId: string, status: AccountStatus, at: string): IncomingEvent {
  return {
    event: { type: 'ACCOUNT_STATUS_CHANGED', accountId, at, status, product: null },
    identity: { thing: JSON.stringify(['status', accountId]), says: JSON.stringify([status, at]) },
  };
}
