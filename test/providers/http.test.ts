import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGzip, gzipSync } from 'node:zlib';
import { FormData } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { failure } from '../../src/messaging/errors.ts';
import { Secret } from '../../src/messaging/secret.ts';
import { HttpClient, type HttpRequest } from '../../src/providers/http.ts';
import { path } from '../../src/providers/path.ts';
import { eventually } from '../support/wait.ts';
import { caller, failing, testTools, vendor, whole } from './support.ts';

const key = 'a-key-that-nobody-may-see';
const megabyte = 1024 * 1024;

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A client of a vendor that gives these answers in turn, the last one from then on. */
async function clientOf(answers: Answer | Answer[], timeouts = {}) {
  const inTurn = [answers].flat();
  let next = 0;
  const { url, requests } = await vendor((request, response) => {
    const answer = inTurn[Math.min(next, inTurn.length - 1)];
    next += 1;
    answer?.(request, response);
  });
  return { ...client(`${url}/api/v1`, timeouts), requests, url };
}

function client(baseUrl: string, timeouts = {}) {
  const kit = testTools(timeouts);
  const http = new HttpClient(
    {
      connectionId: 'c',
      baseUrl,
      secrets: { 'x-api-key': new Secret(key) },
      failureOf: (status, body) =>
        status === 429
          ? failure('RATE_LIMITED', 'Wait.').failure
          : status >= 500 && status !== 501
            ? failure('PROVIDER_UNAVAILABLE', 'Later.').failure
            : failure(
                'PROVIDER_REJECTED',
                `No: ${(body as { type?: string } | null)?.type ?? 'nothing said'}`,
              ).failure,
    },
    kit.tools,
  );
  return { http, ...kit };
}

const reading = (account: string | null = 'a'): HttpRequest => ({
  method: 'GET',
  path: path`/things`,
  account,
});
const writing: HttpRequest = { method: 'POST', path: path`/things`, json: { text: 'hello' }, account: 'a' };

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
const bytes =
  (body: Buffer | string, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(body);
  };
const reset: Answer = (request) => request.socket.resetAndDestroy();
const silence: Answer = () => undefined;
const fine = json(200, { fine: true });

describe('a request', () => {
  it('carries the key, the query and JSON to the configured address', async () => {
    const { http, requests, observed } = await clientOf(fine);
    const query = { cursor: 'a+/=', limit: 20, unread: false, before: null, after: undefined };
    const request = { ...reading(), path: path`/chats/${'a/../?#%2e'}/messages`, query };
    expect(await http.read(request, caller().call)).toEqual({ fine: true });
    expect(requests[0]?.url).toBe(
      '/api/v1/chats/a%2F..%2F%3F%23%252e/messages?cursor=a%2B%2F%3D&limit=20&unread=false',
    );
    expect(requests[0]?.headers).toMatchObject({ 'x-api-key': key, accept: 'application/json' });
    expect(observed).toMatchObject([{ connectionId: 'c', route: 'GET /chats/:id/messages', status: 200 }]);
  });

  it('keeps the query of the base address, where a port is named in it', async () => {
    const { url, requests } = await vendor(fine);
    await client(`${url}/api/v1/?port=13111`).http.read({ ...reading(), query: { limit: 1 } }, caller().call);
    expect(requests[0]?.url).toBe('/api/v1/things?port=13111&limit=1');
  });

  it.each(['', '.', '..', '\ud800'])('does not go out for an id that can be none (%j)', (id) => {
    expect(() => path`/chats/${id}`).toThrow('NOT_FOUND');
  });

  it('sends files from disk with a length and in constant memory', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-http-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, 'upload');
    await writeFile(file, '');
    await truncate(file, 150 * megabyte);
    let received = 0;
    const { http, requests } = await clientOf((request, response) => {
      request.on('data', (piece: Buffer) => {
        received += piece.length;
      });
      request.on('end', () => response.setHeader('content-type', 'application/json').end('{}'));
    });
    const form = new FormData();
    form.append('text', 'hello');
    form.append('attachments', await openAsBlob(file, { type: 'image/png' }), 'a"\r\nX-Evil: 1.png');
    const before = process.memoryUsage().rss;
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 5);
    await http.write({ method: 'POST', path: path`/things`, form, account: 'a' }, caller().call);
    clearInterval(watch);
    expect(Number(requests[0]?.headers['content-length'])).toBe(received);
    expect(received).toBeGreaterThan(150 * megabyte);
    expect(most - before).toBeLessThan(100 * megabyte);
  });

  it('never prints the key', async () => {
    const { http } = await clientOf(json(500, { key }));
    const problem = await failing(http.read(reading(), caller().call));
    expect(JSON.stringify([problem, http])).not.toContain(key);
  });
});

describe('429 (A1)', () => {
  it.each([
    ['1', 1000],
    ['a date', 1000],
  ])('is waited for once by a read when Retry-After is %s and fits', async (retryAfter, leastMs) => {
    const date = () => new Date(Date.now() + 2000).toUTCString();
    const { http, requests } = await clientOf([
      (request, response) =>
        json(429, {}, { 'retry-after': retryAfter === 'a date' ? date() : retryAfter })(request, response),
      fine,
    ]);
    const began = Date.now();
    expect(await http.read(reading(), caller().call)).toEqual({ fine: true });
    expect(Date.now() - began).toBeGreaterThanOrEqual(leastMs - 20);
    expect(requests).toHaveLength(2);
  });

  it('is waited for once only', async () => {
    const { http, requests } = await clientOf(json(429, {}, { 'retry-after': '0' }));
    expect(await failing(http.read(reading(), caller().call))).toMatchObject({ code: 'RATE_LIMITED' });
    expect(requests).toHaveLength(2);
  });

  it('to reads that go side by side holds all of them until the last wait is over, and then each is answered', async () => {
    const told: number[] = [];
    const askedAgain: number[] = [];
    const { http, requests } = await clientOf((request, response) => {
      const place = requests.length;
      if (place > 5) {
        askedAgain.push(Date.now());
        return fine(request, response);
      }
      setTimeout(() => {
        told.push(Date.now());
        json(429, {}, { 'retry-after': '1' })(request, response);
      }, 60 * place);
    });
    const answers = await Promise.all(Array.from({ length: 5 }, () => http.read(reading(), caller().call)));
    expect(answers).toEqual(Array.from({ length: 5 }, () => ({ fine: true })));
    expect(requests).toHaveLength(10);
    expect(Math.min(...askedAgain)).toBeGreaterThanOrEqual(Math.max(...told) + 1_000);
  });

  it.each([
    ['60', 60_000],
    [undefined, 5_000],
    ['garbage 5', 5_000],
    ['-3', 5_000],
  ])('with Retry-After %s holds all calls of that account, and no others', async (retryAfter, waitMs) => {
    const limited = json(429, {}, retryAfter === undefined ? {} : { 'retry-after': retryAfter });
    const { http, requests, clock } = await clientOf([limited, fine], { read: 4_000 });
    const start = Date.parse('2026-03-01T09:00:00.000Z');
    clock.now = () => start;
    const deadline = start + 4_000;
    const expected = {
      code: 'RATE_LIMITED',
      retryable: true,
      retryAt: new Date(start + waitMs).toISOString(),
    };
    expect(await failing(http.read(reading(), caller({ deadline }).call))).toMatchObject(expected);
    const counting = caller({ deadline });
    for (let calls = 0; calls < 100; calls += 1) {
      expect(await failing(http.read(reading(), counting.call))).toMatchObject(expected);
      expect(await failing(http.write(writing, counting.call))).toMatchObject(expected);
    }
    expect(requests).toHaveLength(1);
    expect(counting.state.calls).toBe(0);
    expect(await http.read(reading('b'), caller({ deadline }).call)).toEqual({ fine: true });
    clock.now = () => start + waitMs;
    expect(await http.read(reading(), caller({ deadline: start + waitMs + 4_000 }).call)).toEqual({
      fine: true,
    });
  });

  it('without a wait holds for as long as the vendor is known to need', async () => {
    const kit = testTools();
    const { url } = await vendor(json(429, {}));
    const settings = { connectionId: 'c', baseUrl: url, secrets: {}, pauseMs: 60_000 };
    const http = new HttpClient(
      { ...settings, failureOf: () => failure('RATE_LIMITED', 'Wait.').failure },
      kit.tools,
    );
    const start = Date.parse('2026-03-01T09:00:00.000Z');
    kit.clock.now = () => start;
    const refused = await failing(http.read(reading(), caller({ deadline: start + 4_000 }).call));
    expect(refused).toMatchObject({ code: 'RATE_LIMITED', retryAt: '2026-03-01T09:01:00.000Z' });
  });

  it('of the whole key holds every account', async () => {
    const { http, requests } = await clientOf(json(429, {}, { 'retry-after': '60' }));
    await failing(http.read(reading(null), caller().call));
    expect(await failing(http.read(reading('a'), caller().call))).toMatchObject({ code: 'RATE_LIMITED' });
    expect(requests).toHaveLength(1);
  });

  it('to a write means that nothing was sent, and is not tried again', async () => {
    const { http, requests } = await clientOf(json(429, {}, { 'retry-after': '1' }));
    expect(await failing(http.write(writing, caller().call))).toMatchObject({
      code: 'RATE_LIMITED',
      account: { connectionId: 'c', accountId: 'a' },
    });
    expect(requests).toHaveLength(1);
  });
});

describe.each([500, 502, 503, 504])('%i (A2)', (status) => {
  it('is tried again by a read', async () => {
    const { http, requests, observed } = await clientOf([json(status, {}), json(status, {}), fine]);
    const { call, state } = caller();
    expect(await http.read(reading(), call)).toEqual({ fine: true });
    expect([requests.length, state.calls]).toEqual([3, 3]);
    expect(observed.map((request) => request.status)).toEqual([status, status, 200]);
  });

  it('is given up after three tries', async () => {
    const { http, requests } = await clientOf(json(status, {}));
    expect(await failing(http.read(reading(), caller().call))).toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
    });
    expect(requests).toHaveLength(3);
  });

  it('leaves a write in doubt, and is never tried again', async () => {
    const { http, requests } = await clientOf(json(status, {}));
    expect(await failing(http.write(writing, caller().call))).toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      retryable: false,
    });
    expect(requests).toHaveLength(1);
  });
});

describe('what the vendor refuses', () => {
  it('is neither tried again nor in doubt', async () => {
    for (const status of [400, 404, 422, 501]) {
      const { http, requests } = await clientOf(json(status, { type: 'because' }));
      const expected = { code: 'PROVIDER_REJECTED', detail: 'No: because' };
      expect(await failing(http.read(reading(), caller().call))).toMatchObject(expected);
      expect(await failing(http.write(writing, caller().call))).toMatchObject(expected);
      expect(requests).toHaveLength(2);
    }
  });

  it('is known by its status where the body is a page', async () => {
    const { http } = await clientOf((_request, response) => {
      response.writeHead(413, { 'content-type': 'text/html' }).end(`<p>${key}</p>`);
    });
    expect(await failing(http.write(writing, caller().call))).toMatchObject({ detail: 'No: nothing said' });
  });
});

describe('a connection', () => {
  it('that is refused means that a write was not done (A4)', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const address = closed.address();
    await new Promise((resolve) => closed.close(resolve));
    const port = typeof address === 'object' ? address?.port : 0;
    const { http } = client(`http://127.0.0.1:${port}`);
    expect(await failing(http.write(writing, caller().call))).toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    const { call, state } = caller();
    expect(await failing(http.read(reading(), call))).toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    expect(state.calls).toBe(3);
  });

  const all = JSON.stringify({ items: Array.from({ length: 50 }, (_, index) => ({ index })) });
  const breaks: Record<string, Answer> = {
    'before the headers': reset,
    'within the headers': ({ socket }) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Ty', () => socket.resetAndDestroy());
    },
    'after the headers': ({ socket }) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n', () =>
        socket.resetAndDestroy(),
      );
    },
  };
  for (const tenth of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
    const piece = all.slice(0, Math.floor((all.length * tenth) / 10));
    breaks[`after ${tenth}/10 of a body of known length (A8)`] = ({ socket }) => {
      const head = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${all.length}\r\n\r\n`;
      socket.end(head + piece);
    };
    breaks[`after ${tenth}/10 of a body in chunks (A8)`] = ({ socket }) => {
      const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
      socket.end(`${head}${piece.length.toString(16)}\r\n${piece}\r\n`);
    };
  }

  it.each(Object.entries(breaks))(
    'that breaks %s: a read is tried again, a write is in doubt',
    async (_when, answer) => {
      const { http, requests } = await clientOf([answer, fine]);
      expect(await http.read(reading(), caller().call)).toEqual({ fine: true });
      const broken = await clientOf(answer);
      expect(await failing(broken.http.write(writing, caller().call))).toMatchObject({
        code: 'OUTCOME_UNKNOWN',
      });
      expect([requests.length, broken.requests.length]).toEqual([2, 1]);
    },
  );

  it('without a length that ends in the middle of the JSON is no answer (A8)', async () => {
    const { http } = await clientOf(({ socket }) => {
      socket.end(
        `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n${all.slice(0, 40)}`,
      );
    });
    expect(await failing(http.read(reading(), caller().call))).toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
    });
  });

  it('is closed when nothing came in time (A5)', async () => {
    const { http, requests } = await clientOf(silence, { read: 150, send: 200 });
    const began = performance.now();
    expect(await failing(http.read(reading(), caller().call))).toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      detail: 'The provider did not answer in time.',
    });
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(await failing(http.write(writing, caller().call))).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    for (const { socket } of requests) {
      if (!socket.destroyed) await new Promise((resolve) => socket.once('close', resolve));
    }
    expect(requests).toHaveLength(2);
  });

  it('that drips does not outlive the deadline (A6)', async () => {
    const drip: Answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    };
    const { http } = await clientOf(drip, { read: 150, send: 150 });
    const began = performance.now();
    expect(await failing(http.read(reading(), caller().call))).toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
    });
    expect(await failing(http.write(writing, caller().call))).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(performance.now() - began).toBeLessThan(1_500);
  });

  it('ends when the caller leaves, and nothing begins after that (A16)', async () => {
    const leaving = new AbortController();
    const { http, requests } = await clientOf((request) => {
      request.socket.once('close', () => gone());
      leaving.abort();
    });
    let gone: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => {
      gone = resolve;
    });
    const { call } = caller({ signal: leaving.signal });
    expect(await failing(http.read(reading(), call))).toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    await closed;
    await failing(http.read(reading(), call));
    expect(requests).toHaveLength(1);
  });
});

describe('an answer that is no JSON (A7)', () => {
  const odd: Record<string, Answer> = {
    'malformed JSON': bytes('{"items":[{]'),
    HTML: bytes(`<html>${key}</html>`, { 'content-type': 'text/html' }),
    nothing: bytes(''),
    'JSON as plain text': bytes('{}', { 'content-type': 'text/plain' }),
    'a byte order mark': bytes(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('{}')])),
    'invalid UTF-8': bytes(
      Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
    ),
    'an unknown encoding': bytes('{}', { 'content-encoding': 'zstd' }),
  };

  it.each(Object.entries(odd))(
    '%s: the provider is unavailable, and its words are not repeated',
    async (_what, answer) => {
      const { http, requests } = await clientOf(answer);
      const problem = await failing(http.read(reading(), caller().call));
      expect(problem.code).toBe('PROVIDER_UNAVAILABLE');
      expect(JSON.stringify(problem)).not.toContain(key);
      expect(requests).toHaveLength(1);
    },
  );

  it('nothing: a write with a success was done', async () => {
    const { http } = await clientOf(bytes(''));
    expect(await http.write(writing, caller().call)).toBeNull();
  });

  const { nothing, ...something } = odd;
  it.each(Object.entries(something))(
    '%s: a write is in doubt, whatever its status, and never tried again',
    async (_what, answer) => {
      const { http, requests } = await clientOf(answer);
      const problem = await failing(http.write(writing, caller().call));
      expect(problem).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: false });
      expect(JSON.stringify(problem)).not.toContain(key);
      expect(requests).toHaveLength(1);
    },
  );
});

describe('size (A9)', () => {
  const spaces = Buffer.alloc(megabyte, ' ');
  const endless: Answer = (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const more = () => {
      while (!response.destroyed && response.write(spaces));
    };
    response.on('drain', more);
    more();
  };
  const bomb: Answer = (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    const gzip = createGzip();
    gzip.pipe(response);
    const more = () => {
      while (!response.destroyed && gzip.write(spaces));
    };
    gzip.on('drain', more);
    response.on('close', () => gzip.destroy());
    more();
  };

  it.each([
    ['a body without end', endless],
    ['a gzip bomb', bomb],
    ['an announced 100 MB', bytes('{}', { 'content-length': String(100 * megabyte) })],
  ])('%s is cut off', async (_what, answer) => {
    const { http } = await clientOf(answer);
    const before = process.memoryUsage().rss;
    expect(await failing(http.read(reading(), caller().call))).toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(80 * megabyte);
  });

  it('compressed JSON is unpacked', async () => {
    const { http } = await clientOf(bytes(gzipSync('{"fine":true}'), { 'content-encoding': 'gzip' }));
    expect(await http.read(reading(), caller().call)).toEqual({ fine: true });
  });

  it('a file streams with its type and size', async () => {
    const { http } = await clientOf((_request, response) => {
      response.writeHead(200, { 'content-type': 'image/png', 'content-length': '3' }).end('abc');
    });
    const file = await http.bytes(reading(), caller().call);
    expect([file.mimeType, file.sizeBytes]).toEqual(['image/png', 3]);
    expect(await whole(file)).toEqual(Buffer.from('abc'));
  });

  it('a file that is announced as too large does not begin (E5)', async () => {
    const { http } = await clientOf((_request, response) => {
      response.writeHead(200, { 'content-length': String(10_000 * megabyte) }).write('a');
    });
    expect(await failing(http.bytes(reading(), caller().call))).toMatchObject({ code: 'NOT_SUPPORTED' });
  });

  it('a file without end breaks off at 100 MB (E5)', async () => {
    const { http } = await clientOf(endless);
    const file = await http.bytes(reading(), caller().call);
    let size = 0;
    const drain = async () => {
      for await (const piece of file.body) size += piece.length;
    };
    await expect(drain()).rejects.toThrow('too large');
    expect(size).toBeLessThanOrEqual(100 * megabyte);
    expect(size).toBeGreaterThan(99 * megabyte);
  });

  it('a file that drips ends with the caller’s time', async () => {
    const { http } = await clientOf((_request, response) => {
      response.writeHead(200).write('a');
    });
    const file = await http.bytes(reading(), caller({ deadline: Date.now() + 200 }).call);
    const drain = async () => {
      for await (const piece of file.body) expect(piece.length).toBe(1);
    };
    await expect(drain()).rejects.toThrow('too slow');
  });
});

describe('an account that mostly fails (A3)', () => {
  it('is left alone at once, then asked again, and others are served', async () => {
    let isDown = true;
    const { http, requests, clock } = await clientOf((request, response) =>
      (isDown && request.url === '/api/v1/things?of=a' ? json(503, {}) : fine)(request, response),
    );
    const of = (account: string) => http.read({ ...reading(account), query: { of: account } }, caller().call);
    await Promise.all(Array.from({ length: 10 }, () => failing(of('a'))));
    const before = requests.length;
    expect(before).toBeLessThanOrEqual(30);
    const began = performance.now();
    expect(await failing(of('a'))).toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    // Before a retry could have come.
    expect(performance.now() - began).toBeLessThan(90);
    expect(requests).toHaveLength(before);
    expect(await of('b')).toEqual({ fine: true });
    isDown = false;
    clock.now = () => Date.now() + 5_000;
    expect(await of('a')).toEqual({ fine: true });
    expect(await of('a')).toEqual({ fine: true });
  });
});

describe('an account that hangs (A5)', () => {
  const hangs: Answer = (request, response) => {
    if (request.url !== '/api/v1/things?of=a') fine(request, response);
  };
  const readOf = (http: HttpClient, account: string, call = caller().call) =>
    http.read({ ...reading(account), query: { of: account } }, call);

  it('holds up nobody else, has 8 calls at a time, and is left alone after its time', async () => {
    const { http, requests } = await clientOf(hangs, { read: 1_500 });
    const waiting = Promise.all(Array.from({ length: 90 }, () => failing(readOf(http, 'a'))));
    const began = performance.now();
    expect(await readOf(http, 'b')).toEqual({ fine: true });
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(requests.filter(({ url }) => url?.endsWith('of=a'))).toHaveLength(8);
    const ends = await waiting;
    expect(new Set(ends.map(({ code }) => code))).toEqual(new Set(['PROVIDER_UNAVAILABLE']));
    expect(await failing(readOf(http, 'a'))).toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      detail: 'The provider has failed too often just now and is left alone.',
    });
  });

  it('does not keep a place for who has left', async () => {
    const { http, requests } = await clientOf(hangs, { read: 5_000 });
    const leaving = new AbortController();
    const { call } = caller({ signal: leaving.signal });
    const waiting = Array.from({ length: 20 }, () => failing(readOf(http, 'a', call)));
    await eventually('eight are on their way', () => requests.length === 8);
    leaving.abort();
    await Promise.all(waiting);
    expect(await http.read(reading('a'), caller().call)).toEqual({ fine: true });
    expect(requests).toHaveLength(9);
  });

  it('lets a write that found no place be said to be not done', async () => {
    const { http } = await clientOf(silence, { read: 1_000, send: 100 });
    const waiting = Promise.all(
      Array.from({ length: 8 }, () => failing(http.read(reading('a'), caller().call))),
    );
    expect(await failing(http.write(writing, caller().call))).toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    await waiting;
  });

  it('has no endless queue', async () => {
    const { http } = await clientOf(silence, { read: 300 });
    const ends = await Promise.all(
      Array.from({ length: 1_100 }, () => failing(http.read(reading('a'), caller().call))),
    );
    const turnedAway = ends.filter(({ detail }) => detail.includes('No more can wait'));
    expect(turnedAway).toHaveLength(1_100 - 8 - 1_000);
  });
});

describe('a redirect (A13)', () => {
  it.each([301, 302, 303, 307, 308])('%i is not followed', async (status) => {
    const trap = await vendor(fine);
    const { http } = await clientOf(json(status, {}, { location: `${trap.url}/things` }));
    expect(await failing(http.read(reading(), caller().call))).toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
    });
    expect(await failing(http.write(writing, caller().call))).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(trap.requests).toHaveLength(0);
  });
});

describe('a budget that is used up', () => {
  it('stops before anything goes out', async () => {
    const { http, requests, observed } = await clientOf(fine);
    const { call } = caller({
      count: () => {
        throw failure('RATE_LIMITED', 'Enough.');
      },
    });
    expect(await failing(http.read(reading(), call))).toMatchObject({ detail: 'Enough.' });
    expect([requests.length, observed.length]).toEqual([0, 0]);
  });

  it('of time stops a write as not done', async () => {
    const { http, requests } = await clientOf(fine);
    const { call } = caller({ deadline: Date.now() - 1 });
    expect(await failing(http.write(writing, call))).toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    expect(requests).toHaveLength(0);
  });
});
