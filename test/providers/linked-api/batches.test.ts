import { describe, expect, it } from 'vitest';
import { forms, textsOf, world } from './world.ts';

const DAY = 24 * 3_600_000;
const READS_AT_ONCE = 4;

describe.each(forms)('how much a poll asks for, through the form of %s', (form) => {
  const { poll, events, pass, cast, control, routes, advance, restart, truth, now } = world(form);
  const settle = async (people: readonly string[], salesNavigatorPeople: readonly string[]) => {
    await restart({ people: [...people], salesNavigatorPeople: [...salesNavigatorPeople] });
    for (let polls = 0; polls < people.length + salesNavigatorPeople.length + 4; polls += 1) await pass();
    control().clearRequests();
  };

  it('asks for conversations without a message together, and hears the first', async () => {
    const silent = cast().synchronised.slice(6, 14);
    await settle([], silent);
    expect(silent.map((url) => truth(url, 'nv').messages.length)).toEqual(silent.map(() => 0));
    expect(await events()).toEqual([]);
    expect(routes().length).toBe(1);
    const [personUrl = ''] = silent;
    control().inbound({ personUrl, text: 'the first', channel: 'nv', at: now() });
    expect(textsOf(await events())).toEqual(['the first']);
    expect(await events()).toEqual([]);
  });

  it('asks for what may be new before it looks through what is known', async () => {
    await settle(cast().synchronised, cast().synchronised);
    advance(DAY);
    await poll();
    const bodies = control()
      .requests()
      .map(({ body }) => JSON.stringify(body));
    const isBatch = (body: string) => (body.match(/linkedin\.com/g)?.length ?? 0) > 1;
    expect(bodies.length).toBeGreaterThan(20);
    expect(bodies.filter(isBatch).length).toBe(1);
    expect(bodies.findIndex(isBatch)).toBeLessThan(READS_AT_ONCE);
  });
});
