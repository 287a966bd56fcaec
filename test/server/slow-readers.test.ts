import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { IncomingEvent } from '../../src/messaging/event.ts';
import { aMessage, fakeAccount } from '../schema/fake-account.ts';
import { eventually } from '../support/wait.ts';
import { startTestServer, type TestServer } from './support.ts';
import { introduce } from './websocket-peer.ts';

/** 60 MB in all: far more than the buffers of two sockets hold. */
const events = 3_000;
const text = 'x'.repeat(20_000);
const query = 'subscription { events { id ... on MessageCreated { message { text } } } }';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ world: { ports: [fakeAccount()] } });
});
afterAll(() => server.close());

async function metric(name: string): Promise<number> {
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  const line = metrics
    .split('\n')
    .find((one) => one.startsWith(`${name} `) || one.startsWith(`${name}{kind="subscription"`));
  return Number(line?.split(' ').at(-1) ?? 0);
}
const answered = () => metric('parley_operations_total');

let made = 0;
async function happen(count: number): Promise<void> {
  const news = Array.from({ length: count }, (): IncomingEvent => {
    made += 1;
    const message = aMessage({ messageId: `m${made}`, text });
    const { at, ...ref } = {
      at: message.sentAt,
      accountId: 'a1',
      chatId: 'c1',
      messageId: message.messageId,
    };
    return {
      identity: { once: message.messageId },
      event: { type: 'MESSAGE_CREATED', at, ...ref, message, isBackfill: false },
    };
  });
  await server.events.append('sales', news);
}

async function overSse(): Promise<{ stream: IncomingMessage; end: () => void }> {
  const outgoing = request(server.graphql, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
  });
  outgoing.on('error', () => {}).end(JSON.stringify({ query }));
  const [stream] = await once(outgoing, 'response');
  return { stream, end: () => outgoing.destroy() };
}

async function overSocket(): Promise<{ stream: { pause(): void; resume(): void }; end: () => void }> {
  const peer = await introduce(server.ws);
  peer.say({ type: 'subscribe', id: '1', payload: { query } });
  return { stream: peer.socket, end: () => peer.socket.terminate() };
}

it.each([
  ['SSE', overSse],
  ['WebSocket', overSocket],
])(
  'over %s, a reader whose window is shut is waited for, and its neighbour gets everything',
  async (_way, open) => {
    const slow = await open();
    slow.stream.pause();
    const fast = await introduce(server.ws);
    fast.say({ type: 'subscribe', id: '1', payload: { query } });
    await eventually('both listen', async () => (await metric('parley_subscriptions')) === 2);
    const before = await answered();
    for (let round = 0; round < events / 100; round += 1) {
      await happen(100);
      for (let index = 0; index < 100; index += 1) await fast.next();
    }
    // The neighbour's, and what fits into the buffers on the way to the slow one.
    expect((await answered()) - before).toBeLessThan(events + events / 3);
    slow.end();
    fast.socket.close();
    await eventually('both are gone', async () => (await metric('parley_subscriptions')) === 0);
  },
);
