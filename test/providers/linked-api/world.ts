import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Json } from '../../../src/messaging/account.ts';
import type { Call } from '../../../src/messaging/call.ts';
import type { IncomingEvent, MessagingEvent } from '../../../src/messaging/event.ts';
import type { Notes } from '../../../src/messaging/notes.ts';
import type { PageSource, Position } from '../../../src/messaging/page.ts';
import type { AccountPort, Provider } from '../../../src/messaging/provider.ts';
import { Secret } from '../../../src/messaging/secret.ts';
import type { StartRequest } from '../../../src/messaging/send.ts';
import { create } from '../../../src/providers/linked-api/provider.ts';
import type { Settings } from '../../../src/providers/linked-api/settings.ts';
import type { Wait } from '../../../src/providers/linked-api/wait.ts';
import { realClock } from '../../../src/sandbox/clock.ts';
import { type LinkedApiSandbox, startLinkedApi } from '../../../src/sandbox/linked-api/server.ts';
import { caller, testTools } from '../support.ts';

export const forms = ['workflows', 'conversations'] as const;
export type Form = (typeof forms)[number];
export const connectionId = 'founder';

/** Notes in memory that keep JSON and nothing else, as a store does. */
export function memoryNotes(): Notes & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  const read = (text: string) => JSON.parse(text) as Json;
  return {
    kept,
    get: async (key) => {
      const text = kept.get(key);
      return text === undefined ? undefined : read(text);
    },
    set: async (key, value) => void kept.set(key, JSON.stringify(value)),
    delete: async (key) => void kept.delete(key),
    list: async (prefix) =>
      [...kept]
        .filter(([key]) => key.startsWith(prefix))
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([key, text]) => ({ key, value: read(text) })),
  };
}

/** A provider of the sandbox; both are new before each test. Time passes when `advance` says so, and with the clock on the wall. */
export function world(form: Form, more: Partial<Settings> = {}) {
  const state = {} as {
    sandbox: LinkedApiSandbox;
    notes: ReturnType<typeof memoryNotes>;
    kit: ReturnType<typeof testTools>;
    provider: Provider;
    port: AccountPort;
    position: string | null;
    aheadMs: number;
  };

  beforeAll(async () => {
    state.sandbox = await startLinkedApi({ clock: realClock, life: false, port: 0, switches: { jobMs: 1 } });
  });
  afterAll(() => state.sandbox.close());
  beforeEach(async () => {
    state.sandbox.control.reset();
    state.notes = memoryNotes();
    state.position = null;
    state.aheadMs = 0;
    await restart();
  });

  const now = () => Date.now() + state.aheadMs;
  const control = () => state.sandbox.control;

  function settings(): Settings {
    const { baseUrl, linkedApiToken, identificationTokens, cast } = state.sandbox;
    return {
      id: connectionId,
      provider: 'linked-api',
      baseUrl,
      form,
      linkedApiToken: new Secret(linkedApiToken),
      identificationToken: new Secret(identificationTokens[0] ?? ''),
      people: cast.synchronised.slice(0, 3),
      pollSeconds: 30,
      resyncDays: 25,
      ...more,
    };
  }

  /** A provider that knows what is in the notes, and nothing else. */
  async function restart(changed: Partial<Settings> = {}): Promise<void> {
    state.kit = testTools();
    state.kit.clock.now = now;
    const tools = { ...state.kit.tools, notes: state.notes };
    state.provider = create({ ...settings(), ...changed }, tools, briefly);
    const [account] = await state.provider.listAccounts(call());
    if (account === undefined) throw new Error('There is no account.');
    state.port = state.provider.open(account);
    control().clearRequests();
  }

  function call(more: Partial<Call> = {}): Call {
    return caller({ deadline: now() + 90_000, ...more }).call;
  }

  /** What happened since the last time. `keep` false: the position is lost, as by a crash. */
  async function poll(keep = true): Promise<readonly IncomingEvent[]> {
    if (state.port.changes === undefined) throw new Error('It cannot be polled.');
    const { events, position } = await state.port.changes(state.position, call({ background: true }));
    if (keep) state.position = position;
    return events;
  }

  /** A minute later, with the vendor's jobs done. */
  async function pass(): Promise<readonly MessagingEvent[]> {
    await jobsEnded(control());
    state.aheadMs += 60_000;
    return (await poll()).map(({ event }) => event);
  }

  return {
    restart,
    call,
    poll,
    pass,
    now,
    control,
    settings,
    advance: (milliseconds: number) => {
      state.aheadMs += milliseconds;
    },
    cast: () => state.sandbox.cast,
    baseUrl: () => state.sandbox.baseUrl,
    identificationTokens: () => state.sandbox.identificationTokens,
    provider: () => state.provider,
    port: () => state.port,
    account: () => state.port.account,
    notes: () => state.notes,
    kit: () => state.kit,
    events: async () => (await poll()).map(({ event }) => event),
    /** Polls until the vendor's jobs and ours have come to their end; answers all events on the way. */
    async settled(): Promise<readonly MessagingEvent[]> {
      const events: MessagingEvent[] = [];
      for (let polls = 0; polls < 20; polls += 1) {
        const news = await pass();
        events.push(...news);
        const isQuiet = !control()
          .jobs()
          .some(({ state: job }) => job === 'pending' || job === 'running');
        if (polls > 0 && news.length === 0 && isQuiet) return events;
      }
      throw new Error('It does not come to an end.');
    },
    chatOf: (url: string | undefined, channel = 'st') => `${channel}:${(url ?? '').split('/').at(-1)}`,
    routes: () =>
      control()
        .requests()
        .map(({ route }) => route),
    truth: (url: string | undefined, channel = 'st') => {
      const found = control()
        .truth()
        .conversations.find(
          (conversation) =>
            conversation.accountId === 'lacc_01' &&
            conversation.personUrl === url &&
            conversation.channel === channel,
        );
      if (found === undefined) throw new Error('There is no such conversation.');
      return found;
    },
  };
}

/** Jobs of the sandbox take a millisecond, so there is nothing to wait five seconds for. */
const briefly: Wait = () => new Promise((resolve) => setTimeout(resolve, 1));

export async function jobsEnded(control: LinkedApiSandbox['control']): Promise<void> {
  const isBusy = ({ state }: { state: string }) => state === 'pending' || state === 'running';
  while (control.jobs().some(isBusy) && !control.switches({}).stuckJobs) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** All items of a list, by pages of this size. */
export async function walk<Item>(source: PageSource<Item>, size: number, call: Call): Promise<Item[]> {
  const items: Item[] = [];
  let position: Position | null = null;
  do {
    const page = await source.fetch(position, size, call);
    items.push(...page.items);
    position = page.next;
    if (items.length > 50_000) throw new Error('The list does not end.');
  } while (position !== null);
  return items;
}

export function created(events: readonly MessagingEvent[]) {
  return events.flatMap((event) => (event.type === 'MESSAGE_CREATED' ? [event] : []));
}

export function textsOf(events: readonly MessagingEvent[]): (string | null | undefined)[] {
  return created(events).map(({ message }) => message?.text);
}

/** The first message to somebody, who is still to be named. */
export const firstMessage: StartRequest = {
  inboxId: 'CLASSIC',
  recipientIds: [],
  text: 'Nice to meet you.',
  title: null,
  subject: null,
  attachments: [],
  classic: null,
  recruiter: null,
};
