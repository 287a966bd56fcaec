import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { type Gateway, startGateway } from '../../src/gateway.ts';
import { silentLog } from '../store/silent-log.ts';
import { listen, read, socketClient } from '../support/client.ts';
import { eventually } from '../support/wait.ts';
import { introduce } from './websocket-peer.ts';

let gateway: Gateway;
const graphql = () => `${gateway.url}/graphql`;
const ws = () => graphql().replace('http', 'ws');

beforeAll(async () => {
  const config = parseConfig({ port: 0 }, {}, () => '');
  gateway = await startGateway(config, { log: silentLog, sandbox: { life: false } });
});
afterAll(() => gateway.close());

interface Chats {
  readonly chats: { readonly nodes: readonly { readonly id: string; readonly title: string }[] };
}

const everyProvider = ['LINKED_API', 'UNIPILE_V1', 'UNIPILE_V2'];
const providersOf = (accounts: readonly { readonly provider: string }[]) =>
  [...new Set(accounts.map(({ provider }) => provider))].sort();

async function aChat(): Promise<string> {
  const query = '{ chats(first: 20) { nodes { id kind capabilities { send { support } } } } }';
  const data = await read<{
    chats: { nodes: { id: string; kind: string; capabilities: { send: { support: string } } }[] };
  }>(graphql(), query);
  const chat = data.chats.nodes.find(
    ({ kind, capabilities }) => kind === 'DIRECT' && capabilities.send.support === 'FULL',
  );
  return chat?.id ?? '';
}

describe('the gateway over the sandbox', () => {
  it('shows one inbox over every account', async () => {
    const data = await read<Chats>(graphql(), '{ chats(first: 5) { nodes { id title } } }');
    expect(data.chats.nodes).toHaveLength(5);
    for (const { title } of data.chats.nodes) expect(title).not.toBe('');
  });

  it('has every provider in that inbox', async () => {
    const { accounts } = await read<{ accounts: { nodes: { provider: string }[] } }>(
      graphql(),
      '{ accounts(first: 100) { nodes { provider } } }',
    );
    expect(providersOf(accounts.nodes)).toEqual(everyProvider);
    await eventually('the newest chats are of all of them', async () => {
      const { chats } = await read<{ chats: { nodes: { account: { provider: string } }[] } }>(
        graphql(),
        '{ chats(first: 50) { nodes { account { provider } } } }',
      );
      return providersOf(chats.nodes.map(({ account }) => account)).length === everyProvider.length;
    });
  });

  it('brings what is sent back as an event, with the webhooks that it registered by itself', async () => {
    const client = socketClient(ws());
    const events = listen<{ events: { __typename: string; message?: { text: string } } }>(
      client,
      'subscription { events { __typename ... on MessageCreated { message { text direction } } } }',
    );
    const first = events.until(({ events: { message } }) => message?.text === 'Hello from a test');
    const chatId = await aChat();
    const send =
      'mutation ($chatId: ID!, $text: String) { sendMessage(input: { chatId: $chatId, text: $text }) { __typename ... on Error { code detail } } }';
    const sent = await read(graphql(), send, { chatId, text: 'Hello from a test' });
    expect(sent).toEqual({ sendMessage: { __typename: 'SendMessagePayload' } });
    expect((await first).events.message).toEqual({ text: 'Hello from a test', direction: 'OUTBOUND' });
    await events.stop();
    await client.dispose();
  });

  it('streams a picture or attachment that it gave the address of', async () => {
    const data = await read<{ messages: { nodes: { attachments: { url: string | null }[] }[] } }>(
      graphql(),
      '{ messages(first: 100) { nodes { attachments { url } } } }',
    );
    const url = data.messages.nodes.flatMap(({ attachments }) => attachments).find((one) => one.url)?.url;
    const response = await fetch(url ?? '');
    expect(response.status).toBe(200);
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(0);
  });
});

describe('over SSE', () => {
  const body = JSON.stringify({ query: 'subscription { events { __typename } }' });

  it.each(['text/event-stream', '*/*', 'application/json, multipart/mixed, text/event-stream'])(
    'a subscription with Accept: %s gets its events',
    async (accept) => {
      const headers = { 'content-type': 'application/json', accept };
      const left = new AbortController();
      const response = await fetch(graphql(), { method: 'POST', headers, body, signal: left.signal });
      expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
      const control = gateway.sandbox?.unipileV1.control;
      const chat = control?.truth().chats[0];
      control?.inbound({ chatId: chat?.id ?? '', text: 'Hello by SSE' });
      const decoder = new TextDecoder();
      let text = '';
      const reader = response.body?.getReader();
      while (!text.includes('MessageCreated')) text += decoder.decode((await reader?.read())?.value);
      expect(text).toContain('event: next\ndata: {"data":{"events":{"__typename":"MessageCreated"}}');
      left.abort();
      await eventually('the subscription is gone', async () =>
        (await (await fetch(`${gateway.url}/metrics`)).text()).includes('parley_subscriptions 0'),
      );
    },
  );
});

describe('what is asked of the process', () => {
  it('health and readiness', async () => {
    expect(await (await fetch(`${gateway.url}/health`)).json()).toEqual({ status: 'ok' });
    const ready = await fetch(`${gateway.url}/ready`);
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready' }]);
  });

  it('metrics count upstream calls by route, operations, webhooks and events', async () => {
    const text = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(text).toMatch(
      /parley_upstream_requests_total\{connection="sandbox",route="GET [^"]*chats[^"]*",status="200"\} \d+/,
    );
    expect(text).toMatch(/parley_operations_total\{kind="query",code="OK"\} \d+/);
    expect(text).toMatch(/parley_webhooks_total\{connection="sandbox",status="200"\} \d+/);
    expect(text).toMatch(/parley_events_appended_total\{connection="sandbox",type="MESSAGE_CREATED"\} \d+/);
  });

  it('what is not served is 404', async () => {
    expect((await fetch(`${gateway.url}/favicon.ico`)).status).toBe(404);
  });
});

describe('a stop', () => {
  it('answers what is in flight, closes sockets with 1001, and lets go of the address', async () => {
    const stopping = await startGateway(
      parseConfig({ port: 0 }, {}, () => ''),
      {
        log: silentLog,
        sandbox: { life: false },
      },
    );
    const url = `${stopping.url}/graphql`;
    const peer = await introduce(url.replace('http', 'ws'));
    peer.say({ type: 'subscribe', id: '1', payload: { query: 'subscription { events { id } }' } });
    stopping.sandbox?.unipileV1.control.fault({ route: 'GET /chats', times: 1, latencyMs: 300 });
    const answer = read<Chats>(url, '{ chats(first: 3) { nodes { id title } } }');
    const stream = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'subscription { events { id } }' }),
    });
    const started = performance.now();
    await stopping.close();
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(await peer.closed).toBe(1001);
    expect((await answer).chats.nodes).toHaveLength(3);
    await expect(stream.text()).rejects.toThrow();
    await expect(fetch(url)).rejects.toThrow();
  });
});
