import { expect, it } from 'vitest';
import { failure } from '../../src/messaging/errors.ts';
import type { Provider, RegisteredWebhook } from '../../src/messaging/provider.ts';
import { fakeAccount } from '../schema/fake-account.ts';
import { eventually } from '../support/wait.ts';
import { startTestServer } from './support.ts';

function provider(register: (url: string) => Promise<readonly RegisteredWebhook[]>): Provider {
  return {
    kind: 'UNIPILE_V1',
    connectionId: 'sales',
    listAccounts: async () => [],
    open: () => fakeAccount(),
    webhook: { receive: () => ({ kind: 'REFUSED' }), registered: async () => [], register },
  };
}

it('registers at the public address', async () => {
  const urls: string[] = [];
  const sales = provider(async (url) => {
    urls.push(url);
    return [];
  });
  const server = await startTestServer({
    providers: [sales],
    settings: { publicUrl: 'https://inbox.example.com' },
  });
  await eventually('it pushes', () => server.registrations.pushes('sales'));
  expect(urls).toEqual(['https://inbox.example.com/webhooks/sales']);
  await server.close();
});

it('registers nothing where no provider could reach it', async () => {
  const sales = provider(() => Promise.reject(new Error('must not be called')));
  const server = await startTestServer({ providers: [sales] });
  expect(server.registrations.pushes('sales')).toBe(false);
  await server.close();
});

it('starts, and does not push, while a provider is down', async () => {
  const sales = provider(() => Promise.reject(failure('PROVIDER_UNAVAILABLE', 'It is down.')));
  const server = await startTestServer({
    providers: [sales],
    settings: { publicUrl: 'https://inbox.example.com' },
  });
  expect((await fetch(`${server.url}/ready`)).status).toBe(200);
  expect(server.registrations.pushes('sales')).toBe(false);
  await server.close();
});
