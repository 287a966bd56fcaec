import { afterEach, describe, expect, it } from 'vitest';
import { failure } from '../../src/messaging/errors.ts';
import type { IncomingEvent } from '../../src/messaging/event.ts';
import { makeId } from '../../src/messaging/id.ts';
import { createLog } from '../../src/server/logging.ts';
import { StorageUnavailable } from '../../src/store/store.ts';
import { aChat, anAccount, fakeAccount } from '../schema/fake-account.ts';
import { execute, listen, read, socketClient } from '../support/client.ts';
import { eventually } from '../support/wait.ts';
import {
  aToken,
  bearer,
  limits,
  openSettings,
  productionSettings,
  startTestServer,
  type TestServer,
  type TestServerOptions,
  timeouts,
} from './support.ts';
import { introduce } from './websocket-peer.ts';

let server: TestServer;
afterEach(() => server.close());

async function start(options: TestServerOptions): Promise<TestServer> {
  server = await startTestServer(options);
  return server;
}

const chatId = makeId({ type: 'Chat', connectionId: 'sales', accountId: 'a1', chatId: 'c1' });
const chatTitle = 'query ($id: ID!) { node(id: $id) { ... on Chat { title } } }';

let happened = 0;
function chatUpdated(accountId = 'a1', chat = 'c1'): IncomingEvent {
  happened += 1;
  const at = new Date(Date.UTC(2026, 2, 1) + happened * 1000).toISOString();
  return {
    identity: { once: `${happened}` },
    event: { type: 'CHAT_UPDATED', accountId, chatId: chat, at },
  };
}

const subscribed = async (count: number) =>
  eventually('it listens', async () =>
    (await (await fetch(`${server.url}/metrics`, { headers: bearer('operator') })).text()).includes(
      `parley_subscriptions ${count}`,
    ),
  );

describe('tenants', () => {
  it("never get each other's events, over WebSocket and over SSE", async () => {
    const other = { ...anAccount, connectionId: 'hiring', accountId: 'b1' };
    await start({
      world: { ports: [fakeAccount(), fakeAccount(other)] },
      settings: {
        ...productionSettings,
        tokens: [
          aToken('a', ['sales/*'], ['READ']),
          aToken('b', ['hiring/*'], ['READ']),
          aToken('operator', ['*/*'], ['ADMIN']),
        ],
      },
    });
    const query = 'subscription { events { ... on ChatEvent { account { id } } } }';
    const listeners = await Promise.all(
      ['a', 'b'].map(async (token) => {
        const client = socketClient(server.ws, `${token}-secret`);
        return { client, events: listen<{ events: { account: { id: string } } }>(client, query) };
      }),
    );
    const firsts = listeners.map(({ events }) => events.next());
    const stream = await fetch(server.graphql, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...bearer('b') },
      body: JSON.stringify({ query }),
    });
    await subscribed(3);
    for (let index = 0; index < 50; index += 1) {
      await server.events.append('sales', [chatUpdated('a1')]);
      await server.events.append('hiring', [chatUpdated('b1')]);
    }
    const idOf = (connectionId: string, accountId: string) =>
      makeId({ type: 'Account', connectionId, accountId });
    const expected = [idOf('sales', 'a1'), idOf('hiring', 'b1')];
    for (const [index, { events, client }] of listeners.entries()) {
      const seen = [await firsts[index]];
      while (seen.length < 50) seen.push(await events.next());
      expect(new Set(seen.map((one) => one?.events.account.id))).toEqual(new Set([expected[index]]));
      await events.stop();
      await client.dispose();
    }
    const reader = stream.body?.getReader();
    let text = '';
    while (text.split('event: next').length < 51)
      text += new TextDecoder().decode((await reader?.read())?.value);
    expect(text).not.toContain(expected[0]);
    await reader?.cancel();
  });

  it('have a cap each: one whose queries hang is told so, the others are served', async () => {
    const slow = fakeAccount();
    slow.chat = (_chatId, { signal }) =>
      new Promise((_, reject) => {
        const gone = () => reject(failure('PROVIDER_UNAVAILABLE', 'It took too long.'));
        signal.addEventListener('abort', gone, { once: true });
      });
    await start({
      world: { ports: [slow] },
      settings: {
        ...openSettings,
        limits: { ...limits, concurrentOperations: 20 },
        timeouts: { ...timeouts, query: 1 },
        tokens: [aToken('greedy', ['sales/*'], ['READ']), aToken('modest', ['sales/*'], ['READ'])],
      },
    });
    const hanging = Array.from({ length: 50 }, () =>
      execute(server.graphql, chatTitle, { id: chatId }, bearer('greedy')),
    );
    expect(await read(server.graphql, '{ __typename }', {}, bearer('modest'))).toEqual({
      __typename: 'Query',
    });
    const answers = await Promise.all(hanging);
    const codes = answers.map(({ errors }) => errors?.[0]?.extensions?.code);
    expect(codes.filter((code) => code === 'SERVER_BUSY')).toHaveLength(30);
    expect(codes.filter((code) => code === 'PROVIDER_UNAVAILABLE')).toHaveLength(20);
  });
});

describe('deadlines', () => {
  it('reach the provider: a query is given up in time, and when its client leaves', async () => {
    const account = fakeAccount();
    const signals: AbortSignal[] = [];
    account.chat = (_chatId, { signal }) => {
      signals.push(signal);
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(failure('PROVIDER_UNAVAILABLE', 'Given up.')), {
          once: true,
        });
      });
    };
    await start({ world: { ports: [account] }, settings: { timeouts: { ...timeouts, query: 0.2 } } });
    const answer = await execute(server.graphql, chatTitle, { id: chatId });
    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'PROVIDER_UNAVAILABLE' } }] });

    const left = new AbortController();
    const body = JSON.stringify({ query: chatTitle, variables: { id: chatId } });
    const headers = { 'content-type': 'application/json' };
    const leaving = fetch(server.graphql, { method: 'POST', headers, body, signal: left.signal });
    await eventually('the provider is asked', () => signals.length === 2);
    left.abort();
    await expect(leaving).rejects.toThrow();
    await eventually('the call is given up', () => signals[1]?.aborted);

    const peer = await introduce(server.ws);
    peer.say({ type: 'subscribe', id: '1', payload: { query: chatTitle, variables: { id: chatId } } });
    await eventually('the provider is asked', () => signals.length === 3);
    peer.socket.terminate();
    await eventually('the call is given up', () => signals[2]?.aborted);
  });
});

describe('the budget of upstream calls', () => {
  it.each([
    [5, { data: { node: { title: 'Grace Example' } }, extensions: { upstream: { calls: 3 } } }],
    [
      2,
      {
        data: { node: null },
        errors: [{ path: ['node'], extensions: { code: 'RATE_LIMITED' } }],
        extensions: { upstream: { calls: 2 } },
      },
    ],
  ])('of %i is kept to, and what was used is shown in the open profile', async (upstreamCalls, expected) => {
    const account = fakeAccount();
    account.chat = async (_chatId, call) => {
      for (let index = 0; index < 3; index += 1) call.count();
      return aChat();
    };
    await start({ world: { ports: [account] }, settings: { limits: { ...limits, upstreamCalls } } });
    expect(await execute(server.graphql, chatTitle, { id: chatId })).toMatchObject(expected);
  });
});

describe('each event', () => {
  it("is loaded anew: the second is not served from the first one's cache", async () => {
    const account = fakeAccount();
    let version = 0;
    account.chat = async () => {
      version += 1;
      return aChat({ title: `Title ${version}` });
    };
    await start({ world: { ports: [account] } });
    const client = socketClient(server.ws);
    const events = listen<{ events: { chat: { title: string } } }>(
      client,
      'subscription { events { ... on ChatEvent { chat { title } } } }',
    );
    const first = events.next();
    await subscribed(1);
    await server.events.append('sales', [chatUpdated()]);
    expect((await first).events.chat.title).toBe('Title 1');
    await server.events.append('sales', [chatUpdated()]);
    expect((await events.next()).events.chat.title).toBe('Title 2');
    await events.stop();
    await client.dispose();
  });
});

describe('errors', () => {
  const mark = 'a-key-that-nobody-may-see';

  it('of ours are masked in resolvers, at subscription start and in mid-stream, and logged with their id', async () => {
    const lines: string[] = [];
    const account = fakeAccount();
    account.chat = () => Promise.reject(new Error(mark));
    const log = createLog('warn', { write: (line) => void lines.push(line) });
    await start({ world: { ports: [account] }, log });

    const inResolver = await execute(server.graphql, chatTitle, { id: chatId });
    const peer = await introduce(server.ws);
    const query = 'subscription { events { ... on ChatEvent { chat { title } } } }';
    peer.say({ type: 'subscribe', id: '1', payload: { query } });
    await subscribed(1);
    await server.events.append('sales', [chatUpdated()]);
    const inStream = (await peer.next()).payload as typeof inResolver;
    for (const { errors } of [inResolver, inStream]) {
      const { code, id } = errors?.[0]?.extensions ?? {};
      expect(code).toBe('INTERNAL_SERVER_ERROR');
      expect(JSON.stringify(errors)).not.toContain(mark);
      expect(lines.some((line) => line.includes(String(id)) && line.includes('Unexpected error'))).toBe(true);
    }
    peer.socket.close();
  });

  it('at subscription start are masked and leave the socket as it is', async () => {
    await start({
      world: { ports: [fakeAccount()] },
      services: {
        places: {
          eventId: String,
          markerId: String,
          open: () => {
            throw new Error(mark);
          },
        },
      },
    });
    const peer = await introduce(server.ws);
    peer.say({
      type: 'subscribe',
      id: '1',
      payload: { query: 'subscription { events(after: "x") { id } }' },
    });
    const answer = JSON.stringify(await peer.next());
    expect(answer).toContain('INTERNAL_SERVER_ERROR');
    expect(answer).not.toContain(mark);
    peer.say({ type: 'complete', id: '1' });
    peer.say({ type: 'subscribe', id: '2', payload: { query: '{ __typename }' } });
    await eventually('the socket goes on', async () => (await peer.next()).id === '2');
    peer.socket.close();
  });

  it('of the store are STORAGE_UNAVAILABLE, and what needs no store goes on', async () => {
    await start({ world: { ports: [fakeAccount()] } });
    const down = () => Promise.reject(new StorageUnavailable(new Error(mark)));
    const events = { ...server.events, head: down };
    const broken = await startTestServer({ world: { ports: [fakeAccount()] }, services: { events } });
    const answer = await execute(broken.graphql, '{ eventCursor }');
    expect(answer.errors?.[0]?.extensions?.code).toBe('STORAGE_UNAVAILABLE');
    expect(JSON.stringify(answer)).not.toContain(mark);
    expect(await read(broken.graphql, chatTitle, { id: chatId })).toEqual({
      node: { title: 'Grace Example' },
    });
    await broken.close();
  });

  it('that are expected keep their code, and as data they are data', async () => {
    const account = fakeAccount();
    account.chat = () => Promise.reject(failure('PROVIDER_UNAVAILABLE', 'The provider does not answer.'));
    const why = failure('PROVIDER_UNAVAILABLE', 'It could not be listed.').failure;
    await start({ world: { ports: [account], unlisted: [why] } });
    expect(await execute(server.graphql, chatTitle, { id: chatId })).toMatchObject({
      data: { node: null },
      errors: [
        {
          message: 'The provider does not answer.',
          path: ['node'],
          extensions: { code: 'PROVIDER_UNAVAILABLE', retryable: true },
        },
      ],
    });
    const { errors, data } = await execute(
      server.graphql,
      '{ chats { unavailable { account { id } error { __typename code detail } } } }',
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      chats: {
        unavailable: [
          {
            account: null,
            error: {
              __typename: 'ProviderError',
              code: 'PROVIDER_UNAVAILABLE',
              detail: 'It could not be listed.',
            },
          },
        ],
      },
    });
  });
});

describe('nodes', () => {
  it.each([101, 5_000, 10_000])('with %i ids is INVALID_INPUT, and nothing is asked', async (count) => {
    const account = fakeAccount();
    await start({ world: { ports: [account] } });
    const ids = Array.from({ length: count }, () => chatId);
    const answer = await execute(server.graphql, 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', field: ['ids'] });
    expect(account.reads).toEqual([]);
  });
});
