import { json, type Router } from '../../http.ts';
import { readByOwner, synchronizeHistory } from '../deeds.ts';
import { UnipileError } from '../errors.ts';
import { findChat, jsonObject } from '../find.ts';
import { datedPage, idPage } from '../lists.ts';
import { type ListQuery, listQuery } from '../query.ts';
import { mustBeConnected, mustSupport } from '../rules.ts';
import { lastVisible, type Stage } from '../stage.ts';
import { attendeeJson } from '../wire/attendee.ts';
import { chatJson } from '../wire/chat.ts';
import { messageJson } from '../wire/message.ts';
import { type Chat, GROUP } from '../world/chat.ts';
import { newestFirst } from '../world/message.ts';
import { attendeeFor } from '../world/people.ts';

/** Chats: list, read, act upon, delete, synchronise (unipile-v1.md §5.1, §5.3, §5.4, §5.7, §5.8, §5.19). */
export function chatRoutes(router: Router, stage: Stage): void {
  router.add('GET /chats', (request) => {
    const query = listQuery(request, ['unread', 'before', 'after', 'account_type', 'account_id']);
    return datedPage('ChatList', query, chatsNewestFirst(stage), chatFilter(stage, query), (chat) =>
      chatJson(stage.world, chat, stage.switches),
    );
  });

  router.add('GET /chats/{chat_id}', (request) => {
    const chat = findChat(stage, request, request.params.chat_id);
    const last = lastVisible(stage, chat.id);
    const lastMessage = last === undefined ? null : messageJson(stage.world, last, stage.switches);
    return json({ ...chatJson(stage.world, chat, stage.switches), lastMessage });
  });

  router.add('PATCH /chats/{chat_id}', (request) => {
    const chat = findChat(stage, request, request.params.chat_id);
    const { action, value } = jsonObject(request);
    mustBeConnected(stage.world.accountOf(chat));
    act(stage, chat, action, value);
    return json({ object: 'ChatPatched' });
  });

  router.add('DELETE /chats/{chat_id}', (request) => {
    const chat = findChat(stage, request, request.params.chat_id);
    const account = stage.world.accountOf(chat);
    mustBeConnected(account);
    mustSupport(account, 'delete');
    stage.world.removeChat(chat.id);
    return json({ object: 'ChatDeleted' });
  });

  router.add('GET /chats/{chat_id}/attendees', (request) => {
    const chat = findChat(stage, request, request.params.chat_id);
    const everybody = { limit: Number.POSITIVE_INFINITY, filters: {}, place: null };
    const attendees = chat.attendeeIds.map((id) => stage.world.attendee(id));
    return idPage('ChatAttendeeList', everybody, attendees, (attendee) =>
      attendeeJson(attendee, stage.switches.sdkStrict),
    );
  });

  router.add('GET /chats/{chat_id}/sync', (request) => {
    const id = request.params.chat_id ?? '';
    if (stage.world.deletedChatIds.has(id)) return historySync(id, 'CHAT_DELETED');
    const chat = findChat(stage, request, id);
    return historySync(chat.id, advanceSync(stage, chat));
  });
}

function historySync(chatId: string, status: string) {
  return json({ object: 'ChatHistorySync', chat_id: chatId, status });
}

// Started, running, done; the call after that starts afresh.
function advanceSync(stage: Stage, chat: Chat): string {
  if (stage.world.accountOf(chat).status !== 'OK') {
    chat.syncCalls = null;
    return 'SYNC_ERROR';
  }
  chat.syncCalls = chat.syncCalls === null ? 1 : chat.syncCalls + 1;
  if (chat.syncCalls === 1) return 'SYNC_STARTED';
  if (chat.syncCalls === 2) return 'SYNC_RUNNING';
  chat.syncCalls = null;
  synchronizeHistory(stage, chat);
  return 'SYNC_DONE';
}

/** All chats, the one with the newest activity first. */
export function chatsNewestFirst(stage: Stage): Chat[] {
  const key = ({ id, at }: Chat) => ({ id, at: at ?? 0 });
  return [...stage.world.chats.values()].sort((one, other) => newestFirst(key(one), key(other)));
}

/** Which chats a list's filters let through; `before` and `after` are seen to by the page. */
export function chatFilter(stage: Stage, { filters }: ListQuery): (chat: Chat) => boolean {
  const accountIds = filters.account_id?.split(',');
  return (chat) =>
    (accountIds === undefined || accountIds.includes(chat.accountId)) &&
    (filters.account_type === undefined || filters.account_type === stage.world.accountOf(chat).network) &&
    (filters.unread === undefined || (filters.unread === 'true') === chat.unreadCount > 0);
}

function act(stage: Stage, chat: Chat, action: unknown, value: unknown): void {
  const account = stage.world.accountOf(chat);
  switch (action) {
    case 'setReadStatus':
      if (mustBeBoolean(value)) readByOwner(stage, chat);
      else chat.unreadCount = Math.max(1, chat.unreadCount);
      return;
    case 'setMuteStatus':
      mustSupport(account, 'marks');
      chat.mutedUntil = mustBeBoolean(value) ? -1 : null;
      return;
    case 'setArchiveStatus':
      mustSupport(account, 'marks');
      chat.archived = mustBeBoolean(value);
      return;
    case 'setPinnedStatus':
      mustSupport(account, 'marks');
      chat.pinned = mustBeBoolean(value);
      return;
    case 'addParticipant':
      mustSupport(account, 'participants');
      addParticipant(stage, chat, value);
      return;
    case 'setLabel':
      mustSupport(account, 'label');
      if (typeof value !== 'string' || value === '')
        throw new UnipileError('invalid_label', 'value must be a label.');
      chat.folders = [...new Set([...chat.folders, value])];
      return;
    default:
      throw new UnipileError('invalid_parameters', 'action is not one that is known.');
  }
}

function mustBeBoolean(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new UnipileError('invalid_parameters', 'value must be true or false.');
}

function addParticipant(stage: Stage, chat: Chat, value: unknown): void {
  const { world, ids } = stage;
  const contact = world.contacts.find(
    ({ network, providerId }) => network === 'WHATSAPP' && providerId === value,
  );
  if (chat.type !== GROUP || contact === undefined) {
    throw new UnipileError(
      'invalid_recipient',
      'Only somebody on WhatsApp can be added, and only to a group.',
    );
  }
  const attendee = attendeeFor(world, world.accountOf(chat), contact, 'classic', ids);
  if (chat.attendeeIds.includes(attendee.id)) {
    throw new UnipileError('action_already_performed', 'They are in the group already.');
  }
  chat.attendeeIds.push(attendee.id);
}
