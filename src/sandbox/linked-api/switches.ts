/** What is not known of the vendor, or differs between its versions (linked-api.md §14.4, §14.6). */
export interface Switches {
  /** `since` leaves out a message of exactly that time. */
  sinceExclusive: boolean;
  newestFirst: boolean;
  /** A new message reaches the copy of a synchronised conversation only after so many milliseconds. */
  refreshDelayMs: number;
  /** Synchronising again gives the messages other ids. */
  resyncChangesIds: boolean;
  /** Answers repeat a person's address in its usual form and not as it was sent. */
  canonicalEcho: boolean;
  /** Answers hold what they held before May 2026: the start of a workflow its id alone, and nothing has a thread or a period. */
  idOnlyAnswers: boolean;
  /** Errors come with status 200 and `success: false`. */
  errorsWithStatus200: boolean;
  /** How long a job takes (milliseconds of the clock); realistic: from 20 seconds to five minutes, as at the vendor. */
  jobMs: number | 'realistic';
  /** Jobs that run never end. */
  stuckJobs: boolean;
  /** A running job can be cancelled. */
  cancelRunning: boolean;
  /** The next actions end without success, and without an error. */
  silentFailures: boolean;
  /** Jobs end in a status that no document knows. */
  unknownStatus: boolean;
  /** The account's action limit is used up, and it is said here. */
  limitExceeded: 'start' | 'action' | 'failure' | null;
  /** How long a synchronised conversation is followed. */
  syncPeriodMs: number;
  /** Messages without text arrive as null instead of "". */
  nullTexts: boolean;
  /** The seed's form answers an array that the request left out with []. */
  emptyArrays: boolean;
  /** Where the seed's form pushes results that are asked for by webhook; null: such requests are refused. */
  resultWebhook: string | null;
  /** Result links answer without tokens. */
  openResultLinks: boolean;
}

const DAY_MS = 24 * 60 * 60 * 1000;

export function defaultSwitches(): Switches {
  return {
    sinceExclusive: false,
    newestFirst: false,
    refreshDelayMs: 0,
    resyncChangesIds: false,
    canonicalEcho: false,
    idOnlyAnswers: false,
    errorsWithStatus200: false,
    jobMs: 2000,
    stuckJobs: false,
    cancelRunning: true,
    silentFailures: false,
    unknownStatus: false,
    limitExceeded: null,
    syncPeriodMs: 30 * DAY_MS,
    nullTexts: false,
    emptyArrays: false,
    resultWebhook: null,
    openResultLinks: false,
  };
}
