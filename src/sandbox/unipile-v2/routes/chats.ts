import { bytes, json, type Router } from '../../http.ts';
import { png } from '../../media.ts';
import { answerSoon, changed, eraseChat } from '../deeds.ts';
import { malformed, notHere } from '../errors.ts';
import { bodyOf, findAccount, findChat, findContact, findInbox } from '../find.ts';
import { inboxesOf, shows } from '../inboxes.ts';
import { filtersOf, page, whole } from '../lists.ts';
import type { Stage } from '../stage.ts';
import { startChat, startFlatChat } from '../start.ts';
import { chatJson, participantsJson } from '../wire/chat.ts';
import type { Account, Chat, Message } from '../world.ts';
import { messageIds } from './sending.ts';

const UNAVAILABLE = ['type', 'is_archived', 'is_unread'];

/** Inboxes, chats and who is in them (unipile-v2.md §6.1 to §6.3). */
export function chatRoutes(router: Router, stage: Stage): void {
  router
    .add('GET /{account_id}/inboxes', (request) => {
      const account = findAccount(stage, request);
      if (account.provider !== 'linkedin') throw notHere('This network has no inboxes.');
      return whole(
        inboxesOf(account).map(({ id, isPrimary }) => ({
          object: 'Inbox',
          id,
          ...(isPrimary ? { description: 'Primary inbox' } : {}),
          disabled: account.disabledInboxes.includes(id),
        })),
      );
    })
    .add('GET /{account_id}/inboxes/{inbox_id}/chats', (request) => {
      const account = findAccount(stage, request);
      const inbox = findInbox(account, request);
      const wrong = UNAVAILABLE.find((name) => request.query.has(name));
      if (wrong !== undefined) throw malformed(`${wrong} is not available on LinkedIn.`);
      const chats = stage.world.chatsOf(account.id).filter((chat) => shows(inbox, chat));
      return page(stage, request, inbox.product, chats, (chat) => chatJson(stage, account, chat));
    })
    .add('POST /{account_id}/inboxes/{inbox_id}/chats/send', (request) => {
      const account = findAccount(stage, request);
      return started(account, startChat(stage, account, findInbox(account, request), bodyOf(request)));
    })
    .add('GET /{account_id}/chats', (request) => {
      const account = flat(stage, request);
      const filters = filtersOf(request);
      const chats = stage.world.chatsOf(account.id).filter((chat) => wanted(chat, filters));
      return page(stage, request, 'flat', chats, (chat) => chatJson(stage, account, chat));
    })
    .add('POST /{account_id}/chats/send', (request) => {
      const account = flat(stage, request);
      return started(account, startFlatChat(stage, account, bodyOf(request)));
    })
    .add('GET /{account_id}/chats/{chat_id}', (request) => {
      const account = findAccount(stage, request);
      return json(chatJson(stage, account, findChat(stage, account, request)));
    })
    .add('PATCH /{account_id}/chats/{chat_id}', (request) => {
      const account = findAccount(stage, request);
      const chat = findChat(stage, account, request);
      update(chat, bodyOf(request));
      changed(stage, chat);
      return json(chatJson(stage, account, chat));
    })
    .add('DELETE /{account_id}/chats/{chat_id}', (request) => {
      eraseChat(stage, findChat(stage, findAccount(stage, request), request));
      return { ...bytes('application/json', []), status: 204 };
    })
    .add('GET /{account_id}/chats/{chat_id}/picture', (request) => {
      findChat(stage, findAccount(stage, request), request);
      return bytes('image/png', [
        png(96, 96, [
          [60, 90, 160],
          [210, 220, 240],
        ]),
      ]);
    })
    .add('POST /{account_id}/chats/{chat_id}/composing', (request) => {
      const chat = findChat(stage, findAccount(stage, request), request);
      const action = request.query.get('action');
      if (action !== 'typing' && action !== 'recording') throw malformed('action is typing or recording.');
      if (chat.product !== 'classic' && chat.product !== 'flat')
        throw notHere('Typing is shown in Classic only.');
      return json({ object: 'ComposingSet' });
    })
    .add('GET /{account_id}/chats/{chat_id}/participants', (request) => {
      const account = findAccount(stage, request);
      const chat = findChat(stage, account, request);
      if (chat.type === '1to1') throw malformed('This is a one-to-one chat.');
      return page(stage, request, chat.product, participantsJson(stage, account, chat), (one) => one);
    })
    .add('POST /{account_id}/chats/{chat_id}/participants', (request) => {
      const chat = groupOf(stage, request);
      const contact = findContact(stage, String(bodyOf(request).user_id));
      if (!chat.participants.includes(contact)) chat.participants.push(contact);
      changed(stage, chat);
      return json({ object: 'ParticipantAdded' });
    })
    .add('DELETE /{account_id}/chats/{chat_id}/participants/{user_id}', (request) => {
      const chat = groupOf(stage, request);
      const contact = findContact(stage, request.params.user_id ?? '');
      chat.participants = chat.participants.filter((other) => other !== contact);
      changed(stage, chat);
      return json({ object: 'ParticipantRemoved' });
    });

  function started(account: Account, { chat, message }: { chat: Chat; message: Message | null }) {
    stage.cache.forget(account.id);
    if (message !== null) answerSoon(stage, chat, message);
    return json({
      object: 'ChatStarted',
      chat_id: chat.id,
      message_id: message === null ? null : messageIds(stage, [message]),
    });
  }
}

function flat(stage: Stage, request: Parameters<typeof findAccount>[1]): Account {
  const account = findAccount(stage, request);
  if (account.provider === 'linkedin') throw notHere('LinkedIn has inboxes; use those routes.');
  return account;
}

function groupOf(stage: Stage, request: Parameters<typeof findAccount>[1]): Chat {
  const chat = findChat(stage, findAccount(stage, request), request);
  if (chat.type === '1to1') throw malformed('This is a one-to-one chat.');
  return chat;
}

function wanted(chat: Chat, query: URLSearchParams): boolean {
  const type = query.get('type');
  const archived = query.get('is_archived');
  const unread = query.get('is_unread');
  return (
    (type === null || type === chat.type) &&
    (archived === null || (archived === 'true') === chat.views.has('ARCHIVED')) &&
    (unread === null || (unread === 'true') === (chat.unreadCount !== 0))
  );
}

function update(chat: Chat, body: Record<string, unknown>): void {
  const { read_status, name, pin_status, archive_status, muted_until } = body;
  if (typeof read_status === 'boolean') chat.unreadCount = read_status ? 0 : chat.unreadCount || -1;
  if (typeof name === 'string') {
    if (chat.type === '1to1') throw malformed('A one-to-one chat has no name of its own.');
    chat.name = name;
  }
  if (typeof pin_status === 'boolean') chat.isPinned = pin_status;
  if (archive_status === true) chat.views.add('ARCHIVED');
  if (archive_status === false) chat.views.delete('ARCHIVED');
  if (typeof muted_until === 'boolean') chat.mutedUntil = muted_until;
  if (typeof muted_until === 'string') chat.mutedUntil = Date.parse(muted_until);
}
