import { failureOf } from '../messaging/errors.ts';

/** Null where it cannot be had now. Faults of ours are thrown on. */
export async function orNull<T>(reading: Promise<T | null>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (failureOf(error) === null) throw error;
    return null;
  }
}
