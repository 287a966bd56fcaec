import { once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { IncomingEvent } from '../../src/messaging/event.ts';
import { fakeAccount } from '../schema/fake-account.ts';
import { eventually } from '../support/wait.ts';
import { startTestServer, type TestServer } from './support.ts';
import { connect, introduce, type Peer } from './websocket-peer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ world: { ports: [fakeAccount()] } });
});
afterAll(() => server.close());

const subscribe = (id: string, query = '{ __typename }') => ({ type: 'subscribe', id, payload: { query } });
const listening = 'subscription { events { id at ... on AccountStatusChanged { status } } }';

let happened = 0;
function happenings(count: number): IncomingEvent[] {
  return Array.from({ length: count }, () => {
    happened += 1;
    return {
      identity: { once: `event ${happened}` },
      event: {
        type: 'ACCOUNT_STATUS_CHANGED',
        accountId: 'a1',
        at: new Date(Date.UTC(2026, 2, 1) + happened * 1000).toISOString(),
        status: 'CONNECTED',
        product: null,
      },
    };
  });
}

async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
}

async function begin(peer: Peer, id: string): Promise<void> {
  const before = await metric('parley_subscriptions');
  peer.say(subscribe(id, listening));
  await eventually('the subscription is there', async () => (await metric('parley_subscriptions')) > before);
}

describe('the protocol, by its close codes', () => {
  it('4406: no subprotocol that is known', async () => {
    const [code] = await once(new WebSocket(server.ws), 'close');
    expect(code).toBe(4406);
  });

  it('4408: no connection_init for three seconds', async () => {
    const started = performance.now();
    const peer = await connect(server.ws);
    expect(await peer.closed).toBe(4408);
    const waited = performance.now() - started;
    expect(waited).toBeGreaterThan(2_900);
    expect(waited).toBeLessThan(10_000);
  });

  it('4429: connection_init twice', async () => {
    const peer = await introduce(server.ws);
    peer.say({ type: 'connection_init' });
    expect(await peer.closed).toBe(4429);
  });

  it('4401: an operation before connection_ack', async () => {
    const peer = await connect(server.ws);
    peer.say(subscribe('1'));
    expect(await peer.closed).toBe(4401);
  });

  it('4409: an id that is in use', async () => {
    const peer = await introduce(server.ws);
    await begin(peer, '1');
    peer.say(subscribe('1', listening));
    expect(await peer.closed).toBe(4409);
  });

  it.each<[string, string | object | Buffer]>([
    ['no JSON', 'hello'],
    ['JSON that is no object', '[]'],
    ['an unknown type', { type: 'start' }],
    ['a subscribe without a query', { type: 'subscribe', id: '1', payload: {} }],
    ['a subscribe without an id', { type: 'subscribe', payload: { query: '{ __typename }' } }],
    ['a binary frame', Buffer.from(JSON.stringify(subscribe('1')))],
  ])('4400: %s', async (_what, message) => {
    const peer = await introduce(server.ws);
    peer.say(message);
    expect(await peer.closed).toBe(4400);
  });

  it('1009: a frame of 4 MiB, and the neighbours stay', async () => {
    const neighbour = await introduce(server.ws);
    const peer = await introduce(server.ws);
    peer.say(JSON.stringify({ ...subscribe('1'), more: 'x'.repeat(4 * 1024 * 1024) }));
    expect(await peer.closed).toBe(1009);
    neighbour.say(subscribe('1'));
    expect(await neighbour.next()).toMatchObject({ type: 'next' });
    neighbour.socket.close();
  });

  it('1007: what is no UTF-8', async () => {
    const peer = await introduce(server.ws);
    peer.socket.send(Buffer.from([0xff, 0xfe, 0xfd]), { binary: false });
    expect(await peer.closed).toBe(1007);
  });

  it('a message in several frames is one message', async () => {
    const peer = await introduce(server.ws);
    const text = JSON.stringify(subscribe('1'));
    peer.socket.send(text.slice(0, 20), { fin: false });
    peer.socket.send(text.slice(20), { fin: true });
    expect(await peer.next()).toMatchObject({ type: 'next', id: '1' });
    peer.socket.close();
  });

  it('ping is answered by pong', async () => {
    const peer = await connect(server.ws);
    peer.say({ type: 'ping', payload: { a: 1 } });
    expect(await peer.next()).toEqual({ type: 'pong', payload: { a: 1 } });
    peer.socket.close();
  });

  it('an upgrade elsewhere is 404', async () => {
    const socket = new WebSocket(`${server.ws}/elsewhere`, 'graphql-transport-ws');
    const [, response] = await once(socket, 'unexpected-response');
    expect(response.statusCode).toBe(404);
    socket.on('error', () => {}).terminate();
  });
});

describe('operations on one socket', () => {
  it('a typo ends its operation and nothing else', async () => {
    const peer = await introduce(server.ws);
    await begin(peer, 'good');
    peer.say(subscribe('typo', 'subscription {'));
    expect(await peer.next()).toMatchObject({
      type: 'error',
      id: 'typo',
      payload: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }],
    });
    await server.events.append('sales', happenings(1));
    expect(await peer.next()).toMatchObject({ type: 'next', id: 'good' });
    peer.socket.close();
  });

  it('above a hundred they are refused with an error, and the socket is kept', async () => {
    const peer = await introduce(server.ws);
    for (let index = 0; index < 100; index += 1) peer.say(subscribe(`s${index}`, listening));
    peer.say(subscribe('one more', listening));
    expect(await peer.next()).toMatchObject({
      type: 'error',
      id: 'one more',
      payload: [{ extensions: { code: 'SERVER_BUSY', maxOperations: 100 } }],
    });
    peer.say({ type: 'complete', id: 's0' });
    peer.say(subscribe('instead'));
    expect(await peer.next()).toMatchObject({ type: 'next', id: 'instead' });
    peer.socket.close();
    await eventually('no subscription is left', async () => (await metric('parley_subscriptions')) === 0);
  });

  it('a subscription that is completed, or whose socket is gone, leaves nothing behind', async () => {
    const peer = await introduce(server.ws);
    await begin(peer, '1');
    peer.say({ type: 'complete', id: '1' });
    await eventually('it is gone', async () => (await metric('parley_subscriptions')) === 0);
    await begin(peer, '2');
    peer.socket.terminate();
    await eventually('it is gone', async () => (await metric('parley_subscriptions')) === 0);
    await eventually('the socket is gone', async () => (await metric('parley_sockets')) === 0);
  });

  it('each event has a call and loaders of its own', async () => {
    const peer = await introduce(server.ws);
    await begin(peer, '1');
    await server.events.append('sales', happenings(2));
    for (let index = 0; index < 2; index += 1) {
      expect(await peer.next()).toMatchObject({ payload: { extensions: { upstream: { calls: 0 } } } });
    }
    peer.socket.close();
  });
});

describe('many events', () => {
  it('5,000 in one tick reach a fast reader completely', async () => {
    const peer = await introduce(server.ws);
    await begin(peer, '1');
    const { id: before } = { id: await server.events.head() };
    void server.events.append('sales', happenings(5_000));
    const ids = new Set<unknown>();
    for (let index = 0; index < 5_000; index += 1) {
      const { payload } = await peer.next();
      ids.add((payload as { data: { events: { id: string } } }).data.events.id);
    }
    expect(ids.size).toBe(5_000);
    expect(await server.events.head()).toBeGreaterThanOrEqual(before + 5_000);
    peer.socket.close();
  });

  it('a client that pings and does not read is not listened to', async () => {
    const peer = await introduce(server.ws);
    peer.socket.pause();
    const before = process.memoryUsage().rss;
    const payload = { text: 'x'.repeat(10_000) };
    for (let index = 0; index < 5_000 && peer.socket.bufferedAmount < 20_000_000; index += 1) {
      peer.say({ type: 'ping', payload });
      if (index % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
    peer.socket.terminate();
  });
});

it('who never says who they are is sent away in time, and more than a thousand of them wait outside', async () => {
  const strangers: Peer[] = [];
  while (strangers.length < 1_000) {
    strangers.push(...(await Promise.all(Array.from({ length: 100 }, () => connect(server.ws)))));
  }
  const refused = new WebSocket(server.ws, 'graphql-transport-ws');
  const [, response] = await once(refused, 'unexpected-response');
  expect(response.statusCode).toBe(503);
  refused.on('error', () => {}).terminate();
  const codes = await Promise.all(strangers.map(({ closed }) => closed));
  expect(new Set(codes)).toEqual(new Set([4408]));
  (await introduce(server.ws)).socket.close();
});

it('an upgrade that is none is 400', async () => {
  const { hostname, port } = new URL(server.url);
  const socket = connectSocket(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(
    'GET /graphql HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n\r\n',
  );
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1.1 400 /);
  socket.destroy();
});
