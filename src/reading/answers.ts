import { LRUCache } from 'lru-cache';
import type { AccountRef } from '../messaging/account.ts';
import type { Call } from '../messaging/call.ts';
import type { Failure } from '../messaging/errors.ts';
import { Flights } from './flights.ts';
import { Generations, type Topic } from './generations.ts';
import { frozen, Kept, type KeptAnswer } from './kept.ts';
import { wholeAccount } from './topics.ts';

/** What is asked. */
export interface Question {
  /** All that makes it this question beside its accounts; no two kinds of question begin alike. */
  readonly what: readonly unknown[];
  /** Whose data the answer holds. They are part of the key: an answer is never given for another account. */
  readonly accounts: readonly AccountRef[];
  /** What changes the answer, beside a change of an account as a whole. */
  readonly topics: readonly Topic[];
  /** No event tells when the answer changes. */
  readonly brief?: boolean;
}

const whileEventsTell = 5 * 60_000;
const whileNothingTells = 3_000;
/** So long a vendor's reads may lag behind a write of ours (unipile-v1.md §8.4). */
const lag = 60_000;

/** Answers to questions: known, on their way, or asked for. */
export class Answers {
  readonly #flights = new Flights();
  readonly #kept = new Kept({ answers: 20_000, bytes: 64 * 1024 * 1024 });
  readonly #generations = new Generations();
  /** When we last wrote to what a topic is about, as long as reads may lag behind that. */
  readonly #written = new LRUCache<Topic, number>({ max: 10_000 });
  readonly #hasNews: (account: AccountRef) => boolean;
  readonly #now: () => number;

  /** `hasNews`: whether events tell at present what changes in an account. */
  constructor(hasNews: (account: AccountRef) => boolean, now: () => number) {
    this.#hasNews = hasNews;
    this.#now = now;
  }

  /** Throws what `ask` throws; a failure is not kept. */
  read<T>(question: Question, call: Call, ask: (call: Call) => Promise<T>): Promise<T> {
    const key = this.#key(question);
    const known = this.#known(key, question);
    if (known !== undefined) return Promise.resolve(known.value as T);
    return this.#flights.share(key, call, async (shared) => {
      const askedAt = this.#now();
      const value = frozen(await ask(shared));
      this.#kept.put(key, { value, askedAt });
      return value;
    });
  }

  /**
   * One answer per item, in their order. Asks once for all items that are not known; a Failure among the answers is
   * given but not kept. `together` is what the asking depends on beside the items, with the accounts it may touch.
   */
  async readEach<Item, T>(
    items: readonly Item[],
    questionOf: (item: Item) => Question,
    together: Question,
    call: Call,
    ask: (unknown: readonly Item[], call: Call) => Promise<readonly (T | Failure)[]>,
  ): Promise<readonly (T | Failure)[]> {
    const keys: string[] = [];
    const values = new Map<string, T | Failure>();
    const unknown = new Map<string, Item>();
    for (const item of items) {
      const question = questionOf(item);
      const key = this.#key(question);
      const known = this.#known(key, question);
      keys.push(key);
      if (known !== undefined) values.set(key, known.value as T);
      else unknown.set(key, item);
    }
    if (unknown.size > 0) {
      const flight = JSON.stringify([this.#key(together), ...unknown.keys()]);
      const answers = await this.#flights.share(flight, call, async (shared) => {
        const askedAt = this.#now();
        const list = frozen(await ask([...unknown.values()], shared));
        const byKey = new Map([...unknown.keys()].map((key, index) => [key, list[index] as T | Failure]));
        for (const [key, value] of byKey) if (!isFailure(value)) this.#kept.put(key, { value, askedAt });
        return byKey;
      });
      for (const [key, value] of answers) values.set(key, value);
    }
    return keys.map((key) => values.get(key) as T | Failure);
  }

  /** Nothing that was kept or is in flight is given for these topics any more. */
  change(topics: readonly Topic[]): void {
    this.#generations.change(topics);
  }

  /** As `change`, by a write of ours: what is asked for soon after may not show it yet, and is kept only briefly. */
  changeByWriting(topics: readonly Topic[]): void {
    for (const topic of topics) this.#written.set(topic, this.#now());
    this.change(topics);
  }

  /** As `change`, but a kept answer to the question is carried over, as `revise` has it; undefined: it is not. */
  changeAndRevise<T>(
    topics: readonly Topic[],
    question: Question,
    revise: (before: T) => T | undefined,
  ): void {
    const before = this.#known(this.#key(question), question);
    this.change(topics);
    if (before === undefined) return;
    const value = revise(before.value as T);
    if (value === undefined) return;
    const askedAt = value === before.value ? before.askedAt : this.#now();
    this.#kept.put(this.#key(question), { value: frozen(value), askedAt });
  }

  #key(question: Question): string {
    const accounts = question.accounts.map((account) => [account.connectionId, account.accountId]);
    const topics = [...question.accounts.map(wholeAccount), ...question.topics];
    return JSON.stringify([question.what, accounts, this.#generations.of(topics)]);
  }

  #known(key: string, question: Question): KeptAnswer | undefined {
    const answer = this.#kept.get(key);
    if (answer === undefined) return undefined;
    const age = this.#now() - answer.askedAt;
    return age < (this.#staysTrue(question, answer) ? whileEventsTell : whileNothingTells)
      ? answer
      : undefined;
  }

  /** Whether an event will tell when it is true no more. Of what is not there yet none may tell that it is. */
  #staysTrue(question: Question, { value, askedAt }: KeptAnswer): boolean {
    if (question.brief === true || value === null || !question.accounts.every(this.#hasNews)) return false;
    return question.topics.every(
      (topic) => askedAt >= (this.#written.get(topic) ?? Number.NEGATIVE_INFINITY) + lag,
    );
  }
}

const isFailure = (value: unknown): value is Failure =>
  typeof value === 'object' && value !== null && 'code' in value && 'retryable' in value;
