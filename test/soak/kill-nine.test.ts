import { expect, it } from 'vitest';
import { killAgainAndAgain } from '../whole-way/kill-nine/run.ts';

it('kill -9, 20 times, under 200 webhooks a second: every one that was answered 200 is there, once', async () => {
  const { kills, posted, acknowledged, inTheLog, afterRepeats } = await killAgainAndAgain(20);
  const found = new Set(inTheLog);
  const lost = acknowledged.filter((id) => !found.has(id));
  const twice = afterRepeats.length - new Set(afterRepeats).size;
  process.stdout.write(
    `${kills} kills, ${posted.length} webhooks, ${acknowledged.length} answered 200: ${lost.length} lost, ${twice} twice\n`,
  );
  expect(lost).toEqual([]);
  expect(twice).toBe(0);
  expect([...afterRepeats].sort()).toEqual([...posted].sort());
});
