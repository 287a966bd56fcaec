import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { type ClientRequest, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeId } from '../../src/messaging/id.ts';
import type { Dispatch, Dispatched } from '../../src/outbox/outbox.ts';
import { fakeAccount } from '../schema/fake-account.ts';
import { eventually } from '../support/wait.ts';
import { aToken, bearer, limits, productionSettings, startTestServer, type TestServer } from './support.ts';

interface SeenFile {
  path: string;
  filename: string;
  mimeType: string;
  sizeBytes: number;
  sha256: string;
  content: string;
  mode: number;
}

const chatId = makeId({ type: 'Chat', connectionId: 'sales', accountId: 'a1', chatId: 'c1' });
const account = fakeAccount();
let seen: SeenFile[] = [];
let whileSending: () => Promise<void> = async () => {};
let server: TestServer;

beforeAll(async () => {
  account.send = async (_chat, { attachments }) => {
    seen = attachments.map((file) => ({
      ...file,
      content: file.sizeBytes < 1000 ? readFileSync(file.path, 'utf8') : '',
      mode: statSync(file.path).mode & 0o777,
    }));
    await whileSending();
    return { messageIds: ['sent'] };
  };
  server = await startTestServer({
    world: { ports: [account] },
    services: {
      outbox: {
        async dispatch({ perform, compose }: Dispatch): Promise<Dispatched> {
          const signal = new AbortController().signal;
          await perform({ signal, deadline: Number.MAX_SAFE_INTEGER, background: false, count() {} });
          return {
            chatId: 'c1',
            message: compose({ messageId: 'sent', chatId: 'c1', sentAt: '2026-03-01T09:00:00.000Z' }),
          };
        },
        recall: async () => null,
        clientMessageIds: async (messages) => messages.map(() => null),
        message: async () => null,
        idle: async () => {},
      },
    },
    settings: {
      ...productionSettings,
      limits: { ...limits, uploadBytes: 20_000_000 },
      tokens: [aToken('crm', ['sales/*'], ['READ', 'SEND']), aToken('reader', ['sales/*'], ['READ'])],
    },
  });
});
afterAll(() => server.close());
beforeEach(() => {
  seen = [];
  whileSending = async () => {};
});

const filesOnDisk = () =>
  readdirSync(tmpdir())
    .filter((name) => name.startsWith(`parley-uploads-${process.pid}-`))
    .flatMap((name) => readdirSync(join(tmpdir(), name)));

const send = `mutation ($chatId: ID!, $attachments: [AttachmentInput!]) {
  sendMessage(input: { chatId: $chatId, attachments: $attachments }) {
    __typename
    ... on Error { code detail }
  }
}`;
const operations = (count: number) =>
  JSON.stringify({
    query: send,
    variables: { chatId, attachments: Array(count).fill({ file: null }) },
  });
const map = (count: number) =>
  JSON.stringify(
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [index, [`variables.attachments.${index}.file`]]),
    ),
  );

type Part = readonly [name: string, content: string | File];

async function upload(parts: readonly Part[], token = 'crm') {
  const form = new FormData();
  for (const [name, content] of parts) form.append(name, content);
  const response = await fetch(server.graphql, {
    method: 'POST',
    headers: { accept: 'application/graphql-response+json', ...bearer(token) },
    body: form,
  });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}

const hello = new File(['hello'], 'hello.txt', { type: 'text/plain' });

describe('an upload by the multipart request specification', () => {
  it('reaches the mutation as a file on disk, with size and hash, and is gone afterwards', async () => {
    const { status, answer } = await upload([
      ['operations', operations(2)],
      ['map', map(2)],
      ['0', hello],
      ['1', new File(['second'], '../../etc/passwd', { type: 'application/octet-stream' })],
    ]);
    expect(answer).toEqual({ data: { sendMessage: { __typename: 'SendMessagePayload' } } });
    expect(status).toBe(200);
    expect(seen).toMatchObject([
      {
        filename: 'hello.txt',
        mimeType: 'text/plain',
        sizeBytes: 5,
        sha256: createHash('sha256').update('hello').digest('hex'),
        content: 'hello',
        mode: 0o600,
      },
      { filename: 'passwd', mimeType: 'application/octet-stream', content: 'second' },
    ]);
    await eventually('the files are removed', () => seen.every(({ path }) => !existsSync(path)));
  });

  it('may send one part to several places', async () => {
    await upload([
      ['operations', operations(2)],
      ['map', JSON.stringify({ a: ['variables.attachments.0.file', 'variables.attachments.1.file'] })],
      ['a', hello],
    ]);
    expect(seen.map(({ content }) => content)).toEqual(['hello', 'hello']);
  });

  it('takes an empty file, and infers the type of what the client calls bytes', async () => {
    await upload([
      ['operations', operations(1)],
      ['map', map(1)],
      ['0', new File([], 'empty.png', { type: 'application/octet-stream' })],
    ]);
    expect(seen).toMatchObject([{ sizeBytes: 0, mimeType: 'image/png' }]);
  });
});

describe('a malformed upload is BAD_USER_INPUT and leaves nothing behind', () => {
  const cases: Record<string, readonly Part[]> = {
    'map before operations': [
      ['map', map(1)],
      ['operations', operations(1)],
      ['0', hello],
    ],
    'a file before map': [
      ['operations', operations(1)],
      ['0', hello],
      ['map', map(1)],
    ],
    'no map': [['operations', operations(1)]],
    nothing: [],
    'a file that map does not name': [
      ['operations', operations(1)],
      ['map', map(1)],
      ['7', hello],
    ],
    'a file that is missing': [
      ['operations', operations(2)],
      ['map', map(2)],
      ['0', hello],
    ],
    'a path that is not null': [
      ['operations', operations(1)],
      ['map', JSON.stringify({ 0: ['variables.chatId'] })],
      ['0', hello],
    ],
    'a path that is not there': [
      ['operations', operations(1)],
      ['map', JSON.stringify({ 0: ['variables.__proto__.file'] })],
      ['0', hello],
    ],
    'a path outside the variables': [
      ['operations', operations(1)],
      ['map', JSON.stringify({ 0: ['query'] })],
      ['0', hello],
    ],
    'a batch': [
      ['operations', `[${operations(1)}]`],
      ['map', JSON.stringify({ 0: ['0.variables.attachments.0.file'] })],
      ['0', hello],
    ],
    'operations that are no JSON': [
      ['operations', '{'],
      ['map', map(1)],
      ['0', hello],
    ],
    'a third field': [
      ['operations', operations(1)],
      ['map', map(1)],
      ['map', map(1)],
      ['0', hello],
    ],
    '21 files': [
      ['operations', operations(21)],
      ['map', map(21)],
      ...Array.from({ length: 21 }, (_, index) => [String(index), hello] as const),
    ],
  };

  it.each(Object.entries(cases))('%s', async (_what, parts) => {
    const { status, answer } = await upload(parts);
    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    expect(status).toBe(400);
    expect(seen).toEqual([]);
    await eventually('nothing is left behind', () => filesOnDisk().length === 0);
  });

  it('no boundary', async () => {
    const response = await fetch(server.graphql, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data', ...bearer('crm') },
      body: 'x',
    });
    expect(response.status).toBe(400);
  });
});

it('a variable that only looks like an upload names no file of ours', async () => {
  const file = { path: '/etc/passwd', filename: 'x', mimeType: 'text/plain', sizeBytes: 1, sha256: 'x' };
  const response = await fetch(server.graphql, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer('crm') },
    body: JSON.stringify({ query: send, variables: { chatId, attachments: [{ file }] } }),
  });
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  expect(seen).toEqual([]);
});

it('operations of more than 1 MB are PAYLOAD_TOO_LARGE', async () => {
  const { status, answer } = await upload([
    ['operations', JSON.stringify({ query: send, variables: { more: 'x'.repeat(1_000_000) } })],
    ['map', map(1)],
    ['0', hello],
  ]);
  expect(status).toBe(413);
  expect(answer).toMatchObject({ errors: [{ extensions: { code: 'PAYLOAD_TOO_LARGE' } }] });
});

const boundary = 'a-boundary';
const head = `--${boundary}\r\ncontent-disposition: form-data; name="operations"\r\n\r\n${operations(1)}\r\n--${boundary}\r\ncontent-disposition: form-data; name="map"\r\n\r\n${map(1)}\r\n--${boundary}\r\ncontent-disposition: form-data; name="0"; filename="big.bin"\r\ncontent-type: application/octet-stream\r\n\r\n`;

function begin(headers: Record<string, string | number>): ClientRequest {
  return request(server.graphql, {
    method: 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, ...headers },
  });
}

async function write(outgoing: ClientRequest, chunk: Buffer | string): Promise<void> {
  if (!outgoing.write(chunk)) await once(outgoing, 'drain');
}

describe('a large upload', () => {
  it('of 200 MB is cut off at the limit, in constant memory, and leaves nothing behind', async () => {
    const outgoing = begin(bearer('crm'));
    const answered = once(outgoing, 'response');
    const chunk = randomBytes(1_000_000);
    let most = 0;
    let status = 0;
    void answered.then(([response]) => {
      status = response.statusCode;
      response.resume();
    });
    const before = process.memoryUsage().rss;
    await write(outgoing, head);
    for (let sent = 0; sent < 200 && status === 0; sent += 1) {
      await Promise.race([write(outgoing, chunk), answered]);
      most = Math.max(most, process.memoryUsage().rss - before);
    }
    await answered;
    expect(status).toBe(413);
    expect(most).toBeLessThan(80_000_000);
    outgoing.destroy();
    expect(seen).toEqual([]);
    await eventually('the file is removed', () => filesOnDisk().length === 0);
  });

  it('that says its size is refused before it is read', async () => {
    const outgoing = begin({ ...bearer('crm'), 'content-length': 200_000_000 });
    outgoing.flushHeaders();
    const [response] = await once(outgoing, 'response');
    expect(response.statusCode).toBe(413);
    outgoing.on('error', () => {}).destroy();
  });

  it.each([
    ['nobody', 401],
    ['reader', 403],
  ])('of %s is refused before it is read', async (token, status) => {
    const outgoing = begin(bearer(token));
    outgoing.flushHeaders();
    const [response] = await once(outgoing, 'response');
    expect(response.statusCode).toBe(status);
    outgoing.on('error', () => {}).destroy();
  });

  it('that breaks off leaves nothing behind', async () => {
    const outgoing = begin(bearer('crm'));
    outgoing.on('error', () => {});
    await write(outgoing, head);
    await write(outgoing, randomBytes(100_000));
    await eventually('the file is begun', () => filesOnDisk().length === 1);
    outgoing.destroy();
    await eventually('the file is removed', () => filesOnDisk().length === 0);
    expect(seen).toEqual([]);
  });
});

it('a client that leaves while its message is sent takes no file from under the send', async () => {
  let isThere = false;
  let release: () => void = () => {};
  whileSending = async () => {
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    isThere = existsSync(seen[0]?.path ?? '');
  };
  const outgoing = begin(bearer('crm'));
  outgoing.on('error', () => {});
  outgoing.end(`${head}content\r\n--${boundary}--\r\n`);
  await eventually('the send has begun', () => seen.length === 1);
  outgoing.destroy();
  await new Promise((resolve) => setTimeout(resolve, 50));
  release();
  await eventually('the send is over', () => isThere);
  await eventually('the file is removed', () => filesOnDisk().length === 0);
});

it('what a gateway that was killed has left behind is removed by the next', async () => {
  const leftover = join(tmpdir(), 'parley-uploads-999999999-left');
  mkdirSync(leftover, { recursive: true });
  writeFileSync(join(leftover, 'file'), 'x');
  const next = await startTestServer();
  expect(existsSync(leftover)).toBe(false);
  await next.close();
});
