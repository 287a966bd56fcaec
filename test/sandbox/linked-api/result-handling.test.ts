import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { realClock } from '../../../src/sandbox/clock.ts';
import { type LinkedApiSandbox, startLinkedApi } from '../../../src/sandbox/linked-api/server.ts';
import { receiver } from '../support.ts';
import { clientOf, type SeedAnswer } from './support.ts';

let sandbox: LinkedApiSandbox;
beforeAll(async () => {
  sandbox = await startLinkedApi({ clock: realClock, life: false, port: 0, switches: { jobMs: 1 } });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.control.reset());

const { post, get } = clientOf(() => sandbox);
const other = clientOf(() => sandbox, 1);

/** Each endpoint with a body that it accepts. */
const endpoints = [
  ['synchronize', () => ({ standard: [{ person: sandbox.cast.notSynchronised }] })],
  ['sendMessage', () => ({ standard: [{ person: sandbox.cast.synchronised[0], text: 'Hi' }] })],
  ['get', () => ({ standard: [{ person: sandbox.cast.synchronised[0] }] })],
] as const;

const ask = (endpoint: string, body: object, handling: string) =>
  post(`/account/conversations.${endpoint}`, body, { 'result-handling': handling });

describe.each(endpoints)('the result of conversations.%s', (endpoint, body) => {
  it('is fetched by a link where one is asked for, and is the same as at once', async () => {
    const atOnce = await ask(endpoint, body(), 'long');
    expect(atOnce.status).toBe('complete');
    const accepted = await ask(endpoint, body(), 'reslink');
    expect(accepted).toMatchObject({ status: 'processing', process: { message: expect.any(String) } });
    let answer: SeedAnswer;
    do answer = (await get(accepted.process?.resultLink ?? '')).body;
    while (answer.status === 'processing');
    expect(answer).toEqual(atOnce);
  });

  it('is refused by webhook, as long as nobody knows how that works, and in any unknown way', async () => {
    for (const handling of ['webhook', 'pigeon']) {
      const refused = await ask(endpoint, body(), handling);
      expect(refused).toMatchObject({ status: 'error', error: { errorType: 'invalidRequestBody' } });
    }
    expect(sandbox.control.jobs()).toEqual([]);
  });

  it('is pushed to the webhook that was switched on', async () => {
    const { url, received, until } = await receiver();
    const atOnce = await ask(endpoint, body(), 'long');
    sandbox.control.switches({ resultWebhook: url });
    const accepted = await ask(endpoint, body(), 'webhook');
    expect(accepted).toMatchObject({ status: 'processing', process: { webhook: url } });
    await until(1);
    expect(received.map((notice) => notice.body)).toEqual([atOnce]);
  });
});

describe('a result', () => {
  it('that failed as a whole is pushed as an error', async () => {
    const { url, received, until } = await receiver();
    sandbox.control.switches({ resultWebhook: url, limitExceeded: 'failure' });
    await ask('synchronize', { standard: [{ person: sandbox.cast.notSynchronised }] }, 'webhook');
    await until(1);
    expect(received[0]?.body).toMatchObject({ status: 'error', error: { errorType: 'limitExceeded' } });
  });

  it('is not shown to another account, nor after everything was set back, nor without tokens unless that is switched on', async () => {
    const body = { standard: [{ person: sandbox.cast.synchronised[0] }] };
    const link = (await ask('get', body, 'reslink')).process?.resultLink ?? '';
    const notFound = { status: 404, body: { error: { errorType: 'resultNotFound' } } };
    expect(await other.get(link)).toMatchObject(notFound);
    expect((await fetch(link)).status).toBe(401);
    sandbox.control.switches({ openResultLinks: true });
    expect((await fetch(link)).status).toBe(200);
    sandbox.control.reset();
    expect(await get(link)).toMatchObject(notFound);
  });
});
