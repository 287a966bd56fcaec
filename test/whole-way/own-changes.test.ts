import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UnipileV1Control } from '../../src/sandbox/index.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { caughtUp } from './listening.ts';
import { find, ids, mutate, type WireChat } from './support.ts';

let gateway: TestGateway;
let control: UnipileV1Control;
beforeAll(async () => {
  gateway = await startTestGateway();
  control = gateway.sandbox.unipileV1.control;
});
afterAll(() => gateway.close());

/** A direct one on WhatsApp, where everything can be changed. */
function aChat(nth = 0): WireChat {
  const direct = control
    .truth()
    .chats.filter(
      ({ account_type, type, read_only }) => account_type === 'WHATSAPP' && type + read_only === 0,
    );
  return find(direct, (chat) => chat === direct[nth]);
}

describe('what is changed here is told, though the vendor pushes nothing of it', () => {
  it.each([
    ['archived', { archived: true }],
    ['pinned', { pinned: true }],
    ['muted', { muted: true }],
    ['marked unread', { read: false }],
  ])('a chat that was %s', async (_, change) => {
    const chat = aChat();
    const events = await caughtUp(gateway, { filter: { types: ['CHAT_UPDATED'] } });
    await mutate(gateway.graphql, 'updateChat', { chatId: ids.chat(chat), ...change }, '__typename');
    expect(await events.next()).toMatchObject({ __typename: 'ChatUpdated', chatId: ids.chat(chat) });
  });

  it('a chat that was deleted', async () => {
    const chat = aChat(1);
    const events = await caughtUp(gateway);
    await mutate(gateway.graphql, 'deleteChat', { chatId: ids.chat(chat) }, '__typename');
    expect(await events.next()).toMatchObject({ __typename: 'ChatDeleted', chatId: ids.chat(chat) });
  });
});

it('a history that is being fetched is told of, and shown at the chat', async () => {
  const chatId = ids.chat(aChat());
  const events = await caughtUp(gateway, {
    filter: { types: ['SYNCHRONIZATION_CHANGED'] },
    select: '__typename id ... on SynchronizationChanged { chat { id syncStatus } syncStatus }',
  });
  const { chat } = await mutate<{ chat: { syncStatus: string } }>(
    gateway.graphql,
    'synchronizeChat',
    { chatId },
    'chat { syncStatus }',
  );
  expect(chat).toEqual({ syncStatus: 'STARTED' });
  expect(await events.next()).toMatchObject({
    __typename: 'SynchronizationChanged',
    chat: { id: chatId, syncStatus: 'STARTED' },
    syncStatus: 'STARTED',
  });
});
