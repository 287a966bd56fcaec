import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { Call } from '../../src/messaging/call.ts';
import { failure, failureOf } from '../../src/messaging/errors.ts';
import { Flights } from '../../src/reading/flights.ts';
import { caller } from './fakes.ts';

/** A read that a test ends, as an HTTP client would: it makes upstream requests and hears its signal. */
function slowRead() {
  const begun: Call[] = [];
  const ends: { resolve(value: string): void; reject(error: unknown): void }[] = [];
  const read = (call: Call) => {
    begun.push(call);
    call.count();
    return new Promise<string>((resolve, reject) => {
      ends.push({ resolve, reject });
      call.signal.addEventListener('abort', () => reject(call.signal.reason));
    });
  };
  const begin = async (many = 1) => {
    while (begun.length < many) await Promise.resolve();
  };
  return { read, begun, ends, begin };
}

describe('reads in flight', () => {
  it('are shared by who asks the same, and paid by who began', async () => {
    const flights = new Flights();
    const { read, begun, ends, begin } = slowRead();
    const [first, second, other] = [caller(), caller(), caller()];
    const answers = [flights.share('a', first.call, read), flights.share('a', second.call, read)];
    const another = flights.share('b', other.call, read);
    await begin(2);
    ends[0]?.resolve('of a');
    ends[1]?.resolve('of b');
    expect(await Promise.all([...answers, another])).toEqual(['of a', 'of a', 'of b']);
    expect(begun).toHaveLength(2);
    expect([first.counted.calls, second.counted.calls, other.counted.calls]).toEqual([1, 0, 1]);
  });

  it('begin anew after they have ended', async () => {
    const flights = new Flights();
    expect(await flights.share('a', caller().call, async () => 'first')).toBe('first');
    expect(await flights.share('a', caller().call, async () => 'second')).toBe('second');
  });

  it('go on for the others when who began leaves, and who is left pays', async () => {
    const flights = new Flights();
    const { read, begun, ends, begin } = slowRead();
    const [first, second] = [caller(), caller()];
    const left = flights.share('a', first.call, read);
    const stayed = flights.share('a', second.call, read);
    await begin();
    first.leave();
    await expect(left).rejects.toMatchObject({ failure: { code: 'PROVIDER_UNAVAILABLE' } });
    expect(begun[0]?.signal.aborted).toBe(false);
    begun[0]?.count();
    ends[0]?.resolve('answer');
    expect(await stayed).toBe('answer');
    expect([first.counted.calls, second.counted.calls]).toEqual([1, 1]);
  });

  it('are aborted when the last one leaves, and who comes later begins a new one', async () => {
    const flights = new Flights();
    const { read, begun, ends, begin } = slowRead();
    const [first, second, third] = [caller(), caller(), caller()];
    const answers = [flights.share('a', first.call, read), flights.share('a', second.call, read)];
    await begin();
    first.leave();
    expect(begun[0]?.signal.aborted).toBe(false);
    second.leave();
    expect(begun[0]?.signal.aborted).toBe(true);
    const later = flights.share('a', third.call, read);
    await begin(2);
    ends[1]?.resolve('new');
    expect(await later).toBe('new');
    for (const answer of await Promise.allSettled(answers)) expect(answer.status).toBe('rejected');
  });

  it('fail for all who wait, and the failure is not what the next one gets', async () => {
    const flights = new Flights();
    const { read, ends, begin } = slowRead();
    const answers = [1, 2].map(() => flights.share('a', caller().call, read));
    await begin();
    ends[0]?.reject(failure('RATE_LIMITED', 'Slower.'));
    for (const answer of answers)
      await expect(answer).rejects.toMatchObject({ failure: { code: 'RATE_LIMITED' } });
    expect(await flights.share('a', caller().call, async () => 'again')).toBe('again');
  });

  it('do not fail for others when the budget of who began is used up', async () => {
    const flights = new Flights();
    const { read, ends, begin } = slowRead();
    const [poor, rich] = [caller(0), caller()];
    const refused = flights.share('a', poor.call, read);
    const answered = flights.share('a', rich.call, read);
    await begin();
    await expect(refused).rejects.toMatchObject({ failure: { code: 'RATE_LIMITED' } });
    ends[0]?.resolve('answer');
    expect(await answered).toBe('answer');
    expect(rich.counted.calls).toBe(1);
  });

  it('end where nobody can pay', async () => {
    const refused = new Flights().share('a', caller(0).call, async (call) => {
      call.count();
      return 'never';
    });
    await expect(refused).rejects.toMatchObject({ failure: { code: 'RATE_LIMITED' } });
  });

  it('wait as long as the most patient of their callers', async () => {
    const flights = new Flights();
    const { read, begun, ends, begin } = slowRead();
    const patient = caller(1, 20_000);
    const answers = [
      flights.share('a', caller(1, 10_000).call, read),
      flights.share('a', patient.call, read),
    ];
    await begin();
    expect(begun[0]?.deadline).toBe(20_000);
    ends[0]?.resolve('answer');
    await Promise.all(answers);
  });

  it('are not begun for a caller who has left, and keep a failure as its reason', async () => {
    const gone = new AbortController();
    gone.abort(failure('RATE_LIMITED', 'Too long.'));
    let begun = false;
    const call = { ...caller().call, signal: gone.signal };
    const refused = new Flights().share('a', call, async () => {
      begun = true;
    });
    expect(failureOf(await refused.catch((error: unknown) => error))?.code).toBe('RATE_LIMITED');
    expect(begun).toBe(false);
  });

  it('leave nothing on the signal of an operation that makes many', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on('warning', onWarning);
    const flights = new Flights();
    const { call } = caller();
    await Promise.all(
      Array.from({ length: 300 }, (_, index) => flights.share(`${index}`, call, async () => index)),
    );
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', onWarning);
    expect(warnings).toEqual([]);
    expect(getEventListeners(call.signal, 'abort')).toEqual([]);
  });
});
