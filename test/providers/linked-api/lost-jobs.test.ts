import { describe, expect, it } from 'vitest';
import type { MessagingEvent } from '../../../src/messaging/event.ts';
import { forms, world } from './world.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

function states(events: readonly MessagingEvent[]) {
  return events.flatMap((event) =>
    event.type === 'SYNCHRONIZATION_CHANGED'
      ? [[event.profileUrl, event.syncStatus, event.error?.code ?? null]]
      : [],
  );
}

describe.each(forms)('a synchronization that cannot be looked at, through the form of %s', (form) => {
  const { poll, events, port, call, cast, control, advance, settled } = world(form, { people: [] });
  const checkRoute = form === 'workflows' ? 'GET /workflows/{id}' : 'GET /account/results/{hash}';
  const follow = (urls: readonly string[]) =>
    port().synchronizeConversations?.(urls, 'LINKEDIN_CLASSIC', call());
  const checks = () =>
    control()
      .requests()
      .filter(({ route }) => route === checkRoute).length;

  it('is asked for less and less often', async () => {
    await poll();
    control().fault({ route: checkRoute, status: 403, body: {}, times: -1 });
    await follow([cast().notSynchronised]);
    const asked: number[] = [];
    for (let second = 0; second < 120; second += 1) {
      advance(SECOND);
      control().clearRequests();
      await poll();
      if (checks() > 0) asked.push(second);
    }
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.length).toBeLessThan(12);
  });

  it('is given up after a day and begun anew, and others get their turn', async () => {
    await poll();
    const [one = '', other = '', third = ''] = cast().synchronised;
    control().fault({ route: checkRoute, status: 403, body: {}, times: -1 });
    await follow([one, other, third]);
    const told: unknown[] = [];
    for (let hours = 0; hours < 26; hours += 1) {
      advance(HOUR);
      told.push(...states(await events()));
    }
    expect(told).toContainEqual([one, 'FAILED', 'PROVIDER_UNAVAILABLE']);
    expect(told).toContainEqual([other, 'FAILED', 'PROVIDER_UNAVAILABLE']);
    control().clearFaults();
    advance(10 * MINUTE);
    const done = states(await settled()).filter(([, status]) => status === 'DONE');
    expect(done.map(([url]) => url).sort()).toEqual([one, other, third].sort());
  });

  it.each([400, 410, 422])('because it is refused with %i is begun anew', async (status) => {
    await poll();
    const url = cast().notSynchronised;
    await follow([url]);
    control().fault({ route: checkRoute, status, body: {} });
    advance(MINUTE);
    expect(states(await events())).toEqual([[url, 'FAILED', 'PROVIDER_UNAVAILABLE']]);
    advance(10 * MINUTE);
    expect(states(await settled()).at(-1)).toEqual([url, 'DONE', null]);
  });
});
