import { describe, expect, it } from 'vitest';
import { openId } from '../../src/messaging/id.ts';
import type { Fault } from '../../src/sandbox/index.ts';
import { eventually } from '../support/wait.ts';
import { caughtUp } from './listening.ts';
import { find, mutate } from './support.ts';
import { breakIt, harness, READ_SECONDS } from './upstream-faults/harness.ts';
import { callsOf, type Vendor } from './upstream-faults/vendors.ts';

const { three, vendors, each, pass, still, chat, read } = harness();

const inSeconds = (time: string | null | undefined) => (Date.parse(time ?? '') - Date.now()) / 1000;

it('without a fault all are read with one call', () =>
  each(async (vendor) => {
    const { nodes, error, calls } = await read(vendor);
    expect({ error, calls }, vendor.name).toEqual({ error: null, calls: 1 });
    expect(nodes.length, vendor.name).toBeGreaterThan(0);
  }));

describe('429 (A1)', () => {
  it('with a wait that fits is tried once more', () =>
    each(async (vendor) => {
      breakIt(vendor, { status: 429, retryAfter: 1 });
      const { error, calls, milliseconds } = await read(vendor);
      expect({ error, calls }, vendor.name).toEqual({ error: null, calls: 2 });
      expect(milliseconds, vendor.name).toBeGreaterThan(900);
    }));

  it.each<[string, Omit<Fault, 'route'>, number | null]>([
    ['60 s', { retryAfter: 60 }, 60],
    ['a date in 60 s', { retryAfter: { inSeconds: 60 } }, 60],
    ['no wait named', {}, null],
    ['garbage', { retryAfter: 'garbage' }, null],
  ])('with %s tells the wait, and the account is left alone until then', (_name, wait, named) =>
    still(() =>
      each(async (vendor) => {
        const seconds = named ?? (vendor.name === 'Unipile v2' ? 60 : 5);
        breakIt(vendor, { status: 429, ...wait });
        const { error, calls } = await read(vendor);
        expect({ code: error?.code, calls }, vendor.name).toEqual({ code: 'RATE_LIMITED', calls: 1 });
        expect(inSeconds(error?.retryAt), vendor.name).toBeGreaterThan(seconds - 4);
        expect(inSeconds(error?.retryAt), vendor.name).toBeLessThanOrEqual(seconds + 1);
        vendor.control.clearRequests();
        const further = await Promise.all(Array.from({ length: 100 }, () => read(vendor)));
        expect(new Set(further.map((one) => one.error?.code)), vendor.name).toEqual(
          new Set(['RATE_LIMITED']),
        );
        expect(vendor.control.requests(), vendor.name).toEqual([]);
      }),
    ),
  );
});

describe.each([500, 502, 503, 504])('%i (A2)', (status) => {
  it('once is not noticed', () =>
    each(async (vendor) => {
      breakIt(vendor, { status });
      const { error, calls } = await read(vendor);
      expect({ error, calls }, vendor.name).toEqual({ error: null, calls: 2 });
    }));

  it('three times is PROVIDER_UNAVAILABLE, and the next read is answered', () =>
    each(async (vendor) => {
      breakIt(vendor, { status, times: 3 });
      const { error, calls } = await read(vendor);
      expect({ error, calls }, vendor.name).toMatchObject({
        error: { code: 'PROVIDER_UNAVAILABLE', retryable: true },
        calls: 3,
      });
      expect((await read(vendor)).error, vendor.name).toBeNull();
    }));

  it('always costs three calls a read', () =>
    each(async (vendor) => {
      breakIt(vendor, { status, times: -1 });
      for (const place of [0, 1]) {
        const { error, calls } = await read(vendor, place);
        expect({ code: error?.code, calls }, vendor.name).toEqual({ code: 'PROVIDER_UNAVAILABLE', calls: 3 });
      }
    }));
});

it('an account that always fails is left alone, asked once every 5 s, and served when it is back (A3)', async () => {
  await each(async (vendor) => {
    breakIt(vendor, { status: 500, times: -1 });
    for (let place = 0; place < 10; place += 1) await read(vendor, place);
    expect(callsOf(vendor), vendor.name).toBeLessThanOrEqual(20);
    const left = await read(vendor);
    expect({ code: left.error?.code, calls: left.calls }, vendor.name).toEqual({
      code: 'PROVIDER_UNAVAILABLE',
      calls: 0,
    });
  });
  pass(5_000);
  await each(async (vendor) => {
    const before = callsOf(vendor);
    await Promise.all([0, 1, 2, 3, 4].map((place) => read(vendor, place)));
    expect(callsOf(vendor) - before, vendor.name).toBe(1);
    vendor.control.clearFaults();
  });
  pass(5_000);
  await each(async (vendor) => {
    expect((await read(vendor)).error, vendor.name).toBeNull();
  });
});

describe('a connection (A4)', () => {
  it.each(['before-headers', 'within-headers', 'after-headers'] as const)('reset %s', (reset) =>
    each(async (vendor) => {
      breakIt(vendor, { reset, times: -1 });
      const { error, calls } = await read(vendor);
      expect({ code: error?.code, calls }, vendor.name).toEqual({ code: 'PROVIDER_UNAVAILABLE', calls: 3 });
      vendor.control.clearFaults();
      expect((await read(vendor)).error, vendor.name).toBeNull();
    }),
  );
});

it.each<[string, Omit<Fault, 'route'>]>([
  ['no answer at all (A5)', { hang: true }],
  ['an answer of 1 byte/s (A6)', { bytesPerSecond: 1 }],
])('%s ends at the limit of a read, and others are answered meanwhile', async (_name, fault) => {
  for (const vendor of vendors()) {
    vendor.control.clearRequests();
    breakIt(vendor, fault);
    const waiting = read(vendor);
    await eventually('it is on its way', () => callsOf(vendor) === 1);
    for (const other of vendors().filter((one) => one !== vendor)) {
      const { error, milliseconds } = await read(other, 1 + vendors().indexOf(vendor));
      expect(error, other.name).toBeNull();
      expect(milliseconds, other.name).toBeLessThan(READ_SECONDS * 1000);
    }
    const { error, calls, milliseconds } = await waiting;
    expect({ code: error?.code, calls }, vendor.name).toEqual({ code: 'PROVIDER_UNAVAILABLE', calls: 1 });
    expect(milliseconds, vendor.name).toBeGreaterThan(READ_SECONDS * 900);
    expect(milliseconds, vendor.name).toBeLessThan((READ_SECONDS + 1) * 1000);
  }
});

it('an account that must be connected again is ACCOUNT_DISCONNECTED, and nothing is tried twice (A12)', () =>
  each(async (vendor) => {
    breakIt(vendor, { ...vendor.disconnected, times: -1 });
    const { error, calls } = await read(vendor);
    expect({ error, calls }, vendor.name).toMatchObject({
      error: { code: 'ACCOUNT_DISCONNECTED', retryable: false },
      calls: 1,
    });
    vendor.control.clearFaults();
    expect((await read(vendor)).error, vendor.name).toBeNull();
  }));

it('an account of which the vendor refuses everything is not asked for, until it is connected again (A12)', async () => {
  const { sandbox, graphql, url } = three();
  const { control } = sandbox.unipileV2;
  const vendor = find(vendors(), ({ name }) => name === 'Unipile v2');
  const accountId = openId(chat(vendor))?.accountId ?? '';
  const events = await caughtUp({ graphql, socket: `${url.replace('http', 'ws')}/graphql` });

  control.accountStatus({ accountId, status: 'disconnected' });
  expect(await events.next()).toMatchObject({
    __typename: 'AccountStatusChanged',
    status: 'NEEDS_RECONNECT',
  });
  control.clearRequests();
  for (const place of [0, 1, 2]) {
    expect((await read(vendor, place)).error).toMatchObject({
      code: 'ACCOUNT_DISCONNECTED',
      retryable: false,
    });
  }
  const sent = await mutate(graphql, 'sendMessage', { chatId: chat(vendor), text: 'Hello' }, '__typename');
  expect(sent).toMatchObject({ code: 'ACCOUNT_DISCONNECTED' });
  expect(control.requests().filter(({ path }) => path.includes(accountId))).toEqual([]);

  control.accountStatus({ accountId, status: 'running' });
  expect(await events.next()).toMatchObject({ __typename: 'AccountStatusChanged', status: 'CONNECTED' });
  expect((await read(vendor)).error).toBeNull();
});

it('an account that is disconnected without a webhook is found out by its first refusal, and told once (A12)', async () => {
  const { sandbox, graphql, url } = three();
  const { control } = sandbox.unipileV2;
  const vendor = find(vendors(), ({ name }) => name === 'Unipile v2');
  const accountId = openId(chat(vendor))?.accountId ?? '';
  const events = await caughtUp({ graphql, socket: `${url.replace('http', 'ws')}/graphql` });

  control.webhookBehaviour({ drop: true });
  control.accountStatus({ accountId, status: 'disconnected' });
  expect((await read(vendor)).error).toMatchObject({ code: 'ACCOUNT_DISCONNECTED' });
  expect(await events.next()).toMatchObject({
    __typename: 'AccountStatusChanged',
    status: 'NEEDS_RECONNECT',
  });
  control.clearRequests();
  expect((await read(vendor, 1)).error).toMatchObject({ code: 'ACCOUNT_DISCONNECTED' });
  expect(control.requests().filter(({ path }) => path.includes(accountId))).toEqual([]);

  // The webhook comes after all: it says nothing new.
  control.webhookBehaviour({ drop: false });
  control.accountStatus({ accountId, status: 'disconnected' });
  control.accountStatus({ accountId, status: 'running' });
  expect(await events.next()).toMatchObject({ __typename: 'AccountStatusChanged', status: 'CONNECTED' });
  expect((await read(vendor)).error).toBeNull();
});

it('a client who leaves takes the upstream call along (A16)', async () => {
  for (const vendor of vendors()) {
    breakIt(vendor, { hang: true });
    const leaving = new AbortController();
    const query =
      'query ($id: ID!) { node(id: $id) { ... on Chat { messages(first: 5) { nodes { id } } } } }';
    const asked = fetch(three().graphql, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { id: chat(vendor) } }),
      signal: leaving.signal,
    });
    await eventually('it is on its way', () => callsOf(vendor) === 1);
    const before = await unanswered(vendor);
    leaving.abort();
    await expect(asked).rejects.toThrow();
    const isGivenUp = async () => (await unanswered(vendor)) === before + 1;
    await eventually(`the call to ${vendor.name} is given up`, isGivenUp, READ_SECONDS * 900);
  }
});

/** Calls of the broken list that ended without an answer, as the gateway's metrics have them. */
async function unanswered({ broken }: Vendor): Promise<number> {
  const metrics = await (await fetch(`${three().url}/metrics`)).text();
  const route = broken.route.replaceAll(/\{\w+\}/g, ':id');
  const lines = metrics.split('\n').filter((line) => line.startsWith('parley_upstream_requests_total{'));
  return lines
    .filter((line) => line.includes(`route="${route}",status="none"`))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
