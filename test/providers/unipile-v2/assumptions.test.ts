import { expect, it, vi } from 'vitest';
import { caller } from '../support.ts';
import { ROBIN, SHOP, sendRequest, world } from './world.ts';

vi.mock('../../../src/providers/unipile-v2/assumptions.ts', async (original) => ({
  ...(await original<object>()),
  SENDS_NAME_MESSAGES: false,
  ALL_PRODUCTS_PUSH: false,
}));

const at = world();
const { call } = caller();

it('a send names no message where its ids turn out to be other ones', async () => {
  const chat = await at.chat(ROBIN, 'classic');
  expect(await at.port(ROBIN).send(chat, sendRequest(), call)).toEqual({ messageIds: [] });
});

it('events are pushed in part where not all products of LinkedIn turn out to push', async () => {
  await at.provider().webhook?.register('https://gateway.example/webhooks/hiring', call);
  const support = (id: string) => at.port(id).accountCapabilities().pushEvents.support;
  expect([support(ROBIN), support(SHOP)]).toEqual(['PARTIAL', 'FULL']);
});
