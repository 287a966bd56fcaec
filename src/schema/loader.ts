import { createContextCache } from '@pothos/core';
import DataLoader from 'dataloader';
import type { AccountRef } from '../messaging/account.ts';
import { byConnection } from './by-connection.ts';
import type { Context } from './context.ts';

const memories: { delete(context: Context): void }[] = [];

/** Something that is remembered for one operation, or for one event of a subscription. */
export function remembered<T extends object>(create: (context: Context) => T): (context: Context) => T {
  const memory = createContextCache(create);
  memories.push(memory);
  return memory;
}

/** Forgets what the operation has read so far: a mutation that changed something calls it before it answers. */
export function forgetRead(context: Context): void {
  for (const memory of memories) memory.delete(context);
}

/** A DataLoader per operation or event. `load` answers in the keys' order; an Error among the answers fails that key alone. */
export function loader<Key, Value>(
  nameOf: (key: Key) => string,
  load: (keys: readonly Key[], context: Context) => Promise<readonly (Value | Error)[]>,
): (context: Context) => DataLoader<Key, Value, string> {
  return remembered(
    (context) => new DataLoader<Key, Value, string>((keys) => load(keys, context), { cacheKeyFn: nameOf }),
  );
}

const atOnce = 6;

/** Asks for each key by itself, a few at once; a key that fails fails alone. */
export async function oneByOne<Key, Value>(
  keys: readonly Key[],
  ask: (key: Key) => Promise<Value>,
): Promise<readonly (Value | Error)[]> {
  const answers: (Value | Error)[] = [];
  const waiting = keys.entries();
  const worker = async () => {
    for (const [index, key] of waiting) {
      answers[index] = await ask(key).catch(asError);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, keys.length) }, worker));
  return answers;
}

/** Asks each connection for all of its keys together; one that fails fails its own keys alone. */
export async function perConnection<Key extends AccountRef, Value>(
  keys: readonly Key[],
  ask: (connectionId: string, keys: readonly Key[]) => Promise<readonly (Value | Error)[]>,
): Promise<readonly (Value | Error)[]> {
  const answers = new Map<Key, Value | Error>();
  await Promise.all(
    [...byConnection(keys)].map(async ([connectionId, group]) => {
      const found = await ask(connectionId, group).catch((error: unknown) => group.map(() => asError(error)));
      for (const [index, answer] of found.entries()) {
        const key = group[index];
        if (key) answers.set(key, answer);
      }
    }),
  );
  return keys.map((key) => {
    const answer = answers.get(key);
    return answer === undefined ? new Error('A batch has fewer answers than keys.') : answer;
  });
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
