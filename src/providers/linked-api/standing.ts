import type { AccountStatus } from '../../messaging/account.ts';
import { type Failure, failureOf } from '../../messaging/errors.ts';
import type { Notes } from '../../messaging/notes.ts';
import { meaning } from '../lenient.ts';
import type { Client, Job } from './client.ts';
import { isPassing } from './errors.ts';

const meanings: Readonly<Record<string, AccountStatus>> = {
  linkedinAccountSignedOut: 'NEEDS_RECONNECT',
  subscriptionRequired: 'PAUSED',
  noActiveSeats: 'PAUSED',
  identificationTokenRequired: 'ERROR',
  invalidIdentificationToken: 'ERROR',
  linkedApiTokenRequired: 'ERROR',
  invalidLinkedApiToken: 'ERROR',
  accountApiTokenRequired: 'ERROR',
  invalidAccountApiToken: 'ERROR',
};

/** How the account stands, as the last answers told: nothing else tells it in both forms (linked-api.md §13.3). */
export class Standing {
  private readonly notes: Notes;
  private readonly key: string;
  private written: AccountStatus | null = null;
  private current: AccountStatus = 'CONNECTED';

  constructor(notes: Notes, accountId: string) {
    this.notes = notes;
    this.key = `standing/${accountId}`;
  }

  get status(): AccountStatus {
    return this.current;
  }

  heard(reason: Failure): void {
    this.current = meaning(meanings, reason.providerType) ?? this.current;
  }

  /** Reads are answered from the vendor's own copy: they speak for tokens and seat, and not for LinkedIn. */
  wasRead(): void {
    if (this.current !== 'NEEDS_RECONNECT') this.current = 'CONNECTED';
  }

  /** A job has run at LinkedIn. */
  worked(): void {
    this.current = 'CONNECTED';
  }

  /** Takes up what was written down before a restart. Throws StorageUnavailable. */
  async recall(): Promise<void> {
    if (this.written !== null) return;
    const status = (await this.notes.get(this.key)) as AccountStatus | undefined;
    this.written = status ?? 'CONNECTED';
    if (this.current === 'CONNECTED') this.current = this.written;
  }

  /** Throws StorageUnavailable. */
  async remember(): Promise<void> {
    if (this.written === this.current) return;
    await this.notes.set(this.key, this.current);
    this.written = this.current;
  }
}

/** A client whose answers are listened to. */
export function watched(client: Client, standing: Standing): Client {
  async function hearing<Answer>(answer: Promise<Answer>): Promise<Answer> {
    try {
      return await answer;
    } catch (error) {
      const reason = failureOf(error);
      if (reason !== null) standing.heard(reason);
      throw error;
    }
  }

  async function hearingJob(answer: Promise<Job>): Promise<Job> {
    const job = await hearing(answer);
    if (job.state !== 'DONE') return job;
    if (job.failure !== null) standing.heard(job.failure);
    // What was refused for good was refused by LinkedIn.
    if (job.failure === null || !isPassing(job.failure)) standing.worked();
    return job;
  }

  async function hearingRead<Answer>(answer: Promise<Answer>): Promise<Answer> {
    const value = await hearing(answer);
    if (value !== null) standing.wasRead();
    return value;
  }

  return {
    whoAmI: (call) => hearingRead(client.whoAmI(call)),
    startSync: (target, withPerson, call) => hearingJob(client.startSync(target, withPerson, call)),
    startSend: (target, text, subject, call) => hearingJob(client.startSend(target, text, subject, call)),
    checkJob: (jobId, call) => hearingJob(client.checkJob(jobId, call)),
    read: (targets, call) => hearingRead(client.read(targets, call)),
  };
}
