import { beforeEach, expect, it } from 'vitest';
import type { IncomingEvent } from '../../../src/messaging/event.ts';
import { makeId } from '../../../src/messaging/id.ts';
import { aMessage, type FakeAccount, fakeAccount } from '../fake-account.ts';
import { type Gateway, openGateway } from '../gateway.ts';

const at = '2026-03-01T09:00:00.000Z';
const query = `subscription ($filter: MessageCreatedFilter) {
  messageCreated(filter: $filter) { id isBackfill message { text } }
}`;

let account: FakeAccount;
let gateway: Gateway;
beforeEach(async () => {
  account = fakeAccount();
  gateway = await openGateway([account]);
});

function created(text: string, direction: 'INBOUND' | 'OUTBOUND' = 'INBOUND'): IncomingEvent {
  const ref = { accountId: 'a1', chatId: 'c1', messageId: text };
  return {
    event: {
      type: 'MESSAGE_CREATED',
      at,
      isBackfill: false,
      message: aMessage({ ...ref, text, direction }),
      ...ref,
    },
    identity: { once: text },
  };
}
const updated: IncomingEvent = {
  event: { type: 'CHAT_UPDATED', at, accountId: 'a1', chatId: 'c1' },
  identity: { once: 'updated' },
};
const append = (...events: IncomingEvent[]) => gateway.events.append('sales', events);

it('brings new messages and nothing else, from now on', async () => {
  await append(created('earlier'));
  const listener = await gateway.listen(query);
  await append(updated, created('Hello'));
  expect(await listener.event()).toMatchObject({ isBackfill: false, message: { text: 'Hello' } });
  await listener.stop();
});

it('brings only what the filter leaves', async () => {
  const chatIds = [makeId({ type: 'Chat', connectionId: 'sales', accountId: 'a1', chatId: 'c1' })];
  const elsewhere = [makeId({ type: 'Chat', connectionId: 'sales', accountId: 'a1', chatId: 'c2' })];
  const inbound = await gateway.listen(query, { filter: { direction: 'INBOUND', chatIds } });
  const both = await gateway.listen(query, { filter: { chatIds: [...chatIds, ...elsewhere] } });
  await append(created('Out', 'OUTBOUND'), created('In'));
  expect(await inbound.event()).toMatchObject({ message: { text: 'In' } });
  expect(await both.event()).toMatchObject({ message: { text: 'Out' } });
  await inbound.stop();
  await both.stop();
});

it('says when messages are missing, and goes on', async () => {
  const start = { ...gateway.context(), limits: { slowAfterMs: 0, slowAfterEvents: 2 } };
  const listener = await gateway.listen(query, {}, { start });
  await append(created('first'));
  await listener.event();
  await append(...['2', '3', '4', '5'].map((text) => created(text)));
  const { errors } = await listener.next();
  expect(errors?.[0]?.extensions.code).toBe('SERVER_BUSY');
  const pending = listener.event();
  await append(created('6'));
  expect(await pending).toMatchObject({ message: { text: '6' } });
  await listener.stop();
});

it('is a Gap in `events`, with places to go on from', async () => {
  const start = { ...gateway.context(), limits: { slowAfterMs: 0, slowAfterEvents: 2 } };
  const listener = await gateway.listen(
    'subscription { events { id __typename ... on Gap { from to reason } } }',
    {},
    { start },
  );
  await append(created('first'));
  await listener.event();
  await append(...['2', '3', '4', '5'].map((text) => created(text)));
  const gap = await listener.event();
  expect(gap).toMatchObject({ __typename: 'Gap', reason: 'SLOW_CONSUMER' });
  const { places } = gateway.context();
  expect([places.open(String(gap.from)), places.open(String(gap.to)), places.open(String(gap.id))]).toEqual([
    1, 5, 5,
  ]);
  expect(new Set([gap.id, gap.to, places.eventId(5)]).size).toBe(3);
  await listener.stop();
});
