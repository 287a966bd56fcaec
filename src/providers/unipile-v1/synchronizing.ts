import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Call } from '../../messaging/call.ts';
import { type SyncStatus, syncStatuses } from '../../messaging/chat.ts';
import { type Failure, failure, failureOf } from '../../messaging/errors.ts';
import type { IncomingEvent } from '../../messaging/event.ts';
import type { Changes } from '../../messaging/provider.ts';
import type { Client } from './client.ts';
import { toSyncStatus } from './convert-chat.ts';

const MOST_CHATS = 2_000;
const SOONEST_MS = 2_000;
const SLOWEST_MS = 60_000;
const GIVEN_UP_MS = 30 * 60_000;

/**
 * What a position says: what was told along with it, by chat, of synchronizations that are under way or have just ended.
 * It comes back once that was taken, and only then does it count as told.
 */
const receipt = z.record(z.string(), z.object({ status: z.enum(syncStatuses), beganAt: z.number() }));
type Receipt = z.output<typeof receipt>;

interface Synchronization {
  readonly status: SyncStatus;
  /** Unix milliseconds, as `dueAt`, when to ask again. */
  readonly beganAt: number;
  readonly dueAt: number;
  /** Why it is FAILED, where that is known. */
  readonly failure: Failure | null;
  readonly isTold: boolean;
}

/**
 * The histories of an account's chats that Unipile was asked to fetch. It pushes nothing of them and tells how far one is
 * when it is asked again (unipile-v1.md §5.8), so it is, after longer and longer, for half an hour at most.
 */
export class Synchronizations {
  private readonly accountId: string;
  private readonly client: Client;
  private readonly now: () => number;
  private readonly chats = new LRUCache<string, Synchronization>({ max: MOST_CHATS });

  /** `now` in Unix milliseconds. */
  constructor(accountId: string, client: Client, now: () => number) {
    this.accountId = accountId;
    this.client = client;
    this.now = now;
  }

  /** How far it is, as it was heard last; null where nobody has asked. */
  statusOf(chatId: string): SyncStatus | null {
    return this.chats.get(chatId)?.status ?? null;
  }

  /** Asks, which begins it where it is not under way. Null: the chat is gone. Throws FailureError. */
  async ask(chatId: string, call: Call): Promise<SyncStatus | null> {
    const status = toSyncStatus((await this.client.syncChat(chatId, this.accountId, call))?.status);
    if (status !== null || this.chats.has(chatId)) this.heard(chatId, status ?? 'FAILED');
    return status;
  }

  /** What has come of those that are due, and all that was not told yet. */
  async changes(position: string | null, call: Call): Promise<Changes> {
    const told = readReceipt(position);
    for (const [chatId, one] of Object.entries(told)) this.resume(chatId, one);
    let pause: Failure | null = null;
    for (const chatId of this.due()) pause ??= await this.askAgain(chatId, call);

    const untold = [...this.chats.entries()].filter(([, { isTold }]) => !isTold);
    const open = [...this.chats.entries()].filter(([, one]) => !(isOver(one) && one.isTold));
    const running = open.filter(([, one]) => !isOver(one));
    const next: Receipt = Object.fromEntries(
      open.map(([chatId, { status, beganAt }]) => [chatId, { status, beganAt }]),
    );
    return {
      events: untold.map(([chatId, one]) => this.toEvent(chatId, one)),
      position: JSON.stringify(next),
      againMs: Math.min(...running.map(([, { dueAt }]) => Math.max(0, dueAt - this.now()))),
      ...(pause !== null && { pause }),
    };
  }

  private resume(chatId: string, { status, beganAt }: Receipt[string]): void {
    const known = this.chats.get(chatId);
    if (known === undefined) {
      this.chats.set(chatId, { status, beganAt, dueAt: this.now(), failure: null, isTold: true });
    } else if (known.status === status && known.beganAt === beganAt) {
      this.chats.set(chatId, { ...known, isTold: true });
    }
  }

  private due(): string[] {
    return [...this.chats.entries()].flatMap(([chatId, one]) =>
      isOver(one) || one.dueAt > this.now() ? [] : [chatId],
    );
  }

  /** Answers the failure where the vendor asks for a pause. */
  private async askAgain(chatId: string, call: Call): Promise<Failure | null> {
    const { beganAt } = this.chats.get(chatId) ?? { beganAt: this.now() };
    if (this.now() - beganAt >= GIVEN_UP_MS) {
      this.heard(chatId, 'FAILED', notFinished);
      return null;
    }
    try {
      await this.ask(chatId, call);
      return null;
    } catch (error) {
      const reason = failureOf(error);
      if (reason === null) throw error;
      if (reason.code === 'RATE_LIMITED') return reason;
      if (reason.retryable || reason.code === 'OUTCOME_UNKNOWN') this.postpone(chatId);
      else this.heard(chatId, 'FAILED', reason);
      return null;
    }
  }

  private heard(chatId: string, status: SyncStatus, reason: Failure | null = null): void {
    const known = this.chats.get(chatId);
    const isSame = known !== undefined && !isOver(known);
    const beganAt = isSame ? known.beganAt : this.now();
    const isTold = isSame && known.status === status && known.isTold;
    this.chats.set(chatId, { status, beganAt, dueAt: this.dueAfter(beganAt), failure: reason, isTold });
  }

  private postpone(chatId: string): void {
    const known = this.chats.get(chatId);
    if (known !== undefined) this.chats.set(chatId, { ...known, dueAt: this.dueAfter(known.beganAt) });
  }

  /** As long again as it has taken so far. */
  private dueAfter(beganAt: number): number {
    return this.now() + Math.min(SLOWEST_MS, Math.max(SOONEST_MS, this.now() - beganAt));
  }

  private toEvent(chatId: string, { status, beganAt, failure: error }: Synchronization): IncomingEvent {
    const { accountId } = this;
    const at = new Date(this.now()).toISOString();
    return {
      event: {
        type: 'SYNCHRONIZATION_CHANGED',
        accountId,
        at,
        product: null,
        profileUrl: null,
        chatId,
        syncStatus: status,
        error,
      },
      identity: {
        thing: JSON.stringify(['synchronization', accountId, chatId]),
        says: `${beganAt} ${status}`,
      },
    };
  }
}

const { failure: notFinished } = failure(
  'PROVIDER_UNAVAILABLE',
  'The provider has not said within half an hour that it is done.',
);

function isOver({ status }: Pick<Synchronization, 'status'>): boolean {
  return status === 'DONE' || status === 'FAILED';
}

/** Empty for what we never wrote. */
function readReceipt(position: string | null): Receipt {
  try {
    return receipt.parse(JSON.parse(position ?? '{}'));
  } catch {
    return {};
  }
}
