import { beforeEach, describe, expect, it } from 'vitest';
import type { AccountPort } from '../../src/messaging/provider.ts';
import { namedProvider } from '../../src/reading/naming.ts';
import { polledSoon } from '../../src/reading/polled-soon.ts';
import { openThrift } from '../../src/reading/thrifty.ts';
import { memoryStore } from '../events/happenings.ts';
import {
  account,
  chat,
  file,
  type Gateway,
  happens,
  listedIds,
  openGateway,
  sendOf,
  start,
  unnamed,
  Vendor,
} from '../outbox/naming-world.ts';
import { caller } from './fakes.ts';

let vendor: Vendor;
let gateway: Gateway;
let port: AccountPort;
/** The id of ours of the first message of the vendor's, and of one that the vendor has not told yet. */
let ours: string;
let waiting: string;

beforeEach(async () => {
  vendor = new Vendor();
  gateway = await openGateway(vendor, await memoryStore(), () => start);
  port = gateway.port;
  ours = await send('Hello');
  waiting = await send('Are you there?');
  vendor.says('Hello', start, { attachments: [file(chat, 'vendor-1', 'a')] });
});

async function send(text: string): Promise<string> {
  const { message } = await gateway.outbox.dispatch(sendOf(text, unnamed));
  return message?.messageId ?? '';
}

const { call } = caller();

describe('what is read', () => {
  const lists: Record<string, () => Promise<unknown>> = {
    messages: async () => (await port.messages('chat-1', {}).fetch(null, 10, call)).items,
    'all messages': async () => (await port.allMessages?.({}).fetch(null, 10, call))?.items,
    'a message': async () => {
      await listedIds(port);
      return [await port.message('chat-1', ours, call)];
    },
    'the last message of a chat': async () => [(await port.chat('chat-1', call))?.lastMessage],
    'the last message of chats': async () =>
      (await port.chats({}).fetch(null, 10, call)).items.map((one) => one.lastMessage),
    'the last messages of a connection': async () =>
      gateway.provider.lastMessages?.([chat], [account.accountId], call),
    'chats of a connection': async () =>
      (await gateway.provider.chats?.([account.accountId], {}).fetch(null, 10, call))?.items.map(
        (one) => one.lastMessage,
      ),
  };

  it.each(Object.keys(lists))('has the id that was given out: %s', async (name) => {
    expect(await lists[name]?.()).toMatchObject([
      { messageId: ours, providerId: 'vendor-1', attachments: [{ messageId: ours, attachmentId: 'a' }] },
    ]);
  });

  it('has it in what is quoted', async () => {
    await listedIds(port);
    const quoted = { messageId: 'vendor-1', text: 'Hello', senderId: 'me', attachments: [] };
    vendor.says('Yes', start, { direction: 'INBOUND', quoted });
    const [answer] = (await port.messages('chat-1', {}).fetch(null, 10, call)).items;
    expect(answer?.quoted).toEqual({ ...quoted, messageId: ours });
  });

  it('is as it was where nothing has two names', async () => {
    const elsewhere = new Vendor();
    const message = elsewhere.says('Hello', start);
    const other = await openGateway(elsewhere, await memoryStore(), () => start);
    const { items } = await other.port.messages('chat-1', {}).fetch(null, 10, call);
    expect(items[0]).toBe(message);
  });

  it('comes from the outbox until the vendor has named it, and from the vendor then', async () => {
    const ref = { ...chat, messageId: ours };
    expect(await gateway.outbox.message(ref)).toMatchObject({ messageId: ours, text: 'Hello' });
    expect(await port.message('chat-1', ours, call)).toBeNull();
    expect(await port.attachmentBytes?.('chat-1', ours, 'sent-0', call)).toBeNull();
    expect(vendor.asked).toEqual([]);
    await listedIds(port);
    expect(await gateway.outbox.message(ref)).toBeNull();
    expect(await port.message('chat-1', ours, call)).toMatchObject({ messageId: ours });
    await port.attachmentBytes?.('chat-1', ours, 'a', call);
    expect(vendor.asked).toEqual([
      ['message', 'chat-1', 'vendor-1'],
      ['bytes', 'chat-1', 'vendor-1', 'a'],
    ]);
  });
});

describe('what is changed', () => {
  const writes: Record<string, (messageId: string) => Promise<unknown> | undefined> = {
    send: (messageId) =>
      port.send(chat, { text: 'Yes', attachments: [], replyTo: { ...chat, messageId } }, call),
    forward: (messageId) => port.forward?.('chat-1', messageId, chat, null, call),
    addReaction: (messageId) => port.addReaction?.('chat-1', messageId, '👍', call),
    removeReaction: (messageId) => port.removeReaction?.('chat-1', messageId, '👍', call),
    editMessage: (messageId) => port.editMessage?.('chat-1', messageId, 'Hi', call),
    deleteMessage: (messageId) => port.deleteMessage?.('chat-1', messageId, call),
  };

  it.each(Object.keys(writes))('is named as the vendor names it: %s', async (name) => {
    await listedIds(port);
    await writes[name]?.(ours);
    await writes[name]?.('vendor-7');
    expect(vendor.asked).toEqual([
      [name, 'chat-1', 'vendor-1'],
      [name, 'chat-1', 'vendor-7'],
    ]);
  });

  it.each(Object.keys(writes))('waits for its name, and asks nobody: %s', async (name) => {
    await expect(writes[name]?.(waiting)).rejects.toMatchObject({
      failure: { code: 'NOT_FOUND', retryable: true },
    });
    expect(vendor.asked).toEqual([]);
  });

  it('sends without a quote as before', async () => {
    await port.send(chat, { text: 'Yes', attachments: [], replyTo: null }, call);
    expect(vendor.asked).toEqual([['send', 'chat-1', null]]);
  });
});

it('keeps answers under the ids that events have: an edit of the last message is seen', async () => {
  const thrift = openThrift({
    events: gateway.events,
    directory: { account: () => account },
    pushes: () => true,
    now: () => start,
  });
  const provider = thrift.wrap(namedProvider(vendor, gateway.names));
  const last = async () => (await provider.lastMessages?.([chat], ['acc-1'], call))?.[0];
  expect(await last()).toMatchObject({ messageId: ours, text: 'Hello' });
  const [before] = vendor.said.splice(0);
  if (before === undefined) throw new Error('There is no message.');
  const after = { ...before, text: 'Hello!', isEdited: true };
  vendor.said.push(after);
  expect(await last()).toMatchObject({ text: 'Hello' });
  await gateway.events.append('founder', [happens('MESSAGE_EDITED', after)]);
  expect(await last()).toMatchObject({ messageId: ours, text: 'Hello!' });
  thrift.close();
});

describe('an account that is polled', () => {
  it('is polled soon after what will bring news, also where that failed, and no other is', async () => {
    const polled: string[] = [];
    const open = vendor.open.bind(vendor);
    const changes: AccountPort['changes'] = async () => ({ events: [], position: '1' });
    vendor.open = (one) => ({
      ...open(one),
      ...(one.accountId === 'acc-1' && { changes }),
      synchronizeChat: async () => {
        throw new Error('broken');
      },
    });
    const provider = polledSoon(vendor, ({ accountId }) => polled.push(accountId));
    const message = { text: 'Yes', attachments: [], replyTo: null };
    await provider.open({ ...account, accountId: 'acc-2' }).send(chat, message, call);
    expect(polled).toEqual([]);
    const soon = provider.open(account);
    await soon.send(chat, message, call);
    expect(polled).toEqual(['acc-1']);
    await soon.message('chat-1', 'vendor-1', call);
    expect(polled).toEqual(['acc-1']);
    await expect(soon.synchronizeChat?.('chat-1', call)).rejects.toThrow('broken');
    expect(polled).toEqual(['acc-1', 'acc-1']);
  });
});
