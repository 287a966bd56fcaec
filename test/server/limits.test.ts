import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeAccount } from '../schema/fake-account.ts';
import { type Answer, execute } from '../support/client.ts';
import { startTestServer, type TestServer } from './support.ts';
import { introduce } from './websocket-peer.ts';

const account = fakeAccount();
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ world: { ports: [account] } });
});
afterAll(() => server.close());

/** `variables` is JSON already: some of it is nested too deeply to be written by JSON.stringify. */
const bodyOf = (query: string, variables: string) =>
  `{"query":${JSON.stringify(query)},"variables":${variables}}`;

async function overHttp(query: string, variables = '{}'): Promise<Answer> {
  const response = await fetch(server.graphql, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: bodyOf(query, variables),
  });
  return (await response.json()) as Answer;
}

async function overSocket(query: string, variables = '{}'): Promise<Answer> {
  const peer = await introduce(server.ws);
  peer.say(`{"type":"subscribe","id":"1","payload":${bodyOf(query, variables)}}`);
  const { type, payload } = await peer.next();
  // Whatever was asked, the socket lives on.
  peer.say({ type: 'ping' });
  while ((await peer.next()).type !== 'pong');
  peer.socket.close();
  return type === 'error' ? ({ errors: payload } as Answer) : (payload as Answer);
}

const ways = [
  ['HTTP', overHttp],
  ['WebSocket', overSocket],
] as const;

const chatsIn = (depth: number): string =>
  depth === 0 ? 'id' : `messages(first: 100) { nodes { chat { ${chatsIn(depth - 1)} } } }`;
const nested = (depth: number, field: string) => `${`{ ${field} `.repeat(depth)}{ id }${' }'.repeat(depth)}`;
const fragments = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    index === count - 1
      ? `fragment f${index} on Chat { id }`
      : `fragment f${index} on Chat { lastMessage { chat { ...f${index + 1} } } inbox { chats { nodes { ...f${index + 1} } } } }`,
  ).join('\n');

const tooComplex: Record<string, string> = {
  'the query of 203 bytes that ends a plain server': `{ chats(first: 100) { nodes { ${chatsIn(3)} } } }`,
  'pages of 100 x 100': '{ chats(first: 100) { nodes { messages(first: 100) { nodes { id } } } } }',
  'a page by variable':
    'query ($n: Int = 100) { chats(first: $n) { nodes { messages(first: $n) { nodes { id } } } } }',
  '1,000 aliases': `{ ${Array.from({ length: 1000 }, (_, index) => `a${index}: __typename`).join(' ')} }`,
  '31 aliases': `{ ${Array.from({ length: 31 }, (_, index) => `a${index}: __typename`).join(' ')} }`,
  '5,000 duplicates': `{ ${'__typename '.repeat(5000)} }`,
  '5,000 directives': `{ __typename ${'@skip(if: false) '.repeat(5000)} }`,
  '16 levels': nested(16, 'chat'),
  '60 levels': nested(60, 'chat'),
  '20,000 levels': nested(20_000, 'chat'),
  '20,000 lists within each other': `{ chats(filter: ${'['.repeat(20_000)}) { nodes { id } } }`,
  '300 operations': Array.from({ length: 300 }, (_, index) => `query q${index} { __typename }`).join('\n'),
  'two operations': 'query a { __typename } query b { __typename }',
  'fragments that multiply': `{ node(id: "x") { ...f0 } }\n${fragments(25)}`,
  'fragments within 12 levels that multiply': `{ node(id: "x") { ...f0 } }\n${fragments(4)}`,
};

describe.each(ways)('what is too complex over %s', (_name, ask) => {
  it.each(Object.entries(tooComplex))('%s', async (_what, query) => {
    const started = performance.now();
    const answer = await ask(query);
    expect(answer.data).toBeUndefined();
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors?.[0]?.extensions?.code).toBe('QUERY_TOO_COMPLEX');
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(account.reads).toEqual([]);
  });

  it('says what it would cost and what it may', async () => {
    const answer = await ask(tooComplex['pages of 100 x 100'] ?? '');
    expect(answer.errors?.[0]?.extensions).toMatchObject({ requestedCost: 10_100, maxCost: 10_000 });
  });
});

describe.each(ways)('what is invalid over %s', (_name, ask) => {
  it('a syntax error is GRAPHQL_PARSE_FAILED', async () => {
    const answer = await ask('{ chats');
    expect(answer.errors?.[0]?.extensions?.code).toBe('GRAPHQL_PARSE_FAILED');
  });

  it('at most ten validation errors come back', async () => {
    const answer = await ask(`{ ${Array.from({ length: 40 }, (_, index) => `nope${index}`).join(' ')} }`);
    expect(answer.errors).toHaveLength(10);
    expect(answer.errors?.map(({ extensions }) => extensions?.code)).toEqual(
      Array(10).fill('GRAPHQL_VALIDATION_FAILED'),
    );
  });

  it.each([
    [
      'a fragment in a circle',
      '{ node(id: "x") { ...a } } fragment a on Chat { ...b } fragment b on Chat { ...a }',
    ],
    [
      'introspection that goes round',
      `{ __schema { types { ${'fields { type { '.repeat(4)} name ${'} }'.repeat(4)} } } }`,
    ],
  ])('%s is GRAPHQL_VALIDATION_FAILED', async (_what, query) => {
    expect((await ask(query)).errors?.[0]?.extensions?.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it.each([
    ['of the wrong type', '{ "id": { "not": "an id" } }'],
    ['that is missing', '{}'],
    ['100,000 levels deep', `{ "id": ${'['.repeat(100_000)}${']'.repeat(100_000)} }`],
    [
      '100,000 levels deep that nothing asks for',
      `{ "id": "x", "more": ${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)} }`,
    ],
  ])('a variable %s is BAD_USER_INPUT', async (_what, variables) => {
    const answer = await ask('query ($id: ID!) { node(id: $id) { id } }', variables);
    expect(answer.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    expect(account.reads).toEqual([]);
  });
});

describe.each(ways)('what passes over %s', (_name, ask) => {
  it('the standard introspection query, with everything it may ask', async () => {
    const query = getIntrospectionQuery({
      descriptions: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: true,
    });
    const answer = await ask(query);
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toHaveProperty('__schema.queryType.name', 'Query');
  });

  it('an inbox of 20 chats with messages, senders and attendees', async () => {
    const answer = await ask(`{
      accounts { nodes { id inboxes { nodes { id chats(first: 20) { nodes { id } } } } } }
      chats(first: 20) {
        edges { cursor node { title inbox { name } lastMessage { text sender { name } } attendees(first: 10) { nodes { name } } } }
        pageInfo { endCursor }
        unavailable { account { name } error { code } }
      }
    }`);
    expect(answer.errors).toBeUndefined();
  });

  it('a page of 100', async () => {
    expect((await ask('{ chats(first: 100) { nodes { id title } } }')).errors).toBeUndefined();
  });
});

describe("wrong arguments are the field's own business", () => {
  it.each([0, -1, 101, 2 ** 31 - 1])('first: %i is INVALID_INPUT', async (first) => {
    const answer = await execute(
      server.graphql,
      '{ chats(first: FIRST) { nodes { id } } }'.replace('FIRST', `${first}`),
    );
    expect(answer.errors?.[0]).toMatchObject({ extensions: { code: 'INVALID_INPUT', field: ['first'] } });
  });
});

it('a body of more than 1 MB is PAYLOAD_TOO_LARGE', async () => {
  const response = await fetch(server.graphql, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ __typename }', variables: { text: 'x'.repeat(1_000_001) } }),
  });
  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({
    errors: [{ extensions: { code: 'PAYLOAD_TOO_LARGE', maxBytes: 1_000_000 } }],
  });
});

it('a batch is refused', async () => {
  const response = await fetch(server.graphql, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(Array(20).fill({ query: '{ __typename }' })),
  });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
});

it("what is nested 20,000 deep is the client's fault, not ours", async () => {
  const response = await fetch(server.graphql, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: tooComplex['20,000 levels'] }),
  });
  expect(response.status).toBe(400);
});
