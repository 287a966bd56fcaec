import { type Completion, perform } from './actions.ts';
import { realisticDuration } from './duration.ts';
import type { Stage } from './stage.ts';
import type { Action } from './workflow.ts';
import type { Account } from './world.ts';

export type JobState = 'pending' | 'running' | 'completed' | 'failed';

/** Something that drives the account's browser; one at a time for each account (linked-api.md §1). */
export interface Job {
  id: string;
  account: Account;
  actions: readonly Action[];
  /** The request held an array, so its completion is one. */
  isArray: boolean;
  state: JobState;
  completions: readonly Completion[];
  failure: { reason: string; message: string } | null;
  createdAt: number;
}

/** The queues of all accounts: first come, first served. */
export class Jobs {
  private readonly jobs = new Map<string, Job>();
  private readonly busy = new Map<string, Job>();
  private waiting: Job[] = [];
  private begun = 0;
  private readonly watchers = new Map<string, (() => void)[]>();
  private readonly stage: Stage;

  constructor(stage: Stage) {
    this.stage = stage;
  }

  start(account: Account, actions: readonly Action[], isArray: boolean): Job {
    const id = `wf-${this.stage.random.letters(32, '0123456789abcdef')}`;
    const createdAt = this.stage.clock.now();
    const job: Job = {
      id,
      account,
      actions,
      isArray,
      state: 'pending',
      completions: [],
      failure: null,
      createdAt,
    };
    this.jobs.set(id, job);
    this.waiting.push(job);
    this.tell(job, 'workflow.created');
    this.next(account);
    return job;
  }

  /** Undefined where there is none of that id for this account. */
  find(account: Account, id: string): Job | undefined {
    const job = this.jobs.get(id);
    return job?.account.id === account.id ? job : undefined;
  }

  all(): Job[] {
    return [...this.jobs.values()];
  }

  /** Forgets all of them; who waits for one is let go. */
  clear(): void {
    for (const job of this.jobs.values()) {
      job.state = 'failed';
      job.failure = { reason: 'cancelled', message: 'Everything was set back.' };
    }
    for (const resolve of [...this.watchers.values()].flat()) resolve();
    this.jobs.clear();
    this.busy.clear();
    this.watchers.clear();
    this.waiting = [];
    this.begun = 0;
  }

  /** Whether it was stopped before it did anything. */
  cancel(job: Job): boolean {
    if (job.state === 'pending') {
      this.waiting = this.waiting.filter((other) => other !== job);
      this.end(job, 'failed', { reason: 'cancelled', message: 'The workflow was cancelled.' });
      return true;
    }
    if (job.state !== 'running' || !this.stage.switches.cancelRunning) return false;
    this.end(job, 'failed', { reason: 'cancelled', message: 'The workflow was cancelled.' });
    return true;
  }

  /** Resolves when the job has ended. */
  ended(job: Job): Promise<void> {
    if (job.state === 'completed' || job.state === 'failed') return Promise.resolve();
    return new Promise((resolve) => {
      this.watchers.set(job.id, [...(this.watchers.get(job.id) ?? []), resolve]);
    });
  }

  private next(account: Account): void {
    if (this.busy.has(account.id)) return;
    const index = this.waiting.findIndex((job) => job.account.id === account.id);
    const [job] = index < 0 ? [] : this.waiting.splice(index, 1);
    if (job === undefined) return;
    this.busy.set(account.id, job);
    // In a later turn, so that the answer to the request that began it says "pending".
    this.stage.clock.setTimeout(() => {
      if (job.state !== 'pending') return;
      job.state = 'running';
      this.tell(job, 'workflow.started');
      if (!this.stage.switches.stuckJobs) this.stage.clock.setTimeout(() => this.run(job), this.duration());
    }, 0);
  }

  private duration(): number {
    const { jobMs } = this.stage.switches;
    const place = this.begun++;
    return jobMs === 'realistic' ? realisticDuration(this.stage.random, place) : jobMs;
  }

  private run(job: Job): void {
    if (job.state !== 'running') return;
    const { switches } = this.stage;
    if (job.account.state === 'signedOut') {
      this.end(job, 'failed', { reason: 'linkedinAccountSignedOut', message: 'LinkedIn ended the session.' });
      return;
    }
    if (switches.limitExceeded === 'failure') {
      this.end(job, 'failed', { reason: 'limitExceeded', message: 'The limit of this action is used up.' });
      return;
    }
    job.completions = switches.silentFailures
      ? job.actions.map(({ actionType }) => ({ actionType, success: false }))
      : job.actions.map((action) => perform(this.stage, job.account, action));
    this.end(job, 'completed', null);
  }

  private end(job: Job, state: 'completed' | 'failed', failure: Job['failure']): void {
    job.state = state;
    job.failure = failure;
    if (failure?.reason !== 'cancelled') this.tell(job, 'workflow.completed');
    for (const resolve of this.watchers.get(job.id) ?? []) resolve();
    this.watchers.delete(job.id);
    if (this.busy.get(job.account.id) === job) this.busy.delete(job.account.id);
    this.next(job.account);
  }

  private tell(job: Job, type: 'workflow.created' | 'workflow.started' | 'workflow.completed'): void {
    const result = type === 'workflow.completed' ? { result: completionOf(job) } : {};
    this.stage.tell({ type, account: job.account, workflowId: job.id, status: job.state, ...result });
  }
}

/** The completion of a job as its form shows it: an array only where an array was asked. */
export function completionOf(job: Job): unknown {
  return job.isArray ? job.completions : job.completions[0];
}
