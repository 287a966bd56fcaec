import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeId } from '../../src/messaging/id.ts';
import type { UnipileV2Sandbox } from '../../src/sandbox/index.ts';
import { silentLog } from '../store/silent-log.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { eventually } from '../support/wait.ts';
import { caughtUp, eventsOf, headOf } from './listening.ts';
import { find } from './support.ts';

let gateway: TestGateway;
let control: UnipileV2Sandbox['control'];
beforeAll(async () => {
  const overrides = { log: silentLog, sandbox: { life: false }, played: ['unipile-v2'] as const };
  gateway = await startTestGateway({ overrides });
  ({ control } = gateway.sandbox.unipileV2);
  await eventually('the webhook is registered', () => control.truth().endpoints.length > 0);
  control.switches({ thinMessages: true });
});
afterAll(() => gateway.close());

const LISTENERS = 5;
const select = '__typename id ... on MessageCreated { chatId message { text direction } }';
const asked = () => control.requests().flatMap(({ route }) => (route?.includes('/webhooks/') ? [] : [route]));

it.each([
  ['Classic', 'classic', 'GET /{account_id}/chats/{chat_id}/messages/{message_id}'],
  ['Recruiter', 'recruiter', 'GET /{account_id}/chats/{chat_id}/messages'],
  ['a network without inboxes', 'flat', 'GET /{account_id}/chats/{chat_id}/messages/{message_id}'],
])('a message of %s that is told by its id is loaded once for all who listen', async (_, product, route) => {
  const { accountId, id } = find(
    control.truth().chats,
    (chat) => chat.product === product && chat.type === '1to1',
  );
  const chatId = makeId({ type: 'Chat', connectionId: 'sandbox-v2', accountId, chatId: id });
  const head = await headOf(gateway);
  const listeners = await Promise.all(Array.from({ length: LISTENERS }, () => caughtUp(gateway, { select })));
  control.clearRequests();

  const text = `News of ${product}`;
  const { id: messageId } = control.inbound({ chatId: id, text });
  const told = { __typename: 'MessageCreated', chatId, message: { text, direction: 'INBOUND' } };
  for (const listener of listeners) expect(await listener.next()).toMatchObject(told);
  expect(asked()).toEqual([route]);

  // Kept with the event: who comes later is told what was said then.
  control.edit({ chatId: id, messageId, text: 'Otherwise' });
  for (const listener of listeners) {
    expect(await listener.next()).toMatchObject({ __typename: 'MessageEdited' });
  }
  const late = await eventsOf(gateway, { after: head, select });
  expect(await late.next()).toMatchObject(told);
  expect(asked()).toEqual([route]);
});
