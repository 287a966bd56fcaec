import { beforeEach, describe, expect, it } from 'vitest';
import { type Fault, type ManualClock, manualClock, type Sandbox } from '../../src/sandbox/index.ts';
import { type Api, apiOf, form, pick, sandboxFor } from './support.ts';

describe('faults of a sandbox', () => {
  let clock: ManualClock;
  let sandbox: Sandbox;
  let api: Api;

  beforeEach(async () => {
    clock = manualClock();
    sandbox = await sandboxFor({ clock });
    api = apiOf(sandbox);
  });

  function fault(fault: Partial<Fault>): void {
    sandbox.unipileV1.control.fault({ route: 'GET /chats', ...fault });
  }

  function raw(path = '/chats', signal?: AbortSignal): Promise<Response> {
    return fetch(sandbox.unipileV1.baseUrl + path, {
      headers: { 'X-API-KEY': sandbox.unipileV1.apiKey },
      redirect: 'manual',
      ...(signal === undefined ? {} : { signal }),
    });
  }

  it('meets the next calls of its route and no others', async () => {
    fault({ status: 503, times: 2, skip: 1 });
    const statuses = [];
    for (let call = 0; call < 5; call++) statuses.push((await api('GET', '/chats')).status);
    expect(statuses).toEqual([200, 503, 503, 200, 200]);
    fault({ status: 500, times: -1 });
    expect((await api('GET', '/messages')).status).toBe(200);
    expect((await api('GET', '/chats')).status).toBe(500);
    sandbox.unipileV1.control.clearFaults();
    expect((await api('GET', '/chats')).status).toBe(200);
  });

  it('can mean all routes, one method, or only calls about one thing', async () => {
    const [one, two] = sandbox.unipileV1.control.truth().accounts;
    fault({ route: '*', status: 500, contains: String(one?.id), times: -1 });
    expect((await api('GET', `/accounts/${one?.id}`)).status).toBe(500);
    expect((await api('GET', `/chats?account_id=${one?.id}`)).status).toBe(500);
    expect((await api('GET', `/accounts/${two?.id}`)).status).toBe(200);
    sandbox.unipileV1.control.clearFaults();
    fault({ route: 'DELETE *', status: 500 });
    expect((await api('GET', '/chats')).status).toBe(200);
    expect((await api('DELETE', '/webhooks/none')).status).toBe(500);
  });

  it.each<[Fault['retryAfter'], string]>([
    [1, '1'],
    ['soon', 'soon'],
    [{ inSeconds: 60 }, new Date(Date.UTC(2025, 2, 4, 10, 1)).toUTCString()],
  ])('says Retry-After: %j', async (retryAfter, header) => {
    fault({ status: 429, ...(retryAfter === undefined ? {} : { retryAfter }) });
    const { status, headers, body } = await api('GET', '/chats');
    expect(status).toBe(429);
    expect(headers.get('retry-after')).toBe(header);
    expect(body).toMatchObject({ status: 429, type: 'errors/too_many_requests' });
  });

  it.each(['before-headers', 'within-headers', 'after-headers'] as const)(
    'resets the connection %s',
    async (reset) => {
      fault({ reset });
      await expect(raw().then((response) => response.text())).rejects.toThrow();
      expect((await api('GET', '/chats')).status).toBe(200);
      expect(sandbox.unipileV1.control.requests().map(({ status }) => status)).toEqual([null, 200]);
    },
  );

  it('never answers', async () => {
    fault({ hang: true });
    const leaving = new AbortController();
    const answer = raw('/chats', leaving.signal);
    while (sandbox.unipileV1.control.requests().length === 0) await clock.advance(60_000);
    expect(
      await Promise.race([answer.then(() => 'answered'), clock.advance(600_000).then(() => 'waiting')]),
    ).toBe('waiting');
    leaving.abort();
    await expect(answer).rejects.toThrow();
  });

  it('does the work and loses the answer', async () => {
    const { control } = sandbox.unipileV1;
    const chat = pick(control.truth().chats, ({ read_only }) => read_only === 0);
    for (const how of [{ reset: 'before-headers' }, { status: 504 }] as const) {
      control.fault({ route: 'POST /chats/{chat_id}/messages', afterWork: true, ...how });
      await api('POST', `/chats/${chat.id}/messages`, form({ text: `sent ${Object.keys(how)}` })).catch(
        () => null,
      );
      expect(control.truth().messages.some(({ text }) => text === `sent ${Object.keys(how)}`)).toBe(true);
    }
    control.fault({ route: 'POST /chats/{chat_id}/messages', status: 504 });
    await api('POST', `/chats/${chat.id}/messages`, form({ text: 'not sent' }));
    expect(control.truth().messages.some(({ text }) => text === 'not sent')).toBe(false);
  });

  it('cuts the body off, with and without an announced length', async () => {
    const whole = (await (await raw()).text()).length;
    for (const contentLength of [true, false]) {
      fault({ cutAt: 0.5, contentLength });
      const response = await raw();
      expect(response.headers.get('content-length')).toBe(contentLength ? String(whole) : null);
      await expect(response.text()).rejects.toThrow();
    }
  });

  it.each<[NonNullable<Fault['spoil']>, (body: Buffer, type: string) => boolean]>([
    ['malformed-json', (body) => body.toString().startsWith('{"object"')],
    ['html', (body, type) => type === 'text/html' && body.toString().startsWith('<html>')],
    ['empty', (body) => body.length === 0],
    [
      'wrong-content-type',
      (body, type) => type === 'text/plain' && JSON.parse(body.toString()).object === 'ChatList',
    ],
    ['byte-order-mark', (body) => body.subarray(0, 3).toString('hex') === 'efbbbf'],
    ['invalid-utf8', (body) => body.includes(Buffer.from([0xc3, 0x28]))],
  ])('spoils the answer: %s', async (spoil, spoilt) => {
    fault({ spoil });
    const response = await raw();
    expect(response.status).toBe(200);
    const body = Buffer.from(await response.arrayBuffer());
    expect(spoilt(body, response.headers.get('content-type') ?? '')).toBe(true);
  });

  it('sends much more than anybody wants, packed or not', async () => {
    fault({ hugeBytes: 20_000_000 });
    expect((await (await raw()).arrayBuffer()).byteLength).toBe(20_000_002);
    fault({ gzipBombBytes: 30_000_000 });
    const packed = await raw();
    expect(Number(packed.headers.get('content-length'))).toBeLessThan(100_000);
    expect((await packed.arrayBuffer()).byteLength).toBe(30_000_002);
  });

  it('answers late, or slowly, by its clock', async () => {
    fault({ latencyMs: 9000 });
    let answered = false;
    const late = api('GET', '/chats').then(() => {
      answered = true;
    });
    while (sandbox.unipileV1.control.requests().length === 0) await clock.advance(0);
    await clock.advance(8999);
    expect(answered).toBe(false);
    await clock.advance(1);
    await late;

    fault({ bytesPerSecond: 10 });
    const reader = (await raw()).body?.getReader();
    const first = await reader?.read();
    expect(first?.value?.length).toBeLessThan(5);
    await reader?.cancel();
  });

  it('redirects, changes the answer, or answers any JSON', async () => {
    fault({ redirect: 'http://169.254.169.254/latest' });
    const redirected = await raw();
    expect(redirected.status).toBe(307);
    expect(redirected.headers.get('location')).toBe('http://169.254.169.254/latest');
    fault({ rewrite: (answer) => ({ ...(answer as object), cursor: 'circle' }) });
    expect((await api('GET', '/chats')).body).toMatchObject({ object: 'ChatList', cursor: 'circle' });
    fault({ body: { anything: true }, status: 418 });
    expect(await api('GET', '/chats')).toMatchObject({ status: 418, body: { anything: true } });
  });
});
