import type { Random } from '../random.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const EVERY_LONG = 5;

/**
 * How long a job takes at the vendor (milliseconds): 20 to 60 seconds, and every fifth three to five minutes, which is
 * called normal too (linked-api.md §1). `place`: how many there were before it.
 */
export function realisticDuration(random: Random, place: number): number {
  return place % EVERY_LONG === EVERY_LONG - 1
    ? random.integer(3 * MINUTE, 5 * MINUTE)
    : random.integer(20 * SECOND, MINUTE);
}
