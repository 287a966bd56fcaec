import { randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type AccountRef, accountKey } from '../messaging/account.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { readSource, readWalk, writeSource, writeWalk } from './encode.ts';
import { HASH_BYTES, hashOf } from './mark.ts';
import type { ListSource } from './page.ts';
import { type LastShown, notBegun, type SourceState, type WalkState } from './place.ts';
import { MAX_SEALED_BYTES, type Seal } from './seal.ts';
import type { CursorShelf } from './shelf.ts';

/** What an edge changed in the state of the walk, or the end of the page. */
export interface WalkStep {
  readonly round: number;
  readonly stalled: number;
  readonly last: LastShown | null;
  readonly changed: ReadonlyMap<number, SourceState>;
}

const SHELF_LIFE = 7 * 24 * 3_600_000;
const ACCOUNT_BYTES = 4;
/** Bytes of a short cursor beside its accounts: the entry's name, the edge, the items shown last. */
const LONGEST_TAIL = 192;
const whole = 0;
const shelved = 1;

/** Makes the cursors of a page and opens them again. */
export class Cursors {
  readonly #seal: Seal;
  readonly #shelf: CursorShelf;
  readonly #now: () => number;

  constructor(seal: Seal, shelf: CursorShelf, now: () => number) {
    this.#seal = seal;
    this.#shelf = shelf;
    this.#now = now;
  }

  /** One cursor per step. Those of a walk with many sources stand on the shelf together, under one name. */
  async make(
    list: string,
    accounts: readonly AccountRef[],
    start: WalkState,
    steps: readonly WalkStep[],
  ): Promise<string[]> {
    const last = steps.at(-1);
    if (last === undefined) return [];
    const states = [...statesAfter(start, steps)];
    const head = headOf(whole, accounts, ACCOUNT_BYTES);
    // The end first: where it is too long, no time is lost with the others.
    const bodies: Buffer[] = [];
    for (const state of states.toReversed()) {
      const body = wholeBody(head, state);
      if (body.length > MAX_SEALED_BYTES) return this.#makeShelved(list, accounts, start, steps);
      bodies.unshift(body);
    }
    return bodies.map((body) => this.#seal.close(list, body));
  }

  /** Whether it was made for this list; what it names may be gone all the same, see `open`. */
  isOf(list: string, text: string): boolean {
    return this.#seal.open(list, text) !== null;
  }

  /**
   * The state behind a cursor; null where it cannot be used: damaged, of another version or list, or naming an account
   * that is not among these. Where a long cursor's entry has expired, the list is approached by time.
   */
  async open(
    list: string,
    text: string,
    accounts: readonly AccountRef[],
    sources: readonly ListSource<unknown>[],
  ): Promise<WalkState | null> {
    const content = this.#seal.open(list, text);
    if (content === null) return null;
    const reader = new ByteReader(content);
    const kind = reader.number();
    if (!readAccounts(reader, accounts)) return null;
    if (kind === whole) return readWalk(reader);
    const name = reader.text();
    const step = reader.number();
    const mark = readWalk(reader);
    const body = await this.#shelf.get(name);
    return (body === null ? null : shelvedState(body, step)) ?? approachByTime(mark, sources);
  }

  async #makeShelved(
    list: string,
    accounts: readonly AccountRef[],
    start: WalkState,
    steps: readonly WalkStep[],
  ): Promise<string[]> {
    const name = randomBytes(9).toString('base64url');
    await this.#shelf.put(name, shelfBody(start, steps), this.#now() + SHELF_LIFE);
    // As many bytes of each account's hash as fit: 4 up to some 340 accounts, none beyond some 1,350.
    const room = Math.floor((MAX_SEALED_BYTES - LONGEST_TAIL) / Math.max(1, accounts.length));
    const head = headOf(shelved, accounts, Math.min(ACCOUNT_BYTES, room));
    return steps.map((step, index) => {
      const writer = new ByteWriter().raw(head).text(name).number(index);
      writeWalk(writer, { ...start, ...step, sources: new Map() });
      return this.#seal.close(list, writer.bytes());
    });
  }
}

function* statesAfter(start: WalkState, steps: readonly WalkStep[]): Generator<WalkState> {
  let sources = start.sources;
  for (const { round, stalled, last, changed } of steps) {
    sources = new Map([...sources, ...changed]);
    yield { walk: start.walk, round, stalled, last, sources };
  }
}

function wholeBody(head: Buffer, state: WalkState): Buffer {
  const writer = new ByteWriter().raw(head);
  writeWalk(writer, state);
  return writer.bytes();
}

/** The kind of the cursor, and its accounts by so many bytes of their hashes each. */
function headOf(kind: number, accounts: readonly AccountRef[], width: number): Buffer {
  const writer = new ByteWriter().number(kind).number(width).number(accounts.length);
  for (const account of accounts) writer.fixed(accountHash(account, width), width);
  return writer.bytes();
}

/** Whether all accounts that are named are among these. */
function readAccounts(reader: ByteReader, accounts: readonly AccountRef[]): boolean {
  const width = reader.number();
  const known = new Set(accounts.map((account) => accountHash(account, width)));
  const named = Array.from({ length: reader.number() }, () => reader.fixed(width));
  return named.every((hash) => known.has(hash));
}

function accountHash(account: AccountRef, width: number): number {
  return width === 0 ? 0 : Math.floor(hashOf(accountKey(account)) / 256 ** (HASH_BYTES - width));
}

function shelfBody(start: WalkState, steps: readonly WalkStep[]): Buffer {
  const writer = new ByteWriter();
  writeWalk(writer, start);
  writer.number(steps.length);
  for (const step of steps) {
    writeWalk(writer, { ...start, ...step, sources: new Map() });
    writer.number(step.changed.size);
    for (const [source, state] of step.changed) writeSource(writer, source, state);
  }
  return deflateRawSync(writer.bytes(), { level: 1 });
}

/** Null where the body is not one of ours. */
function shelvedState(body: Buffer, step: number): WalkState | null {
  try {
    const reader = new ByteReader(inflateRawSync(body));
    const start = readWalk(reader);
    const steps = Array.from({ length: reader.number() }, (): WalkStep => {
      const { round, stalled, last } = readWalk(reader);
      const changed = new Map(Array.from({ length: reader.number() }, () => readSource(reader)));
      return { round, stalled, last, changed };
    });
    return [...statesAfter(start, steps)][step] ?? null;
  } catch {
    return null;
  }
}

/**
 * Every source behind the time of the item that was shown last. Among items of the same time, those of sources before
 * that item's source have been shown, those of sources after it have not.
 */
function approachByTime<T>(walk: WalkState, listed: readonly ListSource<T>[]): WalkState {
  const { last } = walk;
  const shown = last?.trail.at(-1);
  if (last === null || shown === undefined || shown.time === null) {
    return { ...walk, round: 0, sources: new Map() };
  }
  const { hash, time } = shown;
  const hashes = listed.map(({ source }) => hashOf(source.name));
  const lastShown = hashes.indexOf(last.source);
  const states = listed.map(({ source }, index): [number, SourceState] => {
    const mark = { hash, time: index < lastShown ? time - 1 : time };
    const position = source.positionBefore?.(new Date(mark.time + 1).toISOString()) ?? null;
    return [hashOf(source.name), { ...notBegun, place: { position, index: 0, trail: [mark] } }];
  });
  return { ...walk, round: 0, sources: new Map(states) };
}
