import { isDeepStrictEqual } from 'node:util';
import type { EventLog } from '../events/log.ts';
import type { Account, AccountRef, AccountStatus } from '../messaging/account.ts';
import type { Call } from '../messaging/call.ts';
import { type Failure, failure, failureOf } from '../messaging/errors.ts';
import type { MessagingEvent } from '../messaging/event.ts';
import type { Log } from '../messaging/log.ts';
import type { Provider } from '../messaging/provider.ts';
import { isOfAccount, KnownStatuses } from './known-statuses.ts';
import { Relisting } from './relisting.ts';
import type { Remembered } from './remembered.ts';
import { SignedOut } from './signed-out.ts';

export interface ConnectionAccountsOptions {
  readonly provider: Provider;
  /** Only these, where it is given. */
  readonly narrowedTo: ReadonlySet<string> | null;
  readonly remembered: Remembered;
  readonly log: Log;
  /** Of the background. */
  readonly makeCall: () => Call;
  readonly refreshMs: number;
  /** Called for each account that came, went or has another record. */
  readonly changed: (account: AccountRef) => void;
  readonly events: Pick<EventLog, 'append'>;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** The accounts of one connection: remembered, listed again and again, and kept true by events in between. */
export class ConnectionAccounts {
  readonly #options: ConnectionAccountsOptions;
  readonly #connectionId: string;
  readonly #closing = new AbortController();
  #accounts = new Map<string, Account>();
  /** Removed, or named by an event and not listed yet: in no list, but what happened to them can be shown. */
  readonly #aside = new Map<string, Account>();
  #failure: Failure | null = failure(
    'PROVIDER_UNAVAILABLE',
    'The accounts of this connection are still being listed.',
  ).failure;
  #listing: Promise<void> | null = null;
  readonly #relisting: Relisting;
  #written: Promise<void> = Promise.resolve();
  #telling: Promise<void> = Promise.resolve();
  readonly #statuses = new KnownStatuses();
  /** What events said while a listing was under way: it may be older than they are. */
  readonly #heardMeanwhile = new Map<string, AccountStatus>();
  readonly #signedOut = new SignedOut();

  constructor(options: ConnectionAccountsOptions) {
    this.#options = options;
    this.#connectionId = options.provider.connectionId;
    const { refreshMs, now } = options;
    this.#relisting = new Relisting({ refreshMs, now, list: () => void this.list() });
  }

  /** Throws StorageUnavailable. */
  async recall(): Promise<void> {
    for (const account of await this.#options.remembered.all()) {
      if (!this.#includes(account.accountId)) continue;
      const place = account.status === 'REMOVED' ? this.#aside : this.#accounts;
      place.set(account.accountId, account);
    }
  }

  accounts(): Iterable<Account> {
    return this.#accounts.values();
  }

  /** Also one that is in no list: removed (status REMOVED), or so new that only an event has named it. */
  account(accountId: string): Account | null {
    return this.#accounts.get(accountId) ?? this.#aside.get(accountId) ?? null;
  }

  /** Why no account is known; null where some are, or where the provider said that there are none. */
  failure(): Failure | null {
    return this.#accounts.size === 0 ? this.#failure : null;
  }

  /** Whether the provider failed is told by `failure`. Resolves when it has answered and arranges the next time. */
  list(): Promise<void> {
    this.#listing ??= this.#list().finally(() => {
      this.#listing = null;
      this.#relisting.end(this.#failure !== null);
    });
    return this.#listing;
  }

  /**
   * An account that counts as working was answered for as one that must be connected again: it is listed soon, in case
   * that no webhook has told it.
   */
  doubt(accountId: string): void {
    if (!this.#isPushed || this.#accounts.get(accountId)?.status !== 'CONNECTED') return;
    this.#relisting.doubt();
  }

  /** Whether this says no more than what a listing has told just before. */
  hasTold(event: MessagingEvent): boolean {
    return this.#statuses.hasTold(event);
  }

  hear(event: MessagingEvent): void {
    const { accountId } = event;
    if (!this.#includes(accountId)) return;
    this.#signedOut.hear(event);
    this.#statuses.hear(event);
    const isStatus = isOfAccount(event);
    if (isStatus && this.#listing !== null) this.#heardMeanwhile.set(accountId, event.status);
    const account = this.#accounts.get(accountId);
    if (account === undefined) {
      if (!this.#aside.has(accountId)) this.#aside.set(accountId, this.#newcomer(accountId));
      if (!isStatus) this.#relisting.lookFor(accountId);
      else if (event.status !== 'REMOVED') this.#relisting.lookAgainFor(accountId);
    } else if (isStatus && event.status === 'REMOVED') {
      this.#accounts.delete(accountId);
      this.#aside.set(accountId, { ...account, status: 'REMOVED' });
      this.#remember();
      this.#options.changed(account);
    } else if (event.type === 'ACCOUNT_STATUS_CHANGED') {
      const status = isStatus ? event.status : this.#inPart(account);
      if (status === account.status) return;
      this.#accounts.set(accountId, { ...account, status });
      this.#options.changed(account);
    }
  }

  /** Resolves when nothing of it runs any more. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#relisting.close();
    await this.#listing;
    await this.#written;
    await this.#telling;
  }

  /** Where nothing is pushed, polls tell what becomes of accounts. */
  get #isPushed(): boolean {
    return this.#options.provider.webhook !== undefined;
  }

  /** What works is DEGRADED while a product of it has signed out; what does not work as a whole stays that. */
  #inPart({ accountId, status }: Account): AccountStatus {
    if (status !== 'CONNECTED' && status !== 'DEGRADED') return status;
    return this.#signedOut.includes(accountId) ? 'DEGRADED' : 'CONNECTED';
  }

  async #list(): Promise<void> {
    const { provider, log } = this.#options;
    this.#heardMeanwhile.clear();
    this.#relisting.begin();
    try {
      this.#take(await provider.listAccounts(this.#call()));
      this.#failure = null;
      this.#remember();
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      const reason = failureOf(error);
      if (reason === null)
        log.error({ connectionId: this.#connectionId, err: error }, 'Listing accounts broke');
      else log.warn({ connectionId: this.#connectionId, code: reason.code }, 'Accounts could not be listed');
      this.#failure =
        reason ??
        failure('PROVIDER_UNAVAILABLE', 'The accounts of this connection could not be listed.').failure;
    }
  }

  #take(listed: readonly Account[]): void {
    const before = this.#accounts;
    const after = new Map<string, Account>();
    const found = new Map<string, AccountStatus>();
    for (const account of listed) {
      const { accountId } = account;
      const status = this.#heardMeanwhile.get(accountId) ?? account.status;
      if (this.#includes(accountId)) found.set(accountId, status);
      const isInPart = status === 'CONNECTED' && this.#signedOut.includes(accountId);
      const record: Account = { ...account, status: isInPart ? 'DEGRADED' : status };
      if (record.status === 'REMOVED' || !this.#includes(accountId)) continue;
      const same = before.get(accountId);
      after.set(accountId, isDeepStrictEqual(same, record) ? (same ?? record) : record);
      this.#relisting.found(accountId);
      this.#aside.delete(accountId);
    }
    for (const [accountId, account] of before) {
      if (after.has(accountId)) continue;
      this.#aside.set(accountId, { ...account, status: 'REMOVED' });
      found.set(accountId, 'REMOVED');
    }
    this.#accounts = after;
    for (const accountId of new Set([...before.keys(), ...after.keys()])) {
      if (before.get(accountId) !== after.get(accountId)) {
        this.#options.changed({ connectionId: this.#connectionId, accountId });
      }
    }
    if (this.#isPushed) this.#tell(found);
  }

  /** What cannot be told now is told after the next listing. */
  #tell(found: ReadonlyMap<string, AccountStatus>): void {
    const { now, events, log } = this.#options;
    const news = this.#statuses.newsOf(found, new Date(now()).toISOString());
    if (news.length === 0) return;
    this.#telling = this.#telling
      .then(() => events.append(this.#connectionId, news))
      .then(() => this.#statuses.wereTold(news))
      .catch((error: unknown) => {
        log.error({ connectionId: this.#connectionId, err: error }, 'What a listing found could not be told');
      });
  }

  /** One write after the other. What cannot be remembered is known all the same until the next start. */
  #remember(): void {
    this.#written = this.#written
      .then(() => this.#options.remembered.replace([...this.#accounts.values(), ...this.#removed()]))
      .catch((error: unknown) => {
        this.#options.log.warn(
          { connectionId: this.#connectionId, err: error },
          'Accounts could not be remembered',
        );
      });
  }

  #removed(): Account[] {
    return [...this.#aside.values()].filter(({ status }) => status === 'REMOVED');
  }

  /** What is known of an account before it is listed. */
  #newcomer(accountId: string): Account {
    return {
      connectionId: this.#connectionId,
      accountId,
      providerId: null,
      provider: this.#options.provider.kind,
      network: 'UNKNOWN',
      name: accountId,
      status: 'CONNECTING',
      ownerId: null,
      details: null,
    };
  }

  #includes(accountId: string): boolean {
    return this.#options.narrowedTo?.has(accountId) ?? true;
  }

  #call(): Call {
    const call = this.#options.makeCall();
    return {
      signal: AbortSignal.any([call.signal, this.#closing.signal]),
      deadline: call.deadline,
      background: call.background,
      count: () => call.count(),
    };
  }
}
