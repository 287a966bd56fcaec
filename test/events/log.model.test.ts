import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openEventLog } from '../../src/events/log.ts';
import type { EventIdentity, IncomingEvent } from '../../src/messaging/event.ts';
import { created, memoryStore } from './happenings.ts';

const identity: fc.Arbitrary<EventIdentity> = fc.oneof(
  fc.record({ once: fc.constantFrom('a', 'b', 'c', 'd') }),
  fc.record({ thing: fc.constantFrom('a', 'b', 'status'), says: fc.constantFrom('up', 'down', '') }),
);
const append = fc.record({
  connectionId: fc.constantFrom('sales', 'hiring'),
  identities: fc.array(identity, { maxLength: 6 }),
});
/** Each step: what is appended in one turn, and whether the gateway starts anew before. */
const steps = fc.array(fc.record({ restart: fc.boolean(), appends: fc.array(append, { maxLength: 5 }) }), {
  maxLength: 12,
});

/** The rule as a reader would say it, one event after the other. */
class Model {
  readonly log: { connectionId: string; event: IncomingEvent['event'] }[] = [];
  readonly #happened = new Set<string>();
  readonly #said = new Map<string, string>();

  isNew(connectionId: string, { event, identity: by }: IncomingEvent): boolean {
    const key = 'once' in by ? `${connectionId}/once/${by.once}` : `${connectionId}/thing/${by.thing}`;
    const repeats = 'once' in by ? this.#happened.has(key) : this.#said.get(key) === by.says;
    if (repeats) return false;
    if ('once' in by) this.#happened.add(key);
    else this.#said.set(key, by.says);
    this.log.push({ connectionId, event });
    return true;
  }
}

it('however appends are grouped and the gateway restarted, the log holds what one by one would have given', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (given) => {
      const store = await memoryStore();
      const model = new Model();
      let log = await openEventLog(store);
      let number = 0;
      const nextNumber = () => {
        number += 1;
        return number;
      };
      for (const { restart, appends } of given) {
        if (restart) log = await openEventLog(store);
        const batches = appends.map(({ connectionId, identities }) => ({
          connectionId,
          events: identities.map((by) => created(nextNumber(), { identity: by })),
        }));
        const answers = await Promise.all(
          batches.map((batch) => log.append(batch.connectionId, batch.events)),
        );
        const expected = batches.map(({ connectionId, events }) =>
          events.filter((event) => model.isNew(connectionId, event)).map(({ event }) => event),
        );
        expect(answers.map((news) => news.map(({ event }) => event))).toEqual(expected);
      }
      const kept = await log.read(0, 1_000);
      expect(kept.map(({ connectionId, event }) => ({ connectionId, event }))).toEqual(model.log);
      expect(kept.map(({ place }) => place)).toEqual(model.log.map((_, index) => index + 1));
      await store.close();
    }),
    { numRuns: 150 },
  );
});
