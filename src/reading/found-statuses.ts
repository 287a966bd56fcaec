import type { AccountStatus } from '../messaging/account.ts';
import type { IncomingEvent, MessagingEvent } from '../messaging/event.ts';

export type StatusEvent = Extract<MessagingEvent, { readonly type: 'ACCOUNT_STATUS_CHANGED' }>;

/** Not of one of its products only. */
export function isOfAccount(event: MessagingEvent): event is StatusEvent {
  return event.type === 'ACCOUNT_STATUS_CHANGED' && event.product === null;
}

/** What listings are the first to find of accounts' statuses becomes events, which a provider may tell again, late. */
export class FoundStatuses {
  /** By account, until something else is told of it. */
  readonly #told = new Map<string, AccountStatus>();

  /** The events of what is news; `known` is undefined for an account that is new. `now` in Unix milliseconds. */
  tell(
    found: Iterable<{ accountId: string; known: AccountStatus | undefined; listed: AccountStatus }>,
    now: number,
  ): IncomingEvent[] {
    const at = new Date(now).toISOString();
    return [...found]
      .filter(({ known, listed }) => isNews(known, listed))
      .map(({ accountId, listed: status }) => {
        this.#told.set(accountId, status);
        return {
          event: { type: 'ACCOUNT_STATUS_CHANGED', accountId, at, status, product: null },
          identity: { thing: JSON.stringify(['status', accountId]), says: JSON.stringify([status, at]) },
        };
      });
  }

  hear(event: MessagingEvent): void {
    if (isOfAccount(event) && !this.hasTold(event)) this.#told.delete(event.accountId);
  }

  hasTold(event: MessagingEvent): boolean {
    return isOfAccount(event) && this.#told.get(event.accountId) === event.status;
  }
}

/**
 * Whether it is another status than subscribers know, who know none of an account that is new or remembered from before
 * the start. Listings do not tell of products: where one has signed out, they say that the account works.
 */
function isNews(known: AccountStatus | undefined, listed: AccountStatus): boolean {
  if (known === undefined || known === 'UNKNOWN' || listed === 'UNKNOWN') return false;
  return known !== listed && !(known === 'DEGRADED' && listed === 'CONNECTED');
}
