import type { AccountRef } from '../../messaging/account.ts';
import type { Call } from '../../messaging/call.ts';
import { type Failure, failureOf } from '../../messaging/errors.ts';
import { type IncomingEvent, messageOnce } from '../../messaging/event.ts';
import type { Instant } from '../../messaging/instant.ts';
import { concurrently } from '../concurrently.ts';
import { unreadable } from '../lenient.ts';
import type { Client, Reading, ReadTarget } from './client.ts';
import { toMessage } from './convert.ts';
import { isFinal } from './errors.ts';
import { type Histories, inOrder } from './histories.ts';
import { type Entry, entryOf, type Ledgers } from './ledger.ts';
import type { Conversation, People } from './people.ts';
import type { Synchronizer } from './synchronizer.ts';
import { WholeReads } from './whole-reads.ts';
import type * as wire from './wire.ts';

const SECOND = 1_000;
const DAY = 24 * 3_600 * SECOND;
/** An exclusive `since` would leave out a second message of the same second (linked-api.md §8.4). */
const OVERLAP_MS = 2 * SECOND;
/** What is noticed late lies before what is known: every so many reads look back a day. */
const WIDE_EVERY = 20;
const BATCH = 10;
/** Whole conversations come one in an answer, which has 10 MB at most, and so many in one go. */
const MOST_WHOLE = 20;
const READS_AT_ONCE = 4;
/** How late something may be noticed and still ring; the two clocks need not agree either. */
const LATE_MS = 15 * 60 * SECOND;

export interface NewsParts {
  readonly account: AccountRef;
  readonly client: Client;
  readonly people: People;
  readonly ledgers: Ledgers;
  readonly histories: Histories;
  readonly synchronizer: Synchronizer;
  readonly pollEveryMs: number;
  /** Unix milliseconds. */
  readonly now: () => number;
}

export interface News {
  /** By time. */
  readonly events: readonly IncomingEvent[];
  /** By chat: what these events are of. It becomes known once they have been taken. */
  readonly fresh: Readonly<Record<string, readonly Entry[]>>;
  /** Why something could not be read. */
  readonly failures: readonly Failure[];
  /** Whether anything at all could be. */
  readonly isAnyRead: boolean;
}

/** Finds what was said since, by reading again what lies about the newest known message (linked-api.md §8.4, §13.5). */
export class Newsreader {
  private readonly parts: NewsParts;
  /** By chat: reads since one that looked far back. */
  private readonly reads = new Map<string, number>();
  private readonly wholeReads: WholeReads;

  constructor(parts: NewsParts) {
    this.parts = parts;
    this.wholeReads = new WholeReads(parts.now);
  }

  /**
   * `isHistory`: whatever is found is known from now on, and nobody is told. `polledAt`: when the last poll ended well, in
   * Unix milliseconds; null where that is not known. Throws StorageUnavailable.
   */
  async read(isHistory: boolean, polledAt: number | null, call: Call): Promise<News> {
    const ringsSince = this.ringsSince(polledAt);
    const events: IncomingEvent[] = [];
    const fresh: Record<string, readonly Entry[]> = {};
    const failures: Failure[] = [];
    let isAnyRead = false;
    const readBatch = async (batch: readonly Asked[]) => {
      const answers = await this.answers(batch, call);
      for (const [index, asked] of batch.entries()) {
        const answer = answers[index] ?? unreadable().failure;
        if ('code' in answer) await this.refused(asked, answer, failures);
        else {
          isAnyRead = true;
          const found = await this.take(asked, answer, isHistory);
          if (found.length === 0) continue;
          fresh[asked.chatId] = found.map(entryOf);
          events.push(...found.map((message) => this.toEvent(asked, message, ringsSince)));
        }
      }
    };
    const [partly, whole] = await this.plan();
    const alone = whole.map((conversation) => [{ ...conversation, since: null }]);
    await concurrently(READS_AT_ONCE, [...chunks(partly, BATCH), ...alone], readBatch);
    // What is new is heard also where all there is cannot be read.
    const rest = await this.sinceKnown(
      whole.filter((conversation) => this.wholeReads.hasFailed(conversation)),
    );
    await concurrently(READS_AT_ONCE, chunks(rest, BATCH), readBatch);
    events.sort((one, other) => (one.event.at < other.event.at ? -1 : one.event.at > other.event.at ? 1 : 0));
    return { events, fresh, failures, isAnyRead };
  }

  /** One per conversation; what concerns them all is the answer of each. */
  private async answers(batch: readonly Asked[], call: Call): Promise<readonly (Reading | Failure)[]> {
    try {
      return await this.parts.client.read(batch, call);
    } catch (error) {
      const reason = failureOf(error);
      if (reason === null) throw error;
      return batch.map(() => reason);
    }
  }

  /** Who is read now: in batches, for what may be new; and whole conversations, each by itself. */
  private async plan(): Promise<readonly [partly: readonly Asked[], whole: readonly Conversation[]]> {
    const all = await this.parts.people.all();
    const readable = all.filter(({ isReadable, sync }) => isReadable || sync === 'NEW');
    const whole = readable
      .filter((conversation) => this.wholeReads.isDue(conversation))
      .sort((one, other) => (one.readWholeAt ?? 0) - (other.readWholeAt ?? 0))
      .slice(0, MOST_WHOLE);
    const partly = readable.filter((conversation) => !whole.includes(conversation));
    return [await this.sinceKnown(partly), whole];
  }

  /** Asks for what may be new; what was never read waits for its turn to be read whole. */
  private async sinceKnown(conversations: readonly Conversation[]): Promise<readonly Asked[]> {
    const parts: Asked[] = [];
    for (const conversation of conversations) {
      if (conversation.readWholeAt === null) continue;
      const newest = (await this.parts.ledgers.of(conversation.chatId))?.newest ?? null;
      // Where nothing was, no message's time can be counted from, and all there is fits into a batch.
      if (newest !== null) parts.push({ ...conversation, since: this.since(conversation, newest) });
      else if (!this.wholeReads.hasFailed(conversation)) parts.push({ ...conversation, since: null });
    }
    return parts;
  }

  /** Only ever counted from the time of a message: the two clocks need not agree. */
  private since({ chatId }: Conversation, newest: number): Instant {
    // The first read after a restart looks far back too.
    const reads = this.reads.get(chatId) ?? WIDE_EVERY;
    this.reads.set(chatId, reads >= WIDE_EVERY ? 1 : reads + 1);
    const from = newest - (reads >= WIDE_EVERY ? DAY : OVERLAP_MS);
    return new Date(Math.floor(from / SECOND) * SECOND).toISOString().replace('.000Z', 'Z');
  }

  private async refused(asked: Asked, reason: Failure, failures: Failure[]): Promise<void> {
    const { synchronizer } = this.parts;
    const { chatId, sync, since } = asked;
    if (reason.code === 'NOT_SYNCHRONIZED') {
      this.wholeReads.forget(asked);
      await synchronizer.wasNotSynchronized(chatId);
      return;
    }
    if (since === null) this.wholeReads.wasNotRead(asked);
    if (sync === 'NEW' && isFinal(reason)) await synchronizer.wasRefused(chatId, reason);
    else failures.push(reason);
  }

  /** Answers what is news; what is history is written down as known. */
  private async take(asked: Asked, reading: Reading, isHistory: boolean): Promise<wire.Message[]> {
    const { ledgers, synchronizer, histories } = this.parts;
    const { chatId, newsSince } = asked;
    const ledger = await ledgers.of(chatId);
    const ordered = inOrder(reading.messages);
    const messages = ledger?.named(ordered) ?? ordered;
    const unknown = messages.filter(({ id }) => ledger?.has(id) !== true);

    const isNews = ({ time }: wire.Message) =>
      !isHistory && (ledger !== null || (newsSince !== null && time >= newsSince));
    const news = unknown.filter(isNews);
    const history = unknown.filter((message) => !isNews(message));
    if (history.length > 0 || ledger === null) await ledgers.add(chatId, history.map(entryOf));

    await synchronizer.wasRead(chatId, reading);
    await this.remember(asked, messages);
    if (news.length > 0) histories.forget(chatId);
    return news;
  }

  private async remember(asked: Asked, messages: readonly wire.Message[]): Promise<void> {
    const { people, now } = this.parts;
    const { chatId, since } = asked;
    const last = messages.at(-1) ?? null;
    const isWhole = since === null;
    if (isWhole) {
      this.reads.set(chatId, 1);
      this.wholeReads.forget(asked);
    }
    await people.update(chatId, (conversation) => {
      const { lastMessage } = conversation;
      const threadId = last?.threadId ?? conversation.threadId;
      // Only the whole tells that what was last has gone.
      if (isWhole) return { ...conversation, lastMessage: last, threadId, readWholeAt: now() };
      const isNewer =
        last !== null &&
        (lastMessage === null || (lastMessage.id !== last.id && lastMessage.time <= last.time));
      return isNewer ? { ...conversation, lastMessage: last, threadId } : conversation;
    });
  }

  /**
   * What was sent before this (Unix milliseconds) is shown, but does not ring: an earlier poll should have found it, or
   * there was none for longer than usual.
   */
  private ringsSince(polledAt: number | null): number {
    const { now, pollEveryMs } = this.parts;
    const wasAway = polledAt === null || now() - polledAt > 1.5 * pollEveryMs + LATE_MS;
    return (wasAway ? now() : polledAt) - LATE_MS;
  }

  private toEvent(conversation: Conversation, found: wire.Message, ringsSince: number): IncomingEvent {
    const message = toMessage(this.parts.account, conversation, found);
    const { accountId, chatId, messageId, sentAt } = message;
    const isBackfill = Date.parse(sentAt) < ringsSince;
    return {
      event: { type: 'MESSAGE_CREATED', accountId, at: sentAt, chatId, messageId, message, isBackfill },
      identity: messageOnce('created', message),
    };
  }
}

type Asked = Conversation & ReadTarget;

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
