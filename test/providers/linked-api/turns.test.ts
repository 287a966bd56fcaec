import { describe, expect, it } from 'vitest';
import { forms, world } from './world.ts';

describe.each(forms)('whose turn it is to be synchronized, through the form of %s', (form) => {
  const { poll, port, call, cast, chatOf, control, advance, settled, restart, now, kit } = world(form);
  const isPresent = form === 'workflows';
  const startRoute = isPresent ? 'POST /workflows' : 'POST /account/conversations.synchronize';
  const readRoute = isPresent ? 'POST /conversations/poll' : 'POST /account/conversations.get';
  const follow = (urls: readonly string[]) =>
    port().synchronizeConversations?.(urls, 'LINKEDIN_CLASSIC', call());
  const ask = (url: string | undefined) => port().synchronizeChat?.(chatOf(url), call());
  const descending = (count: number) => [...cast().synchronised].sort().reverse().slice(0, count);
  /** Whom the vendor was asked to synchronize, in the order of asking. */
  const turns = () =>
    control()
      .requests()
      .filter(({ route }) => route === startRoute)
      .map(({ body }) => cast().synchronised.find((url) => JSON.stringify(body).includes(`${url}"`)));
  const freeze = () => {
    const at = now();
    kit().clock.now = () => at;
  };

  it('comes before those who wait because they are configured, the latest asked first', async () => {
    const people = descending(6).reverse();
    await restart({ people });
    control().fault({ route: readRoute, status: 400, type: 'conversationsNotSynced', times: -1 });
    await poll();
    const waiting = people.filter((url) => !turns().includes(url));
    expect(waiting.length).toBe(4);
    control().clearFaults();
    const [first, second, third, fourth] = waiting;
    advance(1_000);
    await ask(fourth);
    advance(1_000);
    await ask(third);
    advance(1_000);
    await ask(fourth);
    control().clearRequests();
    await settled();
    expect(turns()).toEqual([fourth, third, first, second]);
  });

  it('is in the order in which they were named together', async () => {
    const people = descending(7);
    await restart({ people: [] });
    freeze();
    await follow(people);
    kit().clock.now = now;
    await settled();
    expect(turns()).toEqual(people);
  });

  it('is in the order of asking, also within one millisecond', async () => {
    const people = descending(6);
    await restart({ people: [] });
    freeze();
    for (const url of people) await follow([url]);
    kit().clock.now = now;
    await settled();
    expect(turns()).toEqual(people);
  });
});
