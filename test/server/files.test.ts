import { once } from 'node:events';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Bytes } from '../../src/messaging/attachment.ts';
import { failure } from '../../src/messaging/errors.ts';
import { aMessage, anAccount, fakeAccount } from '../schema/fake-account.ts';
import { read } from '../support/client.ts';
import { aToken, bearer, limits, productionSettings, startTestServer, type TestServer } from './support.ts';

const account = fakeAccount({ ...anAccount });
const message = aMessage({
  attachments: [
    {
      type: 'FILE',
      connectionId: 'sales',
      accountId: 'a1',
      chatId: 'c1',
      messageId: 'm1',
      attachmentId: 'f1',
      mimeType: 'application/pdf',
      sizeBytes: 10,
      isUnavailable: false,
      filename: 'offer "ä" €.pdf',
    },
  ],
});
const visible = new Set(['crm', 'other']);
let time = Date.parse('2026-03-01T09:20:00Z');
let bytes: () => Bytes | null;
let server: TestServer;

const bytesOf = (content: string | Buffer, mimeType: string | null, sizeBytes: number | null): Bytes => ({
  body: Readable.from([Buffer.from(content)]),
  mimeType,
  sizeBytes,
});

beforeAll(async () => {
  account.knownMessages.set('m1', message);
  account.attachmentBytes = async (...asked) => {
    account.reads.push(['attachmentBytes', ...asked.slice(0, 3)]);
    return bytes();
  };
  server = await startTestServer({
    world: { ports: [account] },
    now: () => time,
    settings: {
      ...productionSettings,
      limits: { ...limits, downloadBytes: 50_000_000 },
      tokens: [...visible].map((name) => aToken(name, ['sales/*'], ['READ'])),
    },
  });
});
afterAll(() => server.close());
beforeEach(() => {
  time = Date.parse('2026-03-01T09:20:00Z');
  bytes = () => bytesOf('0123456789', 'application/pdf', 10);
  account.reads.length = 0;
});

async function fileUrl(token = 'crm'): Promise<string> {
  const id = Buffer.from(JSON.stringify(['Message', 'sales', 'a1', 'c1', 'm1'])).toString('base64url');
  const data = await read<{ node: { attachments: { url: string }[] } }>(
    server.graphql,
    'query ($id: ID!) { node(id: $id) { ... on Message { attachments { url } } } }',
    { id },
    bearer(token),
  );
  return data.node.attachments[0]?.url ?? '';
}

describe('a file URL', () => {
  it('gives the bytes to who has it, without a header', async () => {
    const response = await fetch(await fileUrl());
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('0123456789');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': '10',
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': `attachment; filename="offer \\"ä\\" ?.pdf"; filename*=UTF-8''offer%20%22%C3%A4%22%20%E2%82%AC.pdf`,
    });
  });

  it('is the same for an hour, and good for one more', async () => {
    const url = await fileUrl();
    time = Date.parse('2026-03-01T09:59:59Z');
    expect(await fileUrl()).toBe(url);
    time = Date.parse('2026-03-01T10:59:59Z');
    expect(await fileUrl()).not.toBe(url);
    expect((await fetch(url)).status).toBe(200);
    time = Date.parse('2026-03-01T11:00:00Z');
    expect((await fetch(url)).status).toBe(404);
  });

  it('is 404 with any byte of it changed, and nothing goes upstream', async () => {
    const url = await fileUrl();
    const start = url.indexOf('/files/') + '/files/'.length;
    const changed = Array.from(url.slice(start), (byte, index) => {
      const place = start + index;
      return `${url.slice(0, place)}${byte === 'A' ? 'B' : 'A'}${url.slice(place + 1)}`;
    });
    changed.push(`${url}&`, `${url}&x=1`, `${url}#`.replace('#', '%20'), url.replace('&', '&x=1&'));
    const statuses = await Promise.all(changed.map(async (one) => (await fetch(one)).status));
    expect(new Set(statuses)).toEqual(new Set([404]));
    expect(account.reads.filter(([name]) => name === 'attachmentBytes')).toEqual([]);
  });

  it("is 404 with somebody else's credential beside it, or a bad one", async () => {
    const url = await fileUrl();
    expect((await fetch(url, { headers: bearer('crm') })).status).toBe(200);
    expect((await fetch(url, { headers: bearer('other') })).status).toBe(404);
    expect((await fetch(url, { headers: bearer('nobody') })).status).toBe(404);
  });

  it('is 404 where the provider has no bytes', async () => {
    bytes = () => null;
    expect((await fetch(await fileUrl())).status).toBe(404);
  });

  it('is 502 where the provider fails, without a word of it', async () => {
    bytes = () => {
      throw failure('PROVIDER_UNAVAILABLE', 'Something about the provider');
    };
    const response = await fetch(await fileUrl());
    expect(response.status).toBe(502);
    expect(await response.text()).toBe('The file cannot be had now.\n');
  });
});

it('looks again whether the token may see the account, on every gateway of the store', async () => {
  const { pathname, search } = new URL(await fileUrl());
  const gatewayWhereCrmSees = async (accounts: string) => {
    const tokens = [aToken('crm', [accounts], ['READ'])];
    const world = { ports: [account] };
    return startTestServer({
      world,
      settings: { ...productionSettings, tokens },
      store: server.store,
      now: () => time,
    });
  };
  const [same, narrower] = await Promise.all(['sales/a1', 'sales/a2'].map(gatewayWhereCrmSees));
  expect((await fetch(`${same?.url}${pathname}${search}`)).status).toBe(200);
  expect((await fetch(`${narrower?.url}${pathname}${search}`)).status).toBe(404);
  await Promise.all([same?.close(), narrower?.close()]);
});

describe('a range', () => {
  it.each([
    ['bytes=2-4', 206, 'bytes 2-4/10', '234'],
    ['bytes=7-', 206, 'bytes 7-9/10', '789'],
    ['bytes=-3', 206, 'bytes 7-9/10', '789'],
    ['bytes=0-99', 206, 'bytes 0-9/10', '0123456789'],
    ['bytes=10-', 416, 'bytes */10', ''],
    ['bytes=1-2,4-5', 200, null, '0123456789'],
    ['lines=1-2', 200, null, '0123456789'],
    ['nonsense', 200, null, '0123456789'],
  ])('%s: %i', async (range, status, contentRange, text) => {
    bytes = () => ({
      body: Readable.from(['01', '23', '456', '789'].map((chunk) => Buffer.from(chunk))),
      mimeType: 'video/mp4',
      sizeBytes: 10,
    });
    const response = await fetch(await fileUrl(), { headers: { range } });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-range')).toBe(contentRange);
    expect(await response.text()).toBe(text);
  });

  it('is passed over where the size is not known', async () => {
    bytes = () => bytesOf('0123456789', 'video/mp4', null);
    const response = await fetch(await fileUrl(), { headers: { range: 'bytes=2-4' } });
    expect(response.status).toBe(200);
    expect(response.headers.get('accept-ranges')).toBeNull();
    expect(await response.text()).toBe('0123456789');
  });

  it('HEAD has the headers and lets go of the body', async () => {
    const body = Readable.from(['x']);
    bytes = () => ({ body, mimeType: 'image/png', sizeBytes: 1 });
    const response = await fetch(await fileUrl(), { method: 'HEAD' });
    expect(response.headers.get('content-length')).toBe('1');
    expect(response.headers.get('content-disposition')).toMatch(/^inline/);
    expect(body.destroyed).toBe(true);
  });
});

describe('whatever a provider says', () => {
  it.each([
    ['text/html', 'attachment', 'application/octet-stream'],
    ['image/svg+xml', 'attachment', 'application/octet-stream'],
    ['application/xhtml+xml', 'attachment', 'application/octet-stream'],
    ['text/javascript', 'attachment', 'application/octet-stream'],
    ['image/png\r\nset-cookie: a=b', 'attachment', 'application/octet-stream'],
    ['IMAGE/PNG; charset=x', 'inline', 'image/png'],
    ['', 'attachment', 'application/octet-stream'],
    [null, 'attachment', 'application/octet-stream'],
  ])('%j is %s as %s', async (mimeType, disposition, type) => {
    bytes = () => bytesOf('<script>', mimeType, 8);
    const response = await fetch(await fileUrl());
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('content-disposition')).toMatch(new RegExp(`^${disposition};`));
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  it('a file that is declared too large is not passed on', async () => {
    bytes = () => bytesOf('x', 'video/mp4', 10_000_000_000);
    expect((await fetch(await fileUrl())).status).toBe(502);
  });

  it('a file without an end is cut off at the limit, in constant memory', async () => {
    let sent = 0;
    const chunk = Buffer.alloc(65_536);
    const endless = async function* () {
      for (;;) {
        sent += chunk.length;
        yield chunk;
      }
    };
    bytes = () => ({
      body: Readable.from(endless(), { objectMode: false }),
      mimeType: 'video/mp4',
      sizeBytes: null,
    });
    const response = await fetch(await fileUrl());
    await expect(response.arrayBuffer()).rejects.toThrow();
    expect(sent).toBeLessThan(60_000_000);
  });

  it('a file that is shorter than declared is not taken for whole', async () => {
    bytes = () => bytesOf('0123', 'video/mp4', 10);
    const response = await fetch(await fileUrl());
    await expect(response.text()).rejects.toThrow();
  });
});

it('who does not read holds up the provider, not our memory', async () => {
  let sent = 0;
  const chunk = Buffer.alloc(65_536);
  const slow = async function* () {
    while (sent < 200_000_000) {
      sent += chunk.length;
      yield chunk;
    }
  };
  const body = Readable.from(slow(), { objectMode: false });
  bytes = () => ({ body, mimeType: 'video/mp4', sizeBytes: null });
  const outgoing = request(await fileUrl()).end();
  const [incoming] = await once(outgoing, 'response');
  incoming.pause();
  let before = -1;
  while (sent !== before) {
    before = sent;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(sent).toBeLessThan(30_000_000);
  const released = new Promise((resolve) => body.on('error', () => {}).on('close', resolve));
  outgoing.destroy();
  await released;
});
