import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Json } from '../../messaging/account.ts';
import type { Notes } from '../../messaging/notes.ts';
import type * as wire from './wire.ts';

/** A message that is known: its first id, what it says (hashed), and its time in Unix milliseconds. */
export type Entry = readonly [messageId: string, says: string, at: number];

const CHUNK = 500;
const KEPT_LEDGERS = 200;

/** Who said what when: recognises a message whose id has changed (linked-api.md §8.4). */
function saysOf({ sender, time, text }: wire.Message): string {
  const words = (text ?? '').trim().replace(/\r\n?/g, '\n');
  return createHash('sha256')
    .update(JSON.stringify([sender ?? null, time, words]))
    .digest('base64url')
    .slice(0, 12);
}

export function entryOf(message: wire.Message): Entry {
  return [message.id, saysOf(message), Date.parse(message.time)];
}

/** The messages of one conversation that are no news any more. */
export class Ledger {
  private readonly entries: Entry[] = [];
  private readonly ids = new Set<string>();
  private readonly idsBySaying = new Map<string, string[]>();
  /** Time of the newest, in Unix milliseconds; null where none is known. */
  newest: number | null = null;

  get size(): number {
    return this.entries.length;
  }

  has(messageId: string): boolean {
    return this.ids.has(messageId);
  }

  add(entry: Entry): void {
    const [messageId, says, at] = entry;
    if (this.ids.has(messageId)) return;
    this.entries.push(entry);
    this.ids.add(messageId);
    this.idsBySaying.set(says, [...(this.idsBySaying.get(says) ?? []), messageId]);
    this.newest = Math.max(this.newest ?? at, at);
  }

  chunk(number: number): readonly Entry[] {
    return this.entries.slice(number * CHUNK, (number + 1) * CHUNK);
  }

  /**
   * The messages of one answer under the ids that they were known by first. A message with an unknown id that says the
   * same as a known one which is missing from the answer is that one; if the known one is there too, it is another.
   */
  named(messages: readonly wire.Message[]): wire.Message[] {
    const taken = new Set(messages.map(({ id }) => id));
    return messages.map((message) => {
      if (this.ids.has(message.id)) return message;
      const first = this.idsBySaying.get(saysOf(message))?.find((id) => !taken.has(id));
      if (first === undefined) return message;
      taken.add(first);
      return { ...message, id: first };
    });
  }
}

/** The ledgers of all conversations, in the notes. Every method throws StorageUnavailable. */
export class Ledgers {
  private readonly notes: Notes;
  private readonly prefix: string;
  private readonly kept = new LRUCache<string, Promise<Ledger | null>>({ max: KEPT_LEDGERS });

  constructor(notes: Notes, accountId: string) {
    this.notes = notes;
    this.prefix = `seen/${accountId}/`;
  }

  /** Null where the conversation has never been read. */
  of(chatId: string): Promise<Ledger | null> {
    const kept = this.kept.get(chatId);
    if (kept !== undefined) return kept;
    const loading = this.load(chatId);
    this.kept.set(chatId, loading);
    loading.catch(() => this.kept.delete(chatId));
    return loading;
  }

  /** Writes messages down as known; those that are already stay as they are. With none, the conversation has been read. */
  async add(chatId: string, entries: readonly Entry[]): Promise<void> {
    const known = await this.of(chatId);
    const ledger = known ?? new Ledger();
    const before = ledger.size;
    for (const entry of entries) ledger.add(entry);
    if (known !== null && ledger.size === before) return;
    const last = Math.max(0, Math.ceil(ledger.size / CHUNK) - 1);
    const first = Math.min(last, Math.floor(before / CHUNK));
    const numbers = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    try {
      // Of a first read the beginning comes last: only with it does the conversation count as read.
      for (const number of known === null ? numbers.reverse() : numbers) {
        await this.notes.set(this.key(chatId, number), ledger.chunk(number) as unknown as Json);
      }
    } catch (error) {
      // What could not be written down is not known.
      this.kept.delete(chatId);
      throw error;
    }
    this.kept.set(chatId, Promise.resolve(ledger));
  }

  private async load(chatId: string): Promise<Ledger | null> {
    const chunks = await this.notes.list(`${this.prefix}${chatId}/`);
    if (chunks[0]?.key !== this.key(chatId, 0)) {
      // A first read did not get to its end.
      for (const { key } of chunks) await this.notes.delete(key);
      return null;
    }
    const ledger = new Ledger();
    for (const { value } of chunks) {
      for (const entry of value as unknown as readonly Entry[]) ledger.add(entry);
    }
    return ledger;
  }

  private key(chatId: string, number: number): string {
    return `${this.prefix}${chatId}/${String(number).padStart(6, '0')}`;
  }
}
