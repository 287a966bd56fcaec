/** A thing that answers are about, as one text: see `topics.ts`. */
export type Topic = string;

const maximumTopics = 100_000;

/**
 * How often things have changed. An answer is kept under the generation that its topics had when it was asked for, so a
 * change needs to find and remove nothing: what was kept before, and what is still in flight, is never asked for again.
 */
export class Generations {
  readonly #generations = new Map<Topic, number>();
  readonly #maximum: number;
  #last = 0;
  #floor = 0;

  constructor(maximum = maximumTopics) {
    this.#maximum = maximum;
  }

  /** Grows when any of the topics changes, and never shrinks. */
  of(topics: readonly Topic[]): number {
    return topics.reduce((latest, topic) => Math.max(latest, this.#generations.get(topic) ?? 0), this.#floor);
  }

  change(topics: readonly Topic[]): void {
    this.#last += 1;
    for (const topic of topics) this.#generations.set(topic, this.#last);
    if (this.#generations.size > this.#maximum) {
      // Rare and harmless: everything counts as changed, and memory stays bounded.
      this.#generations.clear();
      this.#floor = this.#last;
    }
  }
}
