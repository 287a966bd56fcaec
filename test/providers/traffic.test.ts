import { describe, expect, it } from 'vitest';
import { FailureError } from '../../src/messaging/errors.ts';
import { Traffic } from '../../src/providers/traffic.ts';

function traffic() {
  const clock = { now: Date.parse('2026-03-01T09:00:00.000Z') };
  const road = new Traffic(() => clock.now);
  const fail = (account: string, times: number) => {
    for (let count = 0; count < times; count += 1) road.enter(account).failed();
  };
  return { clock, road, fail };
}

describe('an account that mostly fails (A3)', () => {
  it('is left alone after twenty tries of which half failed, and others are not', () => {
    const { road, fail, clock } = traffic();
    for (let count = 0; count < 10; count += 1) road.enter('a').succeeded();
    fail('a', 9);
    road.enter('a').failed();
    expect(() => road.enter('a')).toThrow(
      expect.objectContaining({
        failure: expect.objectContaining({
          code: 'PROVIDER_UNAVAILABLE',
          retryAt: new Date(clock.now + 5_000).toISOString(),
        }),
      }),
    );
    expect(() => road.enter('b')).not.toThrow();
  });

  it('is asked again when its failures are older than ten seconds', () => {
    const { road, fail, clock } = traffic();
    fail('a', 19);
    clock.now += 10_000;
    fail('a', 1);
    expect(() => road.enter('a')).not.toThrow();
  });

  it('is probed once every five seconds, until a probe succeeds', () => {
    const { road, fail, clock } = traffic();
    fail('a', 20);
    clock.now += 4_999;
    expect(() => road.enter('a')).toThrow(FailureError);
    clock.now += 1;
    const probe = road.enter('a');
    expect(() => road.enter('a')).toThrow(FailureError);
    probe.failed();
    expect(() => road.enter('a')).toThrow(FailureError);
    clock.now += 5_000;
    road.enter('a').succeeded();
    fail('a', 19);
    expect(() => road.enter('a')).not.toThrow();
  });

  it('is probed by the next one when a probe was given up', () => {
    const { road, fail, clock } = traffic();
    fail('a', 20);
    clock.now += 5_000;
    road.enter('a').abandoned();
    road.enter('a').succeeded();
    expect(() => road.enter('a')).not.toThrow();
  });
});
