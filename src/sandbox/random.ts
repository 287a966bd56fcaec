import { createHash, randomBytes } from 'node:crypto';

/** Chance that can be repeated: the same seed gives the same numbers, on every machine. */
export interface Random {
  /** From 0 (included) to 1 (excluded). */
  next(): number;
  /** A whole number, both ends included. */
  integer(from: number, to: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** One item; throws RangeError if there is none. */
  pick<Item>(items: readonly Item[]): Item;
  /** The items in another order, as a new array. */
  shuffle<Item>(items: readonly Item[]): Item[];
  /** So many characters of this alphabet. */
  letters(length: number, alphabet: string): string;
  /** Chance of its own for one purpose, so that drawing more here changes nothing there. */
  fork(purpose: string): Random;
}

export const DIGITS = '0123456789';
export const HEX = '0123456789ABCDEF';
export const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Chance that comes out the same each time for the same seed. */
export function seeded(seed: string): Random {
  const digest = createHash('sha256').update(seed).digest();
  // In a typed array the state stays out of the heap: plain variables cost a new object for each number drawn.
  const state = Int32Array.from([0, 4, 8, 12], (offset) => digest.readInt32LE(offset));

  // The generator "sfc32": small, fast, 128 bits of state.
  function next(): number {
    const a = state[0] ?? 0;
    const b = state[1] ?? 0;
    const c = state[2] ?? 0;
    const counter = state[3] ?? 0;
    const sum = (a + b + counter) | 0;
    state[0] = b ^ (b >>> 9);
    state[1] = (c + (c << 3)) | 0;
    state[2] = ((c << 21) | (c >>> 11)) + sum;
    state[3] = counter + 1;
    return (sum >>> 0) / 4294967296;
  }

  function integer(from: number, to: number): number {
    return from + Math.floor(next() * (to - from + 1));
  }

  function pick<Item>(items: readonly Item[]): Item {
    const item = items[integer(0, items.length - 1)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }

  function shuffle<Item>(items: readonly Item[]): Item[] {
    return items
      .map((item) => ({ item, order: next() }))
      .sort((one, other) => one.order - other.order)
      .map(({ item }) => item);
  }

  function letters(length: number, alphabet: string): string {
    let text = '';
    for (let place = 0; place < length; place++) text += alphabet.charAt(integer(0, alphabet.length - 1));
    return text;
  }

  return {
    next,
    integer,
    chance: (probability) => next() < probability,
    pick,
    shuffle,
    letters,
    fork: (purpose) => seeded(`${seed}/${purpose}`),
  };
}

/** Chance that never comes again: what happens after the start gets its ids from here. */
export function fresh(): Random {
  return seeded(randomBytes(16).toString('hex'));
}
