import type { Conversation } from './people.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** However short a period is said to be, it is not begun anew more often. */
const SHORTEST_PERIOD_MS = 6 * HOUR;
const LONGEST_PAUSE_MS = 6 * HOUR;

/** How long a conversation is left alone after so many failures in a row. */
export function backoffMs(attempts: number): number {
  return Math.min(5 * MINUTE * 2 ** Math.min(attempts, 10), LONGEST_PAUSE_MS);
}

/**
 * What is to be synchronized now (Unix milliseconds). Whoever is waited for comes first: those who were asked for, then
 * those who are only configured. What is followed already is begun anew behind them, one at a time.
 */
export function inLine(all: readonly Conversation[], now: number, resyncDays: number): Conversation[] {
  const isAllowed = ({ job, notBefore }: Conversation) =>
    job === null && notBefore !== null && notBefore <= now;
  const waiting = all
    .filter((conversation) => isWaiting(conversation) && isAllowed(conversation))
    .sort((one, other) => {
      const [[group, place], [otherGroup, otherPlace]] = [turnOf(one), turnOf(other)];
      return group - otherGroup || place - otherPlace;
    });
  const isRenewing = all.some(({ sync, job }) => sync === 'SYNCED' && job !== null);
  const ending = all
    .filter((conversation) => conversation.sync === 'SYNCED' && isAllowed(conversation))
    .map((conversation) => ({ conversation, ends: periodEnds(conversation, resyncDays) }))
    .filter(({ ends }) => ends <= now && !isRenewing)
    .sort((one, other) => one.ends - other.ends)
    .map(({ conversation }) => conversation);
  return [...waiting, ...ending.slice(0, 1)];
}

/** When the next of them is due, in Unix milliseconds; Infinity where none ever is. */
export function nextDueAt(all: readonly Conversation[], resyncDays: number): number {
  const dueAt = (conversation: Conversation) => {
    const { job, notBefore, sync } = conversation;
    if (job !== null) return job.checkAt;
    if (notBefore === null) return Number.POSITIVE_INFINITY;
    if (sync === 'SYNCED') return Math.max(notBefore, periodEnds(conversation, resyncDays));
    return isWaiting(conversation) ? notBefore : Number.POSITIVE_INFINITY;
  };
  return Math.min(...all.map(dueAt));
}

/** The conversation that was active last, by which an account can be tried; null where none is followed. */
export function latest(all: readonly Conversation[]): Conversation | null {
  const followed = all.filter(({ sync, job }) => sync === 'SYNCED' && job === null);
  const lastActivity = ({ lastMessage }: Conversation) => lastMessage?.time ?? '';
  return followed.reduce<Conversation | null>(
    (best, next) => (best !== null && lastActivity(best) >= lastActivity(next) ? best : next),
    null,
  );
}

/** Of what goes first, the latest asking; of everything else, the earliest. */
function turnOf({ asked, changedAt }: Conversation): readonly [group: number, place: number] {
  if (asked === null) return [2, changedAt];
  return asked.isFirst ? [0, -asked.at] : [1, asked.at];
}

function isWaiting({ sync }: Conversation): boolean {
  return sync === 'QUEUED' || sync === 'FAILED';
}

/** A day before the end where it is told, else so many days after the beginning; at once where neither is known. */
function periodEnds({ syncUntil, syncedAt }: Conversation, resyncDays: number): number {
  if (syncUntil === null) return syncedAt === null ? 0 : syncedAt + resyncDays * DAY;
  return Math.max(Date.parse(syncUntil) - DAY, (syncedAt ?? 0) + SHORTEST_PERIOD_MS);
}
