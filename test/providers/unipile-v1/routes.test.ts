import { describe, expect, it } from 'vitest';
import type { Call } from '../../../src/messaging/call.ts';
import type { Chat } from '../../../src/messaging/chat.ts';
import type { AccountPort } from '../../../src/messaging/provider.ts';
import { caller } from '../support.ts';
import { one, sendRequest, startRequest, world } from './world.ts';

const at = world();

interface Scene {
  readonly port: AccountPort;
  readonly chat: Chat;
  readonly group: Chat;
  /** An own message of the chat, just sent. */
  readonly messageId: string;
  readonly call: Call;
}

/** Every route of unipile-v1.md §3, §6.1 to §6.4 that is of use here, with what calls it. */
const routes: Record<string, (scene: Scene) => unknown> = {
  'GET /chats': ({ port, call }) => port.chats({}).fetch(null, 5, call),
  'POST /chats': ({ port, chat, call }) =>
    port.startChat?.(startRequest({ recipientIds: [chat.counterpartId ?? ''] }), call),
  'GET /chats/{chat_id}': ({ port, chat, call }) => port.chat(chat.chatId, call),
  'PATCH /chats/{chat_id}': ({ port, chat, call }) => port.setRead?.(chat.chatId, true, call),
  'GET /chats/{chat_id}/messages': ({ port, chat, call }) =>
    port.messages(chat.chatId, {}).fetch(null, 5, call),
  'POST /chats/{chat_id}/messages': ({ port, chat, call }) => port.send(chat, sendRequest(), call),
  'GET /chats/{chat_id}/attendees': ({ port, chat, call }) => port.attendeesOf(chat).fetch(null, 5, call),
  'GET /chats/{chat_id}/sync': ({ port, chat, call }) => port.synchronizeChat?.(chat.chatId, call),
  'GET /messages/{message_id}': ({ port, chat, messageId, call }) =>
    port.message(chat.chatId, messageId, call),
  'POST /messages/{message_id}/forward': ({ port, chat, messageId, group, call }) =>
    port.forward?.(chat.chatId, messageId, group, null, call),
  'GET /messages': ({ port, call }) => port.allMessages?.({}).fetch(null, 5, call),
  'GET /messages/{message_id}/attachments/{attachment_id}': ({ port, chat, messageId, call }) =>
    port.attachmentBytes?.(chat.chatId, messageId, 'a/b=+', call),
  'GET /chat_attendees': ({ port, call }) => port.attendees?.().fetch(null, 5, call),
  'GET /chat_attendees/{id}': ({ port, chat, call }) => port.attendee?.(chat.counterpartId ?? '', call),
  'GET /chat_attendees/{id}/picture': ({ port, group, call }) => port.chatPicture?.(group.chatId, call),
  'GET /chat_attendees/{attendee_id}/chats': ({ port, chat, call }) =>
    port.chatsWith?.(chat.counterpartId ?? '').fetch(null, 5, call),
  'GET /chat_attendees/{sender_id}/messages': ({ port, chat, call }) =>
    port.messagesFrom?.(chat.counterpartId ?? '').fetch(null, 5, call),
  'POST /messages/{message_id}/reaction': ({ port, chat, messageId, call }) =>
    port.addReaction?.(chat.chatId, messageId, '👍', call),
  'DELETE /chats/{chat_id}': ({ port, chat, call }) => port.deleteChat?.(chat.chatId, call),
  'DELETE /messages/{message_id}': ({ port, chat, messageId, call }) =>
    port.deleteMessage?.(chat.chatId, messageId, call),
  'PATCH /messages/{message_id}': ({ port, chat, messageId, call }) =>
    port.editMessage?.(chat.chatId, messageId, 'Better', call),
  'GET /accounts': ({ call }) => at.provider().listAccounts(call),
  'GET /accounts/{account_id}': ({ call }) =>
    at
      .provider()
      .open({ ...at.account('LINKEDIN'), details: null })
      .inboxes(call),
  'GET /users/me': ({ call }) => {
    at.control().fault({ route: 'GET /chat_attendees/{id}', status: 404 });
    return at.port('LINKEDIN').owner(call);
  },
  'GET /users/{identifier}': ({ port, call }) =>
    port.findAttendee?.({ providerId: '15550177777@s.whatsapp.net' }, call),
  'GET /linkedin/company/{identifier}': ({ call }) =>
    at.port('LINKEDIN').findAttendee?.({ profileUrl: 'https://www.linkedin.com/company/nobody' }, call),
  'GET /webhooks': ({ call }) => at.provider().webhook?.registered('https://gateway.example.com', call),
  'POST /webhooks': ({ call }) => at.provider().webhook?.register('https://gateway.example.com', call),
  'DELETE /webhooks/{id}': async ({ call }) => {
    await at.provider().webhook?.register('https://gateway.example.com', call);
    one(at.control().truth().webhooks).enabled = false;
    await at.provider().webhook?.register('https://gateway.example.com', call);
  },
};

describe('a route of Unipile v1', () => {
  it.each(Object.entries(routes))('%s is called', async (route, ask) => {
    const chat = await at.chat('WHATSAPP');
    const group = await at.chat('WHATSAPP', ({ kind, isReadOnly }) => kind === 'GROUP' && !isReadOnly);
    const { messageIds } = await at.port('WHATSAPP').send(chat, sendRequest(), caller().call);
    await at.restart();
    const { call, state } = caller();
    await ask({ port: at.port('WHATSAPP'), chat, group, messageId: one(messageIds), call });
    const called = at.control().requests();
    expect(called.map((request) => request.route)).toContain(route);
    expect(called.map((request) => request.headers['x-api-key'])).toEqual(called.map(() => at.apiKey()));
    expect(state.calls).toBe(called.length);
    expect(
      at
        .kit()
        .observed.slice(-called.length)
        .map((request) => `${request.status}`),
    ).toEqual(called.map(({ status }) => `${status}`));
  });
});

describe('what is put into an address (E7)', () => {
  const odd = [
    '../accounts',
    '?x=1',
    '%2e%2e',
    'a/b',
    'a#b',
    'a\r\nX-Evil: 1',
    'ü',
    '\u0000',
    '..%2faccounts',
  ];

  it.each(odd)('%j reaches the one route that was meant', async (id) => {
    const port = at.port('WHATSAPP');
    const { call } = caller();
    await port.chat(id, call);
    await port.message('c', id, call);
    await port
      .messages(id, {})
      .fetch(null, 1, call)
      .catch(() => undefined);
    await port.attendee?.(id, call);
    await port.findAttendee?.({ providerId: id }, call);
    const allowed = [
      'GET /chats/{chat_id}',
      'GET /messages/{message_id}',
      'GET /chats/{chat_id}/messages',
      'GET /chat_attendees/{id}',
      'GET /users/{identifier}',
      'GET /chat_attendees/{id}',
      'GET /users/{identifier}',
    ];
    expect(at.routes()).toEqual(allowed);
    for (const { path } of at.control().requests()) expect(path).toContain(encodeURIComponent(id));
    expect(
      at
        .control()
        .requests()
        .every(({ headers }) => headers['x-evil'] === undefined),
    ).toBe(true);
  });
});
