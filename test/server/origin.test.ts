import { once } from 'node:events';
import { request } from 'node:http';
import { connect as connectSocket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { bearer, productionSettings, startTestServer, type TestServer } from './support.ts';

let open: TestServer;
let production: TestServer;
beforeAll(async () => {
  open = await startTestServer({ settings: { publicUrl: 'https://inbox.example.com' } });
  production = await startTestServer({
    settings: {
      ...productionSettings,
      publicUrl: 'https://inbox.example.com',
      cors: ['https://app.example.com'],
    },
  });
});
afterAll(async () => {
  await open.close();
  await production.close();
});

/** fetch would not let a test choose Host. */
async function send(
  server: TestServer,
  headers: Record<string, string>,
  { method = 'POST', path = '/graphql' } = {},
) {
  const body = method === 'POST' ? JSON.stringify({ query: '{ __typename }' }) : '';
  const outgoing = request(`${server.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...bearer('crm'), ...headers },
  });
  outgoing.end(body);
  const [incoming] = await once(outgoing, 'response');
  incoming.resume();
  return { status: incoming.statusCode as number, headers: incoming.headers as Record<string, string> };
}

async function upgrade(server: TestServer, headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(server.ws, 'graphql-transport-ws', { headers });
  const status = await Promise.race([
    once(socket, 'open').then(() => 101),
    once(socket, 'unexpected-response').then(([, response]) => response.statusCode as number),
  ]);
  socket.on('error', () => {});
  socket.terminate();
  return status;
}

const cases: [what: string, headers: Record<string, string>, open: boolean, production: boolean][] = [
  ['no browser', {}, true, true],
  [
    "the gateway's own page",
    { origin: 'https://inbox.example.com', 'sec-fetch-site': 'same-origin' },
    true,
    true,
  ],
  [
    'a page in the CORS list',
    { origin: 'https://app.example.com', 'sec-fetch-site': 'cross-site' },
    false,
    true,
  ],
  ['a page on loopback', { origin: 'http://localhost:5173', 'sec-fetch-site': 'same-site' }, true, false],
  ['a page on loopback by address', { origin: 'http://[::1]:5173' }, true, false],
  ['a foreign page', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, false, false],
  [
    'a page whose name begins like a listed one',
    { origin: 'https://app.example.com.evil.example' },
    false,
    false,
  ],
  ['a page without an origin (file, sandbox)', { origin: 'null' }, false, false],
  ['a foreign page that sends no Origin', { 'sec-fetch-site': 'cross-site' }, false, false],
  ['a link that was typed', { 'sec-fetch-site': 'none' }, true, true],
];

describe.each(cases)('an operation from %s', (_what, headers, inOpen, inProduction) => {
  it.each([
    ['open', () => open, inOpen],
    ['production', () => production, inProduction],
  ] as const)('in the %s profile', async (_profile, server, isAllowed) => {
    expect((await send(server(), headers)).status).toBe(isAllowed ? 200 : 403);
    expect(await upgrade(server(), headers)).toBe(isAllowed ? 101 : 403);
  });
});

it('a refused operation is not read: 403 comes before the body', async () => {
  const { hostname, port } = new URL(open.url);
  const socket = connectSocket(Number(port), hostname);
  socket.write(
    'POST /graphql HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n' +
      'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n',
  );
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1.1 403 /);
  socket.destroy();
});

describe('CORS', () => {
  it('names a listed origin and never a foreign one', async () => {
    const listed = await send(production, { origin: 'https://app.example.com' });
    expect(listed.headers['access-control-allow-origin']).toBe('https://app.example.com');
    expect(listed.headers['access-control-allow-credentials']).toBeUndefined();
    expect(listed.headers.vary).toBe('Origin');
    const foreign = await send(production, { origin: 'https://evil.example' });
    expect(foreign.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('answers a preflight for a listed origin only', async () => {
    const ask = (origin: string) =>
      send(
        production,
        {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization',
        },
        { method: 'OPTIONS' },
      );
    const listed = await ask('https://app.example.com');
    expect(listed.status).toBe(204);
    expect(listed.headers['access-control-allow-headers']).toContain('Authorization');
    expect((await ask('https://evil.example')).status).toBe(403);
  });
});

describe('Host, where nobody is asked who they are', () => {
  it.each([
    ['localhost:4000', true],
    ['127.0.0.1', true],
    ['127.1.2.3:80', true],
    ['[::1]:4000', true],
    ['inbox.example.com', true],
    ['evil.example', false],
    ['127.0.0.1.evil.example', false],
    ['localhost.evil.example', false],
    ['10.0.0.1', false],
  ])('%s', async (host, isServed) => {
    for (const [method, path] of [
      ['POST', '/graphql'],
      ['GET', '/health'],
      ['GET', '/metrics'],
    ] as const) {
      expect((await send(open, { host }, { method, path })).status).toBe(isServed ? 200 : 403);
    }
    expect(await upgrade(open, { host })).toBe(isServed ? 101 : 403);
  });

  it('with tokens, any name serves', async () => {
    expect((await send(production, { host: '10.0.0.1' })).status).toBe(200);
  });
});

it('opening GraphiQL from a foreign link is no operation', async () => {
  const page = await send(
    open,
    { accept: 'text/html', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
    { method: 'GET', path: '/graphql?query={__typename}' },
  );
  expect(page.status).toBe(200);
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
});
