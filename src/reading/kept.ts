import { LRUCache } from 'lru-cache';

export interface KeptAnswer {
  readonly value: unknown;
  /** Unix milliseconds when it was asked for: what happened since may not be in it. */
  readonly askedAt: number;
}

/** Answers by key, at most so many and so large together: what was not used for longest goes first. */
export class Kept {
  readonly #answers: LRUCache<string, KeptAnswer>;

  /** `bytes` is a rough size of what the answers hold. */
  constructor(limits: { readonly answers: number; readonly bytes: number }) {
    this.#answers = new LRUCache({ max: limits.answers, maxSize: limits.bytes });
  }

  get(key: string): KeptAnswer | undefined {
    return this.#answers.get(key);
  }

  /** The value must be frozen: many callers are given the same. */
  put(key: string, answer: KeptAnswer): void {
    this.#answers.set(key, answer, { size: sizeOf(key) + sizeOf(answer.value) });
  }
}

/** Roughly the bytes that a plain value takes in memory. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return 24 + 2 * value.length;
  if (typeof value !== 'object' || value === null) return 8;
  return Object.values(value).reduce((size: number, member) => size + 8 + sizeOf(member), 32);
}

/** The plain value itself, so that nobody who shares it can change it for the others. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}
