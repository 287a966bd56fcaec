import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { failure } from '../../src/messaging/errors.ts';
import { type Dispatch, type Outbox, openOutbox } from '../../src/outbox/outbox.ts';
import { openStore } from '../../src/store/open.ts';
import { message } from '../events/happenings.ts';
import { silentLog } from '../store/silent-log.ts';

const asked = {
  account: { connectionId: 'sales', accountId: 'acc-1' },
  kind: 'SEND' as const,
  chatId: 'chat-1',
  clientMessageId: 'key-1',
  request: { text: 'Hello' },
};

let outbox: Outbox;
let calls = 0;
beforeEach(async () => {
  const store = await openStore('memory', silentLog);
  onTestFinished(() => store.close());
  outbox = openOutbox(store, { log: silentLog });
  calls = 0;
});

function dispatch(perform: () => ReturnType<Dispatch['perform']>) {
  return outbox.dispatch({
    ...asked,
    perform: () => {
      calls += 1;
      return perform();
    },
    compose: (sent) => ({ ...message(0, 'Hello'), ...sent, direction: 'OUTBOUND' }),
  });
}
const taken = async () => ({ messageIds: ['m1'], chatId: null });

it('of a key that is new, or of none, is nothing', async () => {
  expect(await outbox.recall(asked)).toBeNull();
  await dispatch(taken);
  expect(await outbox.recall({ ...asked, clientMessageId: 'key-2' })).toBeNull();
  expect(await outbox.recall({ ...asked, clientMessageId: null })).toBeNull();
  expect(
    await outbox.recall({ ...asked, account: { connectionId: 'sales', accountId: 'acc-2' } }),
  ).toBeNull();
});

it('is the answer that was given, and sends nothing', async () => {
  const sent = await dispatch(taken);
  expect(await outbox.recall(asked)).toEqual(sent);
  expect(calls).toBe(1);
});

it('is the failure that was kept, but not one after which it may be tried again', async () => {
  await expect(dispatch(async () => Promise.reject(failure('RATE_LIMITED', 'Later.')))).rejects.toThrow();
  expect(await outbox.recall(asked)).toBeNull();
  const refused = failure('RECIPIENT_UNREACHABLE', 'Blocked.');
  await expect(dispatch(async () => Promise.reject(refused))).rejects.toThrow('Blocked.');
  await expect(outbox.recall(asked)).rejects.toThrow('Blocked.');
});

it('waits for what is in flight', async () => {
  let answer: (taken: { messageIds: string[]; chatId: null }) => void = () => {};
  const sending = dispatch(
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  );
  const recalled = outbox.recall(asked);
  while (calls === 0) await new Promise((resolve) => setImmediate(resolve));
  answer({ messageIds: ['m1'], chatId: null });
  expect(await recalled).toEqual(await sending);
});

it('of another request under the same key is CONFLICT', async () => {
  await dispatch(taken);
  await expect(outbox.recall({ ...asked, request: { text: 'Bye' } })).rejects.toThrow('CONFLICT');
  await expect(outbox.recall({ ...asked, chatId: 'chat-2' })).rejects.toThrow('CONFLICT');
});
