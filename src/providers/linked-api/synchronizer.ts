import type { Call } from '../../messaging/call.ts';
import { type Failure, failureOf } from '../../messaging/errors.ts';
import type { Log } from '../../messaging/log.ts';
import { concurrently } from '../concurrently.ts';
import { unreadable } from '../lenient.ts';
import type { Client, Job, Reading } from './client.ts';
import { concernsAccount, isFinal, isPassing } from './errors.ts';
import type { Asking, Conversation, People } from './people.ts';
import type { Standing } from './standing.ts';
import { backoffMs, inLine, latest, nextDueAt } from './sync-plan.ts';

const SECOND = 1_000;
const DAY = 24 * 3_600 * SECOND;
/** The account's queue runs one job at a time: whoever sends waits behind what is handed over. */
const MAX_JOBS = 2;
const CHECKS_AT_ONCE = 4;
const TRY_AGAIN_MS = 5 * 60 * SECOND;
const FIRST_CHECK_MS = 5 * SECOND;
const LAST_CHECK_MS = 30 * SECOND;
/** A poll reads all conversations, so it is not made for every single check of a job. */
const SOONEST_MS = 15 * SECOND;

export interface SynchronizerParts {
  readonly client: Client;
  readonly people: People;
  readonly standing: Standing;
  readonly resyncDays: number;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly log: Log;
}

/**
 * Has conversations copied and followed (linked-api.md §13.4): at first, when somebody asks, and again before their
 * period ends. It has no timer: `check` and `start` move things on. All that is under way is remembered, so a restart
 * goes on with it. Every method throws StorageUnavailable.
 */
export class Synchronizer {
  private readonly parts: SynchronizerParts;
  private readonly starting = new Set<string>();
  /** When anything was handed over last. */
  private triedAt = 0;
  /** When somebody asked last. */
  private askedAt = 0;

  constructor(parts: SynchronizerParts) {
    this.parts = parts;
  }

  /** Somebody wants it now, and before everything else where `isFirst`; what is under way already goes on. */
  async ask(chatId: string, isFirst: boolean): Promise<Conversation | null> {
    const { now } = this.parts;
    // No two at the same time, so that their order is known.
    this.askedAt = Math.max(now(), this.askedAt + 1);
    const asking: Asking = { isFirst, at: this.askedAt };
    return this.change(chatId, (conversation) => {
      const asked = isFirst ? asking : (conversation.asked ?? asking);
      if (conversation.job !== null) return { ...moved(conversation, 'RUNNING'), asked };
      return { ...moved(conversation, 'QUEUED'), failure: null, attempts: 0, notBefore: now(), asked };
    });
  }

  /** Looks what became of the jobs that are due. */
  async check(call: Call): Promise<void> {
    const { client, people, now, log } = this.parts;
    const due = (await people.all()).filter(({ job }) => job !== null && job.checkAt <= now());
    await concurrently(CHECKS_AT_ONCE, due, async ({ chatId, job }) => {
      if (job === null) return;
      try {
        await this.take(chatId, await client.checkJob(job.jobId, call));
      } catch (error) {
        const reason = failureOf(error);
        if (reason === null) throw error;
        log.debug({ chatId, code: reason.code }, 'A synchronization could not be looked at');
        await this.take(chatId, { state: 'RUNNING', jobId: job.jobId });
      }
    });
  }

  /**
   * Hands over what waits, as far as there is room in the account's queue. An account that is signed out or not paid
   * for is tried with one conversation every five minutes, or when somebody asks. Answers why the account itself is
   * refused, else null.
   */
  async start(call: Call, isAsked: boolean): Promise<Failure | null> {
    const { people, standing, now, resyncDays } = this.parts;
    const all = (await people.all()).filter(({ chatId }) => !this.starting.has(chatId));
    const isUp = standing.status === 'CONNECTED';
    if (!isUp && !isAsked && now() - this.triedAt < TRY_AGAIN_MS) return null;
    const queue = inLine(all, now(), resyncDays);
    const busy = all.filter(({ job }) => job !== null).length + this.starting.size;
    const room = Math.max(0, MAX_JOBS - busy);
    const chosen = isUp ? queue.slice(0, room) : [queue[0] ?? latest(all)].filter((found) => found !== null);

    this.triedAt = now();
    for (const { chatId } of chosen) this.starting.add(chatId);
    try {
      for (const { chatId } of chosen) {
        const refusal = await this.startOne(chatId, call);
        if (refusal !== null && concernsAccount(refusal)) return refusal;
      }
      return null;
    } finally {
      for (const { chatId } of chosen) this.starting.delete(chatId);
    }
  }

  /** Milliseconds until there may be something to do for these; Infinity where nothing is expected. */
  dueInMs(all: readonly Conversation[]): number {
    const { standing, now, resyncDays } = this.parts;
    const dueAt = nextDueAt(all, resyncDays);
    const isUp = standing.status === 'CONNECTED';
    return Math.max(SOONEST_MS, (isUp ? dueAt : Math.max(dueAt, this.triedAt + TRY_AGAIN_MS)) - now());
  }

  /** The vendor says that it does not follow the conversation (any more, or after all). */
  wasNotSynchronized(chatId: string): Promise<Conversation | null> {
    const { now } = this.parts;
    return this.change(chatId, (conversation) => {
      const unread = conversation.isReadable ? { ...conversation, isReadable: false } : conversation;
      if (unread.job !== null || (unread.sync !== 'NEW' && unread.sync !== 'SYNCED')) return unread;
      const pauseMs = unread.syncedAt === null ? 0 : backoffMs(unread.attempts);
      return { ...moved(unread, 'QUEUED'), attempts: unread.attempts + 1, notBefore: now() + pauseMs };
    });
  }

  async wasRead(chatId: string, { syncUntil }: Reading): Promise<void> {
    await this.change(chatId, (conversation) => {
      const known = conversation.sync === 'NEW' ? moved(conversation, 'SYNCED') : conversation;
      const isTold =
        known.isReadable && known.attempts === 0 && (syncUntil === null || syncUntil === known.syncUntil);
      return isTold
        ? known
        : { ...known, isReadable: true, attempts: 0, syncUntil: syncUntil ?? known.syncUntil };
    });
  }

  /** It cannot be followed, and trying again does not help. */
  async wasRefused(chatId: string, reason: Failure): Promise<void> {
    await this.change(chatId, (conversation) => ({
      ...moved(conversation, 'FAILED'),
      failure: reason,
      notBefore: null,
      asked: null,
      job: null,
    }));
  }

  private async startOne(chatId: string, call: Call): Promise<Failure | null> {
    const { client, people } = this.parts;
    const conversation = await people.get(chatId);
    if (conversation === null || conversation.job !== null) return null;
    try {
      await this.take(chatId, await client.startSync(conversation, conversation.name === null, call));
      return null;
    } catch (error) {
      const reason = failureOf(error);
      if (reason === null) throw error;
      // Who was followed once is there, whatever is said of a single request.
      if (isFinal(reason) && conversation.sync !== 'SYNCED') await this.wasRefused(chatId, reason);
      else await this.postpone(chatId, isPassing(reason) ? null : reason);
      return reason;
    }
  }

  private async take(chatId: string, job: Job): Promise<void> {
    const { now } = this.parts;
    if (job.state === 'LOST') return this.postpone(chatId, unreadable().failure);
    if (job.state === 'RUNNING') {
      let isOverdue = false;
      await this.change(chatId, (conversation) => {
        const startedAt = conversation.job?.startedAt ?? now();
        isOverdue = now() - startedAt > DAY;
        const checks = conversation.job === null ? 0 : conversation.job.checks + 1;
        const checkAt = now() + Math.min(LAST_CHECK_MS, FIRST_CHECK_MS * 1.5 ** checks);
        const isQuiet = conversation.sync === 'SYNCED' || conversation.sync === 'RUNNING';
        const running = isQuiet ? conversation : moved(conversation, 'RUNNING');
        return { ...running, failure: null, job: { jobId: job.jobId, startedAt, checks, checkAt } };
      });
      return isOverdue ? this.postpone(chatId, unreadable().failure) : undefined;
    }
    if (job.failure !== null) {
      return isFinal(job.failure) ? this.wasRefused(chatId, job.failure) : this.postpone(chatId, job.failure);
    }
    const conversation = await this.change(chatId, (before) => ({
      ...moved(before, 'SYNCED'),
      failure: null,
      asked: null,
      job: null,
      syncedAt: now(),
      syncUntil: job.syncUntil,
      isReadable: true,
    }));
    if (conversation !== null && job.person !== null) {
      await this.parts.people.learn(conversation.url, job.person);
    }
  }

  /** Tries again later. `reason` null: it has not even begun, so nobody is told of a failure. */
  private async postpone(chatId: string, reason: Failure | null): Promise<void> {
    const { now } = this.parts;
    await this.change(chatId, (conversation) => {
      const notBefore = now() + backoffMs(conversation.attempts);
      const later = { ...conversation, job: null, attempts: conversation.attempts + 1, notBefore };
      // What can be read goes on being read.
      if (reason === null || conversation.sync === 'SYNCED') return later;
      return { ...moved(later, 'FAILED'), failure: reason };
    });
  }

  /** Notes when the state changed, if it did. */
  private change(
    chatId: string,
    change: (conversation: Conversation) => Conversation,
  ): Promise<Conversation | null> {
    const { people, now } = this.parts;
    return people.update(chatId, (before) => {
      const after = change(before);
      return after.sync === before.sync ? after : { ...after, changedAt: now() };
    });
  }
}

function moved(conversation: Conversation, sync: Conversation['sync']): Conversation {
  return conversation.sync === sync ? conversation : { ...conversation, sync };
}
