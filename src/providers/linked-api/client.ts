import type { Call } from '../../messaging/call.ts';
import type { Failure } from '../../messaging/errors.ts';
import type { Instant } from '../../messaging/instant.ts';
import type { ProviderTools } from '../../messaging/provider.ts';
import type { Channel } from './channels.ts';
import { ConversationsClient } from './conversations.ts';
import type { Settings } from './settings.ts';
import type { Wait } from './wait.ts';
import type * as wire from './wire.ts';
import { WorkflowsClient } from './workflows.ts';

/** One person on one channel, by the usual spelling of their address. */
export interface Target {
  readonly channel: Channel;
  readonly url: string;
}

export interface ReadTarget extends Target {
  /** Lower bound of the messages' times, maybe inclusive and maybe not (linked-api.md §8.2); null: all there are. */
  readonly since: Instant | null;
}

/** What Linked API holds of a conversation; in no order that could be relied on. */
export interface Reading {
  readonly messages: readonly wire.Message[];
  /** Until when new messages are noticed; null where it is not told. */
  readonly syncUntil: Instant | null;
}

/** What a person's page tells; members that it does not tell are null. */
export interface PersonPage {
  readonly name: string | null;
  readonly headline: string | null;
  /** Their addresses, public and opaque. */
  readonly urls: readonly string[];
}

export interface DoneJob {
  readonly state: 'DONE';
  /** Why it came to nothing; null: it succeeded. */
  readonly failure: Failure | null;
  readonly person: PersonPage | null;
  readonly syncUntil: Instant | null;
}

/** A job in the account's queue. LOST: nobody can say what becomes or became of it. */
export type Job =
  | { readonly state: 'RUNNING'; readonly jobId: string }
  | DoneJob
  | { readonly state: 'LOST' };

/** Linked API, whatever its form (linked-api.md §13.2). Every method throws FailureError only. */
export interface Client {
  /** The LinkedIn account that the token is for; null where the form cannot tell. */
  whoAmI(call: Call): Promise<{ readonly name: string | null; readonly url: string | null } | null>;
  /** Has a conversation copied and followed. `withPerson`: the person's page is read along the way, where that is possible. */
  startSync(target: Target, withPerson: boolean, call: Call): Promise<Job>;
  /** Has a message sent; never repeated. Throws OUTCOME_UNKNOWN where the answer was lost. */
  startSend(target: Target, text: string, subject: string | null, call: Call): Promise<Job>;
  checkJob(jobId: string, call: Call): Promise<Job>;
  /** One answer per target, in their order. Throws only what concerns them all. */
  read(targets: readonly ReadTarget[], call: Call): Promise<readonly (Reading | Failure)[]>;
}

/** The codec of the form that the settings name. `account` is whose traffic it is. */
export function openClient(settings: Settings, account: string, tools: ProviderTools, wait: Wait): Client {
  return settings.form === 'workflows'
    ? new WorkflowsClient(settings, account, tools)
    : new ConversationsClient(settings, account, tools, wait);
}

export const lost: Job = { state: 'LOST' };

export function done(reason: Failure | null): DoneJob {
  return { state: 'DONE', failure: reason, person: null, syncUntil: null };
}
