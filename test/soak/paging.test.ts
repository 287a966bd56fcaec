import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { driftedWalk, drifts } from '../paging/drift.ts';
import { seed } from '../support/seed.ts';

describe(`lists of 5,000 that move while they are walked (seed ${seed})`, () => {
  it('show once what stays, at least once what moves up, and nothing else: 3,000 walks', async () => {
    let calls = 0;
    let needed = 0;
    await fc.assert(
      fc.asyncProperty(drifts(fc.constant(5_000)), async (drift) => {
        const outcome = await driftedWalk(drift);
        const { lost, repeated, missed, invented } = outcome;
        expect({ lost, repeated, missed, invented }).toEqual({
          lost: [],
          repeated: [],
          missed: [],
          invented: [],
        });
        if (drift.restarts + drift.earlierEdges + drift.leftOut > 0) return;
        calls += outcome.calls;
        needed += outcome.needed;
      }),
      { seed, numRuns: 3_000 },
    );
    expect(calls).toBeLessThanOrEqual(1.2 * needed);
  }, 3_600_000);
});
