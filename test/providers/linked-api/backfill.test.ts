import { describe, expect, it } from 'vitest';
import { created, forms, world } from './world.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe.each(forms)('whether a message rings, polled through the form of %s', (form) => {
  const { poll, events, cast, control, advance, restart, now } = world(form);
  const say = (text: string, at = now()) =>
    control().inbound({ personUrl: cast().synchronised[0] ?? '', text, at });
  const began = async (pollSeconds = 30) => {
    await restart({ pollSeconds });
    await poll();
    await poll();
  };
  /** By text: whether it is only shown. */
  const backfilled = async () =>
    Object.fromEntries(created(await events()).map(({ message, isBackfill }) => [message?.text, isBackfill]));

  it('is so for what came since the last poll, also where the next is an hour later', async () => {
    await began(3_600);
    say('just after the poll');
    advance(70 * MINUTE);
    say('just before the next');
    expect(await backfilled()).toEqual({ 'just after the poll': false, 'just before the next': false });
  });

  it('is not so for what an earlier poll should have found', async () => {
    await began(3_600);
    advance(HOUR);
    await poll();
    say('late', now() - 20 * MINUTE);
    say('a little late', now() - 5 * MINUTE);
    advance(HOUR);
    expect(await backfilled()).toEqual({ late: true, 'a little late': false });
  });

  it('is not so for what is long past when the gateway is back', async () => {
    await began();
    say('in the night');
    advance(8 * HOUR);
    say('this minute');
    await restart();
    expect(await backfilled()).toEqual({ 'in the night': true, 'this minute': false });
  });

  it('is not so for what is long past when the vendor is back', async () => {
    await began();
    control().fault({ route: '*', status: 503, times: -1 });
    say('meanwhile');
    advance(HOUR);
    await expect(poll()).rejects.toThrow();
    control().clearFaults();
    advance(MINUTE);
    say('again');
    expect(await backfilled()).toEqual({ meanwhile: true, again: false });
  });
});
