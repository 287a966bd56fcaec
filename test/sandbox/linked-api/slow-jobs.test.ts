import { describe, expect, it, onTestFinished } from 'vitest';
import type { MessagingEvent } from '../../../src/messaging/event.ts';
import { Secret } from '../../../src/messaging/secret.ts';
import { create } from '../../../src/providers/linked-api/provider.ts';
import { manualClock } from '../../../src/sandbox/clock.ts';
import { startLinkedApi } from '../../../src/sandbox/linked-api/server.ts';
import type { Switches } from '../../../src/sandbox/linked-api/switches.ts';
import { memoryNotes } from '../../providers/linked-api/world.ts';
import { failing, testTools } from '../../providers/support.ts';
import { eventually } from '../../support/wait.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Linked API on a clock that moves when the test says so, and a provider that waits by the same clock. */
async function world(jobMs: Switches['jobMs'], form: 'workflows' | 'conversations' = 'workflows') {
  const clock = manualClock();
  const sandbox = await startLinkedApi({ clock, life: false, port: 0, switches: { jobMs } });
  onTestFinished(() => sandbox.close());
  const { control, cast, baseUrl, linkedApiToken, identificationTokens } = sandbox;
  const [identificationToken = ''] = identificationTokens;
  const headers = {
    'content-type': 'application/json',
    'linked-api-token': linkedApiToken,
    'identification-token': identificationToken,
  };
  const post = (path: string, body: object) =>
    fetch(baseUrl + path, { method: 'POST', headers, body: JSON.stringify(body) });

  async function open(people: string[]) {
    const { tools } = testTools();
    const provider = create(
      {
        id: 'founder',
        provider: 'linked-api',
        baseUrl,
        form,
        linkedApiToken: new Secret(linkedApiToken),
        identificationToken: new Secret(identificationToken),
        people,
        pollSeconds: 5,
        resyncDays: 25,
      },
      { ...tools, notes: memoryNotes(), now: clock.now },
      (milliseconds) => clock.advance(milliseconds),
    );
    const call = () => ({
      signal: new AbortController().signal,
      deadline: clock.now() + 90 * SECOND,
      background: false,
      count() {},
    });
    const [account] = await provider.listAccounts(call());
    if (account === undefined) throw new Error('There is no account.');
    const port = provider.open(account);
    let position: string | null = null;
    async function poll(): Promise<MessagingEvent[]> {
      const news = await port.changes?.(position, call());
      position = news?.position ?? null;
      return news?.events.map(({ event }) => event) ?? [];
    }
    /** Everything that polls find, one every five seconds. */
    async function pollFor(milliseconds: number): Promise<MessagingEvent[]> {
      const events: MessagingEvent[] = [];
      for (const end = clock.now() + milliseconds; clock.now() < end; await clock.advance(5 * SECOND)) {
        events.push(...(await poll()));
      }
      return events;
    }
    /** Polls until no job is under way: the older form does not tell until when it follows, so it is synchronised at once. */
    async function settled(): Promise<void> {
      const isBusy = () => control.jobs().some(({ state }) => state === 'pending' || state === 'running');
      do await pollFor(MINUTE);
      while (isBusy());
    }
    const chatWith = async (person: string) =>
      (await port.chat(`st:${person.split('/').at(-1)}`, call())) ??
      Promise.reject(new Error('There is no chat.'));
    return { port, call, poll, pollFor, settled, chatWith };
  }
  const said = (text: string) =>
    control
      .truth()
      .conversations.flatMap(({ messages }) => messages)
      .filter((message) => message.text === text).length;
  return { clock, control, cast, baseUrl, headers, post, open, said };
}

const textsOf = (events: readonly MessagingEvent[]) =>
  events.flatMap((event) => (event.type === 'MESSAGE_CREATED' ? [event.message?.text] : []));
const statesOf = (events: readonly MessagingEvent[]) =>
  events.flatMap((event) => (event.type === 'SYNCHRONIZATION_CHANGED' ? [event.syncStatus] : []));

describe('jobs that last as long as the vendor says', () => {
  it('run one after the other for an account: 20 to 60 seconds, now and then some minutes', async () => {
    const { clock, control, cast, post } = await world('realistic');
    for (const personUrl of cast.synchronised.slice(0, 10)) {
      await post('/workflows', { actionType: 'st.syncConversation', personUrl });
    }
    const order = control.jobs().map(({ id }) => id);
    const seconds = new Map<string, number>();
    while (control.jobs().some(({ state }) => state === 'pending' || state === 'running')) {
      await clock.advance(SECOND);
      const running = control.jobs().filter(({ state }) => state === 'running');
      expect(running.length).toBeLessThanOrEqual(1);
      for (const { id } of running) seconds.set(id, (seconds.get(id) ?? 0) + 1);
    }
    expect([...seconds.keys()]).toEqual(order);
    const durations = [...seconds.values()].sort((one, other) => one - other);
    const [short, long] = [durations.slice(0, 8), durations.slice(8)];
    expect(Math.min(...short)).toBeGreaterThanOrEqual(19);
    expect(Math.max(...short)).toBeLessThanOrEqual(61);
    expect(Math.min(...long)).toBeGreaterThanOrEqual(179);
    expect(Math.max(...long)).toBeLessThanOrEqual(301);
  });

  it('hold the answer of a long poll until they are done', async () => {
    const { clock, control, cast, post } = await world('realistic');
    let answered = false;
    const answer = post('/account/conversations.synchronize', {
      standard: [{ person: cast.notSynchronised }],
    }).finally(() => {
      answered = true;
    });
    await eventually('the job was accepted', () => control.jobs().length === 1);
    await clock.advance(19 * SECOND);
    expect(answered).toBe(false);
    await clock.advance(5 * MINUTE);
    expect(await (await answer).json()).toMatchObject({ status: 'complete' });
  });

  it.each(['workflows', 'conversations'] as const)(
    'are waited for by whoever sends through the form of %s',
    async (form) => {
      const { clock, control, cast, open, said } = await world(MINUTE, form);
      const person = cast.synchronised[0] ?? '';
      const { port, call, poll, settled, chatWith } = await open([person]);
      await settled();
      const chat = await chatWith(person);
      control.clearRequests();
      const began = clock.now();
      await port.send(chat, { text: 'Slowly', attachments: [], replyTo: null }, call());
      expect(clock.now() - began).toBeGreaterThanOrEqual(MINUTE);
      expect(clock.now() - began).toBeLessThan(MINUTE + 10 * SECOND);
      expect(control.requests().length).toBeLessThanOrEqual(12);
      expect(textsOf(await poll())).toEqual(['Slowly']);
      expect(said('Slowly')).toBe(1);
    },
  );

  it.each(['workflows', 'conversations'] as const)(
    'that outlast the sender through the form of %s leave one message, which polls find',
    async (form) => {
      const { clock, cast, open, said } = await world(4 * MINUTE, form);
      const person = cast.synchronised[0] ?? '';
      const { port, call, pollFor, settled, chatWith } = await open([person]);
      await settled();
      const chat = await chatWith(person);
      const began = clock.now();
      const sending = port.send(chat, { text: 'Very slowly', attachments: [], replyTo: null }, call());
      expect(await failing(sending)).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: false });
      expect(clock.now() - began).toBeLessThanOrEqual(90 * SECOND);
      expect(said('Very slowly')).toBe(0);
      expect(textsOf(await pollFor(5 * MINUTE))).toEqual(['Very slowly']);
      expect(said('Very slowly')).toBe(1);
    },
  );

  it.each(['workflows', 'conversations'] as const)(
    'are looked at now and then by who synchronises through the form of %s, and what they bring is no news',
    async (form) => {
      const { control, cast, open } = await world(4 * MINUTE, form);
      const { pollFor } = await open([cast.notSynchronised]);
      const before = await pollFor(4 * MINUTE);
      expect(statesOf(before)).not.toContain('DONE');
      const checks = control.requests().filter(({ method }) => method === 'GET').length;
      expect(checks).toBeLessThanOrEqual(15);
      const after = await pollFor(MINUTE);
      expect(statesOf(after)).toEqual(['DONE']);
      expect(textsOf([...before, ...after])).toEqual([]);
    },
  );
});

describe('the clock', () => {
  it('is put forward over HTTP: jobs come to their end, periods too', async () => {
    const start = Date.UTC(2026, 0, 5, 9);
    const sandbox = await startLinkedApi({
      clock: manualClock(start),
      life: false,
      port: 0,
      switches: { jobMs: 4 * MINUTE },
    });
    onTestFinished(() => sandbox.close());
    const { control, cast, controlUrl, baseUrl, linkedApiToken, identificationTokens } = sandbox;
    const headers = {
      'content-type': 'application/json',
      'linked-api-token': linkedApiToken,
      'identification-token': identificationTokens[0] ?? '',
    };
    const post = async (url: string, body: object) =>
      (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json();
    const states = () => control.jobs().map(({ state }) => state);
    const personUrl = cast.notSynchronised;

    await post(`${baseUrl}/workflows`, { actionType: 'st.syncConversation', personUrl });
    await post(`${controlUrl}/advance`, { milliseconds: 4 * MINUTE - SECOND });
    expect(states()).toEqual(['running']);
    await post(`${controlUrl}/advance`, { milliseconds: SECOND });
    expect(states()).toEqual(['completed']);

    const { now } = (await post(`${controlUrl}/advance`, { milliseconds: 31 * 24 * 60 * MINUTE })) as {
      now: string;
    };
    expect(Date.parse(now) - start).toBe(4 * MINUTE + 31 * 24 * 60 * MINUTE);
    control.inbound({ personUrl, text: 'Too late to be noticed' });
    const read = await post(`${baseUrl}/conversations/poll`, [{ personUrl, type: 'st' }]);
    expect(JSON.stringify(read)).not.toContain('Too late to be noticed');
    expect(await post(`${controlUrl}/advance`, { milliseconds: -1 })).toEqual({
      error: 'milliseconds is a number of 0 or more',
    });
  });
});
