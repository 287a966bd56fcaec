import { describe, expect, it } from 'vitest';
import type { Chat } from '../../../src/messaging/chat.ts';
import type { AccountPort } from '../../../src/messaging/provider.ts';
import { caller } from '../support.ts';
import { one, ROBIN, SHOP, sendRequest, startRequest, world } from './world.ts';

const at = world();
const { call } = caller();

interface Stage {
  readonly port: AccountPort;
  readonly chat: Chat;
  readonly group: Chat;
  /** The newest message of the chat. */
  readonly messageId: string;
  readonly shop: AccountPort;
}

const message = 'GET /{account_id}/chats/{chat_id}/messages';
const near = (account = ROBIN) =>
  one(
    at.control().truth().contacts.reverse(),
    ({ accountId, distance, type }) =>
      accountId === account && distance === 'FIRST_DEGREE' && type === 'individual',
  ).ids.classic;
const memberOf = ({ attendees }: Chat) => one(attendees ?? [], ({ isSelf }) => !isSelf).attendeeId;

// unipile-v2.md §6.0 and §8.1, by what is asked of the port; one call each.
const table: readonly (readonly [route: string, ask: (stage: Stage) => unknown])[] = [
  ['GET /accounts/', () => at.provider().listAccounts(call)],
  ['GET /{account_id}/inboxes', ({ port }) => port.inboxes(call)],
  ['GET /{account_id}/inboxes/{inbox_id}/chats', ({ port }) => port.chats({}).fetch(null, 5, call)],
  ['GET /{account_id}/chats', ({ shop }) => shop.chats({}).fetch(null, 5, call)],
  ['GET /{account_id}/chats/{chat_id}', ({ port, chat }) => port.chat(chat.chatId, call)],
  [message, ({ port, chat }) => port.messages(chat.chatId, {}).fetch(null, 5, call)],
  [`${message}/{message_id}`, ({ port, chat, messageId }) => port.message(chat.chatId, messageId, call)],
  [
    'GET /{account_id}/chats/{chat_id}/participants',
    ({ port, group }) => port.attendeesOf(group).fetch(null, 5, call),
  ],
  ['GET /{account_id}/users/{user_id}', ({ port }) => port.attendee?.(near(), call)],
  ['GET /{account_id}/linkedin/inmail-credits', ({ port }) => port.inMailCredits?.(call)],
  [
    'POST /{account_id}/inboxes/{inbox_id}/chats/send',
    ({ port }) => port.startChat?.(startRequest({ recipientIds: [near()] }), call),
  ],
  [
    'POST /{account_id}/chats/send',
    ({ shop }) => shop.startChat?.(startRequest({ inboxId: 'MESSAGING', recipientIds: [near(SHOP)] }), call),
  ],
  [
    'POST /{account_id}/chats/{chat_id}/messages/send',
    ({ port, chat }) => port.send(chat, sendRequest(), call),
  ],
  [
    'POST /{account_id}/chats/{chat_id}/messages/{message_id}/forward',
    ({ port, chat, messageId, group }) => port.forward?.(chat.chatId, messageId, group, null, call),
  ],
  [
    'POST /{account_id}/chats/{chat_id}/messages/{message_id}/modify',
    ({ port, chat, messageId }) => port.editMessage?.(chat.chatId, messageId, 'Better', call),
  ],
  [
    'DELETE /{account_id}/chats/{chat_id}/messages/{message_id}',
    ({ port, chat, messageId }) => port.deleteMessage?.(chat.chatId, messageId, call),
  ],
  [
    'POST /{account_id}/chats/{chat_id}/messages/{message_id}/reactions',
    ({ port, chat, messageId }) => port.addReaction?.(chat.chatId, messageId, '👍', call),
  ],
  ['POST /{account_id}/chats/{chat_id}/composing', ({ port, chat }) => port.setTyping?.(chat.chatId, call)],
  ['PATCH /{account_id}/chats/{chat_id}', ({ port, chat }) => port.setRead?.(chat.chatId, true, call)],
  ['DELETE /{account_id}/chats/{chat_id}', ({ port, chat }) => port.deleteChat?.(chat.chatId, call)],
  [
    'POST /{account_id}/chats/{chat_id}/participants',
    ({ port, group }) => port.addAttendee?.(group.chatId, near(), call),
  ],
  [
    'DELETE /{account_id}/chats/{chat_id}/participants/{user_id}',
    ({ port, group }) => port.removeAttendee?.(group.chatId, memberOf(group), call),
  ],
  ['GET /webhooks/endpoints/', () => at.provider().webhook?.registered('https://gateway.example/hook', call)],
];

describe('Unipile v2 is asked', () => {
  it.each(table)('%s once, with the key, and takes it', async (route, ask) => {
    const chat = await at.chat(ROBIN, 'classic');
    const group = await at.chat(ROBIN, 'classic', ({ kind }) => kind === 'GROUP');
    const [messageId = ''] = (await at.port(ROBIN).send(chat, sendRequest(), call)).messageIds;
    at.control().clearRequests();
    await ask({ port: at.port(ROBIN), shop: at.port(SHOP), chat, group, messageId });
    expect(at.control().requests()).toMatchObject([
      { route, status: expect.toSatisfy((status) => status < 300) },
    ]);
    expect(at.control().requests()[0]?.headers['x-api-key']).toBe(at.apiKey());
  });

  it('anew for what changes, and from its cache for what does not', async () => {
    for (const [route, ask] of table.filter(([name]) => name.startsWith('GET'))) {
      const chat = await at.chat(ROBIN, 'classic');
      const group = await at.chat(ROBIN, 'classic', ({ kind }) => kind === 'GROUP');
      const messageId = chat.lastMessage?.messageId ?? 'm-1';
      at.control().clearRequests();
      await ask({ port: at.port(ROBIN), shop: at.port(SHOP), chat, group, messageId });
      const mayBeOld = route === 'GET /{account_id}/inboxes' || route === 'GET /{account_id}/users/{user_id}';
      expect(at.control().requests()[0]?.headers['cache-control']).toBe(mayBeOld ? undefined : 'no-cache');
    }
  });
});
