import { bytes, json } from '../../http.ts';
import { png } from '../../media.ts';
import { readChange } from '../chat-change.ts';
import { answerSoon, changed, eraseChat } from '../deeds.ts';
import { malformed, notHere } from '../errors.ts';
import { instantIn } from '../fields.ts';
import { bodyOf, findChat, findInbox } from '../find.ts';
import { inboxesOf, shows } from '../inboxes.ts';
import { filtersOf, page, whole } from '../lists.ts';
import type { Routes } from '../routing.ts';
import { mustBeClassic } from '../rules.ts';
import { messageIds } from '../sending.ts';
import type { Stage } from '../stage.ts';
import { type Started, startChat } from '../start.ts';
import { chatJson } from '../wire/chat.ts';
import { type Account, type Chat, createdAt } from '../world.ts';

const UNAVAILABLE = ['type', 'is_archived', 'is_unread'];
const COLOURS = [
  [60, 90, 160],
  [210, 220, 240],
] as const;

/** Inboxes and chats (unipile-v2.md §6.1 to §6.3). */
export function chatRoutes(routes: Routes, stage: Stage): void {
  routes
    .ofAccount('GET /{account_id}/inboxes', (account) => {
      if (account.provider !== 'linkedin') throw notHere('This network has no inboxes.');
      return () =>
        whole(
          inboxesOf(account).map(({ id, isPrimary }) => ({
            object: 'Inbox',
            id,
            ...(isPrimary ? { description: 'Primary inbox' } : {}),
            disabled: account.disabledInboxes.includes(id),
          })),
        );
    })
    .ofAccount('GET /{account_id}/inboxes/{inbox_id}/chats', (account, request) => {
      const inbox = findInbox(account, request);
      const filters = filtersOf(request);
      const wrong = UNAVAILABLE.find((name) => filters.has(name));
      if (wrong !== undefined) throw malformed(`${wrong} is not available on LinkedIn.`);
      const isWanted = chatFilter(filters);
      const chats = stage.world.chatsOf(account.id).filter((chat) => shows(inbox, chat) && isWanted(chat));
      return page(stage, request, inbox.product, chats, (chat) => chatJson(stage, account, chat));
    })
    .ofAccount('POST /{account_id}/inboxes/{inbox_id}/chats/send', (account, request) => {
      const start = startChat(stage, account, findInbox(account, request), bodyOf(request));
      return () => started(start());
    })
    .ofAccount('GET /{account_id}/chats', (account, request) => {
      mustBeFlat(account);
      const chats = stage.world.chatsOf(account.id).filter(chatFilter(filtersOf(request)));
      return page(stage, request, 'flat', chats, (chat) => chatJson(stage, account, chat));
    })
    .ofAccount('POST /{account_id}/chats/send', (account, request) => {
      mustBeFlat(account);
      const start = startChat(stage, account, null, bodyOf(request));
      return () => started(start());
    })
    .ofAccount('GET /{account_id}/chats/{chat_id}', (account, request) => {
      const chat = findChat(stage, account, request);
      return () => json(chatJson(stage, account, chat));
    })
    .ofAccount('PATCH /{account_id}/chats/{chat_id}', (account, request) => {
      const chat = findChat(stage, account, request);
      const change = readChange(chat, bodyOf(request));
      return () => {
        change();
        changed(stage, chat);
        return json(chatJson(stage, account, chat));
      };
    })
    .ofAccount('DELETE /{account_id}/chats/{chat_id}', (account, request) => {
      const chat = findChat(stage, account, request);
      return () => {
        eraseChat(stage, chat);
        return { ...bytes('application/json', []), status: 204 };
      };
    })
    .ofAccount('GET /{account_id}/chats/{chat_id}/picture', (account, request) => {
      findChat(stage, account, request);
      return () => bytes('image/png', [png(96, 96, COLOURS)]);
    })
    .ofAccount('POST /{account_id}/chats/{chat_id}/composing', (account, request) => {
      const chat = findChat(stage, account, request);
      const action = request.query.get('action');
      if (action !== 'typing' && action !== 'recording') throw malformed('action is typing or recording.');
      mustBeClassic(chat, 'Typing');
      return () => json({ object: 'ComposingSet' });
    });

  function started({ chat, messages }: Started) {
    const [first] = messages;
    if (first !== undefined) answerSoon(stage, chat, first);
    return json({ object: 'ChatStarted', chat_id: chat.id, message_id: messageIds(stage, messages) });
  }
}

function mustBeFlat({ provider }: Account): void {
  if (provider === 'linkedin') throw notHere('LinkedIn has inboxes; use those routes.');
}

function chatFilter(query: URLSearchParams): (chat: Chat) => boolean {
  const type = query.get('type');
  const archived = query.get('is_archived');
  const unread = query.get('is_unread');
  const before = instantIn(query, 'before');
  const after = instantIn(query, 'after');
  return (chat) =>
    (type === null || type === chat.type) &&
    (archived === null || (archived === 'true') === chat.views.has('ARCHIVED')) &&
    (unread === null || (unread === 'true') === (chat.unreadCount !== 0)) &&
    (before === null || createdAt(chat) < before) &&
    (after === null || createdAt(chat) > after);
}
