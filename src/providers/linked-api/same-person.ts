import type { Conversation, SyncState } from './people.ts';

const furthest: readonly SyncState[] = ['FAILED', 'NEW', 'QUEUED', 'RUNNING', 'SYNCED'];

/**
 * Two conversations that turned out to be one, because the person was named by two addresses: the one that was there
 * first goes on, with what either has reached, and the other leads to it. `now` in Unix milliseconds.
 */
export function merged(one: Conversation, other: Conversation, now: number): [Conversation, Conversation] {
  const [older, younger] = one.followedAt <= other.followedAt ? [one, other] : [other, one];
  const { sync, failure, notBefore, asked, attempts, job, syncedAt, syncUntil } = isFurther(younger, older)
    ? younger
    : older;
  const kept: Conversation = {
    ...older,
    ...{ sync, failure, notBefore, asked, attempts, job, syncedAt, syncUntil },
    changedAt: sync === older.sync ? older.changedAt : now,
    isReadable: older.isReadable || younger.isReadable,
    newsSince: older.newsSince ?? younger.newsSince,
  };
  return [kept, { ...younger, sync, failure, job: null, changedAt: now, sameAs: kept.chatId }];
}

function isFurther(one: Conversation, other: Conversation): boolean {
  if (one.sync !== other.sync) return furthest.indexOf(one.sync) > furthest.indexOf(other.sync);
  return (one.syncedAt ?? 0) > (other.syncedAt ?? 0);
}
