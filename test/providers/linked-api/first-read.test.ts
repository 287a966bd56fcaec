import { describe, expect, it } from 'vitest';
import { forms, jobsEnded, textsOf, world } from './world.ts';

const SECOND = 1_000;
const DAY = 24 * 3_600 * SECOND;

describe.each(forms)('a first read of more than a thousand messages, through the form of %s', (form) => {
  const { poll, events, port, call, cast, control, advance, settled, restart, notes, now } = world(form);
  const url = () => cast().notSynchronised;
  const follow = async () => {
    await restart({ people: [] });
    await poll();
    const start = now() - 90 * DAY;
    for (let index = 0; index < 1_100; index += 1) {
      control().inbound({ personUrl: url(), text: `old ${index}`, at: start + index * SECOND });
    }
    await port().synchronizeConversations?.([url()], 'LINKEDIN_CLASSIC', call());
    await jobsEnded(control());
    advance(60 * SECOND);
  };
  /** The process ends when it writes messages down for this time, counted from one. */
  const endAtWrite = (count: number) => {
    const kept = notes();
    const { set } = kept;
    let writes = 0;
    kept.set = async (key, value) => {
      if (key.startsWith('seen/')) writes += 1;
      if (writes >= count) throw new Error('The process ends.');
      return set(key, value);
    };
    return () => {
      kept.set = set;
    };
  };

  it.each([1, 2, 3])('is history also where the gateway ended at its write number %i', async (count) => {
    await follow();
    const begin = endAtWrite(count);
    await expect(poll()).rejects.toThrow('The process ends.');
    begin();
    await restart({ people: [] });
    expect(textsOf(await settled()).length).toBe(0);
    control().inbound({ personUrl: url(), text: 'new', at: now() });
    expect(textsOf(await events())).toEqual(['new']);
  });

  it('is remembered whole: reading all of it again after a restart brings no news', async () => {
    await follow();
    await poll();
    await restart({ people: [] });
    advance(2 * DAY);
    expect(textsOf(await settled()).length).toBe(0);
  });
});
