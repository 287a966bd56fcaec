import { describe, expect, it, onTestFinished } from 'vitest';
import type { MessagingEvent } from '../../../src/messaging/event.ts';
import { Secret } from '../../../src/messaging/secret.ts';
import { create } from '../../../src/providers/linked-api/provider.ts';
import { manualClock } from '../../../src/sandbox/clock.ts';
import { startLinkedApi } from '../../../src/sandbox/linked-api/server.ts';
import { caller, testTools } from '../support.ts';
import { connectionId, type Form, forms, memoryNotes, textsOf } from './world.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const JOB_MS = 3 * MINUTE;

const startRoute = (form: Form) =>
  form === 'workflows' ? 'POST /workflows' : 'POST /account/conversations.synchronize';

/** An account that is polled once an hour, or as it says itself, on a clock that moves from poll to poll. */
async function hourly(form: Form, countPeople: number) {
  const clock = manualClock();
  const sandbox = await startLinkedApi({ clock, life: false, port: 0, switches: { jobMs: JOB_MS } });
  onTestFinished(() => sandbox.close());
  const { baseUrl, linkedApiToken, identificationTokens, cast, control } = sandbox;
  const people = cast.synchronised.slice(0, countPeople);
  const settings = {
    id: connectionId,
    provider: 'linked-api',
    baseUrl,
    form,
    linkedApiToken: new Secret(linkedApiToken),
    identificationToken: new Secret(identificationTokens[0] ?? ''),
    people,
    pollSeconds: 3_600,
    resyncDays: 25,
  } as const;
  const { tools } = testTools();
  const call = () => caller({ deadline: clock.now() + 90 * SECOND, background: true }).call;
  const provider = create(
    settings,
    { ...tools, now: clock.now, notes: memoryNotes() },
    async () => undefined,
  );
  const [account] = await provider.listAccounts(call());
  if (account === undefined) throw new Error('There is no account.');
  const port = provider.open(account);
  const began = clock.now();
  let position: string | null = null;
  return {
    port,
    cast,
    people,
    clock,
    control,
    call,
    /** Milliseconds since the beginning. */
    passed: () => clock.now() - began,
    /** Polls once, and answers what happened and how long to wait. */
    async poll(): Promise<{ events: readonly MessagingEvent[]; waitMs: number }> {
      const changes = await port.changes?.(position, call());
      if (changes === undefined) throw new Error('It cannot be polled.');
      position = changes.position;
      const waitMs = Math.min(port.pollEveryMs ?? Infinity, changes.againMs ?? Infinity);
      return { events: changes.events.map(({ event }) => event), waitMs };
    },
  };
}

describe.each(forms)(
  'how soon things are done through the form of %s, however seldom news are looked for',
  (form) => {
    it('tells within half a minute that somebody was synchronized, and then looks once an hour again', async () => {
      const { port, cast, clock, call, passed, poll } = await hourly(form, 0);
      await poll();
      await port.synchronizeConversations?.([cast.notSynchronised], 'LINKEDIN_CLASSIC', call());
      let polls = 0;
      let isDone = false;
      while (!isDone) {
        const { events, waitMs } = await poll();
        polls += 1;
        isDone = events.some(
          (event) => event.type === 'SYNCHRONIZATION_CHANGED' && event.syncStatus === 'DONE',
        );
        if (!isDone) await clock.advance(waitMs);
      }
      expect(passed()).toBeLessThanOrEqual(JOB_MS + 35 * SECOND);
      expect(polls).toBeLessThanOrEqual(JOB_MS / (15 * SECOND) + 3);
      expect((await poll()).waitMs).toBe(HOUR);
    });

    it('tries again when what failed in passing may be tried, and not all the time until then', async () => {
      const { port, cast, call, control, poll } = await hourly(form, 0);
      await poll();
      control.fault({ route: startRoute(form), status: 503 });
      await port.synchronizeConversations?.([cast.notSynchronised], 'LINKEDIN_CLASSIC', call());
      const { waitMs } = await poll();
      expect([waitMs > MINUTE, waitMs < 10 * MINUTE]).toEqual([true, true]);
    });

    it('begins every period anew before it ends, one after the other without a pause, and misses nothing', async () => {
      const { people, clock, control, passed, poll } = await hourly(form, 6);
      const starts: number[] = [];
      const step = async () => {
        control.clearRequests();
        const { events, waitMs } = await poll();
        const started = control.requests().filter((request) => request.route === startRoute(form));
        starts.push(...started.map(() => passed()));
        const busy = control.jobs().filter(({ state }) => state === 'pending' || state === 'running');
        expect(busy.length).toBeLessThanOrEqual(1);
        await clock.advance(waitMs);
        return events;
      };
      while (passed() < 2 * HOUR) await step();
      // Where it is not told until when they are followed, they are all synchronized once.
      expect(starts.length).toBe(form === 'workflows' ? 0 : people.length);
      starts.length = 0;
      const dueAt = form === 'workflows' ? 28 * DAY : 25 * DAY;
      await clock.advance(dueAt - 4 * HOUR - passed());
      const heard: unknown[] = [];
      while (passed() < dueAt + 4 * HOUR) heard.push(...textsOf(await step()));
      expect(starts.length).toBe(people.length);
      expect(starts[0]).toBeGreaterThanOrEqual(dueAt);
      expect(starts[0]).toBeLessThanOrEqual(dueAt + HOUR);
      expect((starts.at(-1) ?? 0) - (starts[0] ?? 0)).toBeLessThan((people.length - 1) * (JOB_MS + MINUTE));
      expect(heard).toEqual([]);

      await clock.advance(dueAt + 6 * DAY - passed());
      for (const personUrl of people) control.inbound({ personUrl, text: 'still heard' });
      expect(textsOf(await step()).length).toBe(people.length);
    });
  },
);
