import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeId } from '../../src/messaging/id.ts';
import { anAccount, fakeAccount } from '../schema/fake-account.ts';
import { execute, read } from '../support/client.ts';
import { aToken, bearer, productionSettings, startTestServer, type TestServer } from './support.ts';
import { connect, introduce } from './websocket-peer.ts';

const ada = fakeAccount();
const bob = fakeAccount({ ...anAccount, connectionId: 'hiring', accountId: 'a/2', name: 'Bob Example' });
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    world: { ports: [ada, bob] },
    settings: {
      ...productionSettings,
      tokens: [
        aToken('crm', ['sales/*'], ['READ', 'SEND']),
        aToken('ats', ['hiring/a/2'], ['READ']),
        aToken('sender', ['*/*'], ['SEND']),
        aToken('operator', ['*/*'], ['ADMIN']),
      ],
    },
  });
});
afterAll(() => server.close());

const whoAmI = '{ viewer { name scopes } accounts { nodes { name } } }';

describe('a token', () => {
  it.each([
    ['crm', ['READ', 'SEND'], ['Ada Example']],
    ['ats', ['READ'], ['Bob Example']],
  ])('%s sees its own accounts over HTTP and over WebSocket', async (name, scopes, accounts) => {
    const expected = {
      viewer: { name, scopes },
      accounts: { nodes: accounts.map((one) => ({ name: one })) },
    };
    expect(await read(server.graphql, whoAmI, {}, bearer(name))).toEqual(expected);

    const peer = await introduce(server.ws, bearer(name));
    peer.say({ type: 'subscribe', id: '1', payload: { query: whoAmI } });
    expect(await peer.next()).toMatchObject({ type: 'next', payload: { data: expected } });
    peer.socket.close();
  });

  it('may be given with the upgrade by clients that are no browsers', async () => {
    const peer = await introduce(server.ws, undefined, bearer('crm'));
    peer.socket.close();
  });

  it("sees nothing of an account that is another's", async () => {
    const query = 'query ($id: ID!) { node(id: $id) { id } }';
    const theirs = makeId({ type: 'Chat', connectionId: 'hiring', accountId: 'a/2', chatId: 'c1' });
    const nobodys = makeId({ type: 'Chat', connectionId: 'hiring', accountId: 'a/3', chatId: 'c1' });
    const answers = await Promise.all(
      [theirs, nobodys].map((id) => execute(server.graphql, query, { id }, bearer('crm'))),
    );
    expect(answers).toEqual([{ data: { node: null } }, { data: { node: null } }]);
    expect(bob.reads).toEqual([]);
  });
});

describe('without a good token', () => {
  const wrong: Record<string, Record<string, string>> = {
    none: {},
    'an unknown one': { authorization: 'Bearer nobody-secret' },
    'an empty one': { authorization: 'Bearer ' },
    'another scheme': { authorization: 'Basic Y3JtOmNybS1zZWNyZXQ=' },
    'two of them': { authorization: 'Bearer crm-secret, Bearer ats-secret' },
    'the stored hash': { authorization: `Bearer ${productionSettings.tokens?.[0]?.sha256}` },
  };

  it.each(Object.entries(wrong))('%s: 401 and one message', async (_what, headers) => {
    const response = await fetch(server.graphql, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.json()).toEqual({
      errors: [{ message: 'A valid bearer token is needed.', extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  it.each(Object.entries(wrong))('%s: the socket is closed with 4403', async (_what, payload) => {
    const peer = await connect(server.ws);
    peer.say({ type: 'connection_init', payload });
    expect(await peer.closed).toBe(4403);
  });
});

describe('scopes', () => {
  const query = '{ __typename }';
  const mutation = 'mutation { setTyping(input: { chatId: "x" }) { __typename } }';
  const subscription = 'subscription { events { id } }';

  it.each([
    ['ats', 'a mutation', mutation, 'SEND'],
    ['sender', 'a query', query, 'READ'],
    ['sender', 'a subscription', subscription, 'READ'],
    ['operator', 'a query', query, 'READ'],
  ])('%s may not do %s', async (token, _what, document, scope) => {
    const response = await fetch(server.graphql, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: '*/*', ...bearer(token) },
      body: JSON.stringify({ query: document }),
    });
    expect(response.status).toBe(403);
    expect(await response.text()).toContain(`This credential lacks the scope ${scope}.`);

    const peer = await introduce(server.ws, bearer(token));
    peer.say({ type: 'subscribe', id: '1', payload: { query: document } });
    expect(await peer.next()).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'FORBIDDEN' } }],
    });
    peer.socket.close();
  });

  it('the metrics are for ADMIN', async () => {
    const status = async (headers: Record<string, string>) =>
      (await fetch(`${server.url}/metrics`, { headers })).status;
    expect(await status({})).toBe(401);
    expect(await status(bearer('crm'))).toBe(403);
    expect(await status(bearer('operator'))).toBe(200);
  });
});

describe('the production profile', () => {
  it('tells nothing of the schema', async () => {
    const introspection = await execute(server.graphql, '{ __schema { types { name } } }', {}, bearer('crm'));
    expect(introspection.errors?.[0]?.extensions?.code).toBe('GRAPHQL_VALIDATION_FAILED');
    const typo = await execute(server.graphql, '{ chat { id } }', {}, bearer('crm'));
    expect(typo.errors?.[0]?.message).toBe('Cannot query field "chat" on type "Query".');
  });

  it('says nothing of upstream calls', async () => {
    expect(await execute(server.graphql, '{ __typename }', {}, bearer('crm'))).toEqual({
      data: { __typename: 'Query' },
    });
  });

  it('takes POST with JSON only, and serves no page', async () => {
    const ask = (method: string, contentType: string, body?: string) =>
      fetch(`${server.graphql}?query={__typename}`, {
        method,
        headers: { 'content-type': contentType, accept: 'text/html', ...bearer('crm') },
        ...(body !== undefined && { body }),
      });
    expect((await ask('GET', 'text/plain')).status).toBe(405);
    expect((await ask('PUT', 'application/json', '{}')).status).toBe(405);
    expect((await ask('POST', 'application/x-www-form-urlencoded', 'query={__typename}')).status).toBe(415);
    expect((await ask('POST', 'text/plain', '{"query":"{__typename}"}')).status).toBe(415);
    expect((await ask('POST', 'application/graphql', '{__typename}')).status).toBe(415);
  });
});
