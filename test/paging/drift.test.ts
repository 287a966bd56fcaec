import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../src/sandbox/random.ts';
import { seed } from '../support/seed.ts';
import { type Drift, driftedWalk, drifts, Ledger, maxPageSizes, type Outcome } from './drift.ts';
import { call, MovingList, pagings, sourceOf } from './lists.ts';

const nothing = { lost: [], repeated: [], missed: [], invented: [] };

/** A place is looked for too far down, and the page before holds all of what was read there. */
const overshot = {
  paging: 'offset',
  maxPageSize: 100,
  size: 5_000,
  first: 92,
  changesPerPage: 50,
  isShort: true,
  seed: -348828577,
} as const;

function faultsOf({ lost, repeated, missed, invented }: Outcome) {
  return { lost, repeated, missed, invented };
}

describe(`a list that moves while it is walked (seed ${seed})`, () => {
  it('shows once what stays, at least once what moves up, and nothing else: 2,000 walks', async () => {
    await fc.assert(
      fc.asyncProperty(drifts(fc.integer({ min: 0, max: 300 })), async (drift) => {
        expect(faultsOf(await driftedWalk(drift))).toEqual(nothing);
      }),
      { seed, numRuns: 2_000 },
    );
  }, 300_000);

  it('so too with 5,000 items: 20 walks', async () => {
    await fc.assert(
      fc.asyncProperty(drifts(fc.constant(5_000)), async (drift) => {
        expect(faultsOf(await driftedWalk(drift))).toEqual(nothing);
      }),
      { seed, numRuns: 20 },
    );
  }, 300_000);

  it('takes at most 1.2 times the calls needed, each walk of 5,000 items: 100 walks', async () => {
    const walks = fc.record({
      paging: fc.constantFrom(...pagings),
      maxPageSize: maxPageSizes,
      size: fc.constant(5_000),
      // Where a page holds less than the vendor's largest, calls are to spare.
      first: fc.oneof(fc.integer({ min: 20, max: 100 }), fc.integer({ min: 90, max: 100 })),
      changesPerPage: fc.oneof(fc.double({ min: 0.1, max: 50, noNaN: true }), fc.constant(50)),
      isShort: fc.boolean(),
      seed: fc.integer(),
    });
    await fc.assert(
      fc.asyncProperty(walks, async (walk) => {
        const outcome = await driftedWalk({ ...walk, leftOut: 0, restarts: 0, earlierEdges: 0 });
        expect(faultsOf(outcome)).toEqual(nothing);
        // A cursor that hides an offset can only be followed: a wrong guess where the place is now costs two calls.
        const guessed = walk.paging === 'drifting cursor' ? 2 : 0;
        expect(outcome.calls).toBeLessThanOrEqual(1.2 * outcome.needed + guessed);
      }),
      { seed, numRuns: 100, examples: [[overshot]] },
    );
  }, 300_000);
});

describe('the control: plain offsets, a page each', () => {
  it.each([0.1, 1, 10, 50])('loses or repeats items at %d changes per page', async (changesPerPage) => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        naiveWalk({ size: 5_000, first: 20, changesPerPage, seed: index }),
      ),
    );
    expect(outcomes.filter(({ lost, repeated }) => lost.length + repeated.length > 0)).toHaveLength(20);
  });
});

/** What a client does that was given the vendor's offsets. */
async function naiveWalk(walk: Pick<Drift, 'size' | 'first' | 'changesPerPage' | 'seed'>) {
  const random = seeded(`${walk.seed}`);
  const list = new MovingList(walk.size);
  const ledger = new Ledger([list]);
  const source = sourceOf(list, 'offset');
  for (let offset = 0; ; offset += walk.first) {
    const page = await source.fetch({ at: 'offset', offset }, walk.first, call());
    for (const item of page.items) ledger.came(item.id);
    if (page.next === null) return ledger.outcome();
    ledger.change(random, walk.changesPerPage);
  }
}
