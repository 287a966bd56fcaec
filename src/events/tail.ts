import type { LoggedEvent, Place } from './log.ts';
import { pageCharacters } from './rows.ts';

/** An event with its JSON, whose length says how much it weighs. */
export interface TailEntry {
  readonly logged: LoggedEvent;
  readonly body: string;
}

const maximumEvents = 8_192;
const maximumCharacters = 16_000_000;

/** The last events in memory: however many streams listen, an event is not read from the database for each. */
export interface Tail {
  head(): Place;
  /** `before`: the place that the first of them follows. Where the tail has not seen it, it begins anew there. */
  push(before: Place, entries: readonly TailEntry[]): void;
  /** Null where the tail does not reach back to the place. */
  read(after: Place, limit: number): readonly LoggedEvent[] | null;
  /** Puts an event in the place of itself, where it is still here. */
  replace(entry: TailEntry): void;
}

/** A tail that begins, empty, after a place. */
export function openTail(begin: Place): Tail {
  let start = begin;
  let head = begin;
  let characters = 0;
  /** Their places follow one another: the entry at index i is at place `start + 1 + i`. */
  let entries: { readonly logged: LoggedEvent; readonly size: number }[] = [];

  function trim(): void {
    let count = 0;
    while (entries.length - count > maximumEvents || characters > maximumCharacters) {
      characters -= entries[count]?.size ?? 0;
      count += 1;
    }
    if (count > 0) entries = entries.slice(count);
    start += count;
  }

  return {
    head: () => head,

    push(before, news) {
      if (before !== head) {
        entries = [];
        characters = 0;
        start = before;
      }
      for (const { logged, body } of news) {
        entries.push({ logged, size: body.length });
        characters += body.length;
        head = logged.place;
      }
      trim();
    },

    read(after, limit) {
      if (after < start) return null;
      const page: LoggedEvent[] = [];
      let size = 0;
      for (let index = after - start; page.length < limit; index += 1) {
        const entry = entries[index];
        if (entry === undefined) break;
        size += entry.size;
        if (size > pageCharacters && page.length > 0) break;
        page.push(entry.logged);
      }
      return page;
    },

    replace({ logged, body }) {
      const index = logged.place - start - 1;
      const entry = entries[index];
      if (entry === undefined) return;
      characters += body.length - entry.size;
      entries[index] = { logged, size: body.length };
      trim();
    },
  };
}
