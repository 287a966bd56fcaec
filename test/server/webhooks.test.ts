import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { IncomingEvent } from '../../src/messaging/event.ts';
import type { Provider, WebhookVerdict } from '../../src/messaging/provider.ts';
import { StorageUnavailable } from '../../src/store/store.ts';
import { fakeAccount } from '../schema/fake-account.ts';
import { limits, startTestServer, type TestServer, timeouts } from './support.ts';

const account = fakeAccount();
const event: IncomingEvent = {
  identity: { once: 'one' },
  event: {
    type: 'ACCOUNT_STATUS_CHANGED',
    accountId: 'a1',
    at: '2026-03-01T09:00:00.000Z',
    status: 'CONNECTED',
    product: null,
  },
};
let received: { headers: object; body: string }[] = [];
let verdict: WebhookVerdict;

const provider: Provider = {
  kind: 'UNIPILE_V1',
  connectionId: 'sales',
  listAccounts: async () => [],
  open: () => account,
  webhook: {
    receive({ headers, body }) {
      received.push({ headers, body: Buffer.from(body).toString() });
      return headers['x-secret'] === 'right' ? verdict : { kind: 'REFUSED' };
    },
    registered: async () => [],
    register: async () => [],
  },
};
const silent: Provider = {
  kind: 'LINKED_API',
  connectionId: 'founder',
  listAccounts: async () => [],
  open: () => account,
};

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    world: { ports: [account] },
    providers: [provider, silent],
    settings: { limits: { ...limits, webhookBytes: 1000 } },
  });
});
afterAll(() => server.close());
beforeEach(() => {
  received = [];
  verdict = { kind: 'ACCEPTED', events: [event], unknown: [] };
});

const post = (
  body: string,
  headers: Record<string, string> = { 'x-secret': 'right' },
  connection = 'sales',
) => fetch(`${server.url}/webhooks/${connection}`, { method: 'POST', headers, body });

describe('a webhook', () => {
  it('is handed to the provider as it came, stored, and answered 200', async () => {
    const before = await server.events.head();
    const response = await post('{ "as":  "it came" }');
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('Stored.\n');
    expect(received).toMatchObject([{ body: '{ "as":  "it came" }', headers: { 'x-secret': 'right' } }]);
    expect(await server.events.read(before, 10)).toMatchObject([
      { connectionId: 'sales', event: event.event },
    ]);
  });

  it('that is repeated is answered 200 and adds nothing', async () => {
    await post('{}');
    const before = await server.events.head();
    expect((await post('{}')).status).toBe(200);
    expect(await server.events.head()).toBe(before);
  });

  it('says that the connection is pushed to', async () => {
    await post('{}');
    expect(server.registrations.pushes('sales')).toBe(true);
    expect(server.registrations.pushes('founder')).toBe(false);
  });

  it('with events that are not known is kept aside by name, counted, and answered 200', async () => {
    verdict = { kind: 'ACCEPTED', events: [], unknown: ['mail_received'] };
    expect((await post('{}')).status).toBe(200);
    expect(await server.events.parked()).toMatchObject([{ connectionId: 'sales', name: 'mail_received' }]);
  });

  it("that is the vendor's but malformed is 400", async () => {
    verdict = { kind: 'MALFORMED', detail: 'no account_id' };
    expect((await post('{}')).status).toBe(400);
  });

  it('of more bytes than the limit is 413, with and without a length', async () => {
    expect((await post('x'.repeat(1001))).status).toBe(413);
    const body = new ReadableStream({
      pull(controller) {
        controller.enqueue(Buffer.alloc(400));
      },
    });
    const url = `${server.url}/webhooks/sales`;
    const streamed = await fetch(url, { method: 'POST', body, duplex: 'half' } as RequestInit).catch(
      () => null,
    );
    expect(streamed?.status ?? 413).toBe(413);
    expect(received).toEqual([]);
  });

  it('only POST is taken', async () => {
    expect((await fetch(`${server.url}/webhooks/sales`)).status).toBe(405);
  });
});

describe('a webhook that is refused', () => {
  it('looks the same for a wrong secret, an unknown connection and one that is not pushed to', async () => {
    const answers = await Promise.all(
      [post('{}', {}), post('{}', {}, 'nobody'), post('{}', {}, 'founder')].map(async (sent) => {
        const response = await sent;
        return [response.status, await response.text()];
      }),
    );
    expect(answers).toEqual(Array(3).fill([401, 'Refused.\n']));
  });

  it('that breaks off is not given to the provider', async () => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      'POST /webhooks/sales HTTP/1.1\r\nHost: localhost\r\nX-Secret: right\r\nContent-Length: 100\r\n\r\n{',
    );
    await once(socket, 'ready');
    socket.destroy();
    await fetch(`${server.url}/health`);
    expect(received).toEqual([]);
  });
});

describe('when the store does not take it', () => {
  async function statusWith(append: () => Promise<never>, webhook = timeouts.webhook): Promise<number> {
    const broken = await startTestServer({
      providers: [provider],
      services: { events: { ...server.events, append } },
      settings: { timeouts: { ...timeouts, webhook } },
    });
    try {
      const url = `${broken.url}/webhooks/sales`;
      return (await fetch(url, { method: 'POST', headers: { 'x-secret': 'right' }, body: '{}' })).status;
    } finally {
      await broken.close();
    }
  }

  it('because it is down: 503, so that the vendor comes again', async () => {
    const down = () => Promise.reject(new StorageUnavailable(new Error('down')));
    expect(await statusWith(down)).toBe(503);
  });

  it('because it hangs: 503 within the time', async () => {
    expect(await statusWith(() => new Promise(() => {}), 0.1)).toBe(503);
  });
});
