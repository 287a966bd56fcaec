import { randomUUID } from 'node:crypto';
import type { Json } from '../../messaging/account.ts';
import { failureOf } from '../../messaging/errors.ts';
import type { Notes } from '../../messaging/notes.ts';
import type { Target } from './client.ts';

/** That somebody is being written to. */
export type Handover = Target & {
  /** Unix milliseconds. */
  readonly at: number;
};

/** Who is being written to, in the notes, so that a restart in between does not lose them. Throws StorageUnavailable. */
export class Handovers {
  private readonly notes: Notes;
  private readonly prefix: string;
  private readonly now: () => number;
  private readonly running = new Set<string>();

  constructor(notes: Notes, accountId: string, now: () => number) {
    this.notes = notes;
    this.prefix = `handover/${accountId}/`;
    this.now = now;
  }

  /** Keeps it noted until `action` has come to an end that is understood. */
  async during<Result>({ channel, url }: Target, action: () => Promise<Result>): Promise<Result> {
    const key = this.prefix + randomUUID();
    this.running.add(key);
    try {
      await this.notes.set(key, { channel, url, at: this.now() } satisfies Handover);
      const result = await action();
      await this.forget(key);
      return result;
    } catch (error) {
      if (failureOf(error) !== null) await this.forget(key);
      throw error;
    } finally {
      this.running.delete(key);
    }
  }

  /** What cannot be forgotten now is adopted later, which does no harm: what was done at the vendor stays the answer. */
  private async forget(key: string): Promise<void> {
    await this.notes.delete(key).catch(() => {});
  }

  /** Has each that was left over dealt with, and forgets it then. */
  async adopt(action: (handover: Handover) => Promise<void>): Promise<void> {
    for (const { key, value } of await this.notes.list(this.prefix)) {
      if (this.running.has(key)) continue;
      await action(value as Json & Handover);
      await this.notes.delete(key);
    }
  }
}
