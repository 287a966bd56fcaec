import { type ErrorCode, type Failure, failureOf } from '../../messaging/errors.ts';
import type { ReadTarget } from './client.ts';
import { profileOf } from './profile-url.ts';

/** An entry of an answer, with whose it is as far as it says so. */
export interface Answered<Value> {
  readonly key: string | null;
  readonly value: Value;
}

/** Names a conversation in requests and answers alike; null where the address is none. */
export function keyOf(channel: string, address: string | null | undefined): string | null {
  const profile = profileOf(address ?? '');
  return profile && `${channel}:${profile.key}`;
}

/**
 * Which entry of an answer belongs to which key: the one of that key, else the one in its place, because whether
 * addresses are echoed as they were sent is not known (linked-api.md §5.8). Null where there is none.
 */
export function matched<Value>(
  keys: readonly (string | null)[],
  answered: readonly (Answered<Value> | null)[],
): (Value | null)[] {
  const answeredKeys = answered.map((entry) => entry?.key ?? null);
  return keys.map((key, place) => {
    const same = key === null ? -1 : answeredKeys.indexOf(key);
    if (same !== -1) return answered[same]?.value ?? null;
    const inPlace = answeredKeys[place] ?? null;
    const isAnothers = inPlace !== null && keys.includes(inPlace);
    return answered.length === keys.length && !isAnothers ? (answered[place]?.value ?? null) : null;
  });
}

const spoiling: readonly ErrorCode[] = ['NOT_SYNCHRONIZED', 'INVALID_INPUT', 'NOT_FOUND'];

/**
 * Reads a batch, and where one of its members spoils it, its halves: the present form refuses a whole request for one
 * conversation that is not synchronized (linked-api.md §13.6). Throws what concerns all of them.
 */
export async function readSplitting<Value>(
  targets: readonly ReadTarget[],
  read: (targets: readonly ReadTarget[]) => Promise<readonly (Value | Failure)[]>,
): Promise<readonly (Value | Failure)[]> {
  if (targets.length === 0) return [];
  try {
    return await read(targets);
  } catch (error) {
    const reason = failureOf(error);
    if (reason === null || !spoiling.includes(reason.code)) throw error;
    if (targets.length === 1) return [reason];
    const half = Math.ceil(targets.length / 2);
    return [
      ...(await readSplitting(targets.slice(0, half), read)),
      ...(await readSplitting(targets.slice(half), read)),
    ];
  }
}
