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
  const state = new Uint32Array(4);
  const digest = createHash('sha256').update(seed).digest();
  for (let place = 0; place < 4; place++) state[place] = digest.readUInt32LE(place * 4);
  const [first = 0, second = 0, third = 0, fourth = 0] = state;
  let a = first | 0;
  let b = second | 0;
  let c = third | 0;
  let counter = fourth | 0;

  // The generator "sfc32": small, fast, 128 bits of state.
  function next(): number {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
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
