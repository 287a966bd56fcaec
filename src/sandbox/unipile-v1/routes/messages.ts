import { bytes, json, type Reply, type Router, type SandboxRequest } from '../../http.ts';
import { edit, erase, react, send } from '../deeds.ts';
import { notFound, UnipileError } from '../errors.ts';
import { findAccount, findAttendee, findChat, findMessage, jsonObject, requiredText } from '../find.ts';
import { datedPage } from '../lists.ts';
import { listQuery } from '../query.ts';
import { mustAllow, mustBeConnected, mustBeInTime, mustBeWritable, mustFit, mustSupport } from '../rules.ts';
import { isVisible, type Stage } from '../stage.ts';
import { messageJson } from '../wire/message.ts';
import type { Message } from '../world/message.ts';
import { receiptId } from './send.ts';

/** Messages: list, read, react, forward, edit, delete (unipile-v1.md §5.5, §5.9–§5.12, §5.18, §5.20, §5.21). */
export function messageRoutes(router: Router, stage: Stage, answered: (message: Message) => void): void {
  router.add('GET /chats/{chat_id}/messages', (request) => {
    const chat = findChat(stage, request, request.params.chat_id);
    return messagePage(stage, request, stage.world.messagesOf(chat.id), ['sender_id']);
  });

  router.add('GET /messages', (request) => {
    const { account_id, sender_id } = listQuery(request, [
      'account_id',
      'sender_id',
      'before',
      'after',
    ]).filters;
    if (account_id !== undefined) findAccount(stage, account_id);
    if (sender_id !== undefined && findAttendee(stage, request, sender_id) === null) throw notFound('Sender');
    return messagePage(stage, request, stage.world.allMessages(), ['sender_id', 'account_id']);
  });

  router.add('GET /messages/{message_id}', ({ params }) =>
    json(messageJson(stage.world, findMessage(stage, params.message_id), stage.switches)),
  );

  router.add('GET /messages/{message_id}/attachments/{attachment_id}', ({ params }) => {
    const message = findMessage(stage, params.message_id);
    const attachment = message.attachments.find(({ id }) => id === params.attachment_id);
    const pieces = attachment?.unavailable === false ? attachment.content() : [];
    if (attachment === undefined || pieces.length === 0) throw notFound('Attachment');
    return bytes(attachment.mimeType, pieces);
  });

  const addReaction = (request: SandboxRequest) => {
    const { message, account, chat } = changeable(stage, request);
    mustSupport(account, 'reaction');
    mustAllow(chat, 'reactions');
    const value = requiredText(jsonObject(request), 'reaction');
    react(stage, message, stage.world.selfOf(account.id), value);
    return json({ object: 'MessageReactionAdded', success: true });
  };
  // Clients have been seen to use the plural; the log shows which was used.
  router.add('POST /messages/{message_id}/reaction', addReaction);
  router.add('POST /messages/{message_id}/reactions', addReaction);

  router.add('POST /messages/{message_id}/forward', (request) => {
    const { message, account } = changeable(stage, request);
    mustSupport(account, 'forward');
    const target = findChat(stage, request, requiredText(jsonObject(request), 'chat_id'));
    if (target.accountId !== account.id)
      throw new UnipileError('invalid_recipient', 'The chat is another account’s.');
    mustBeWritable(target);
    const { text, attachments } = message;
    const forwarded = send(stage, target, { text, attachments, forwarded: true });
    answered(forwarded);
    return json({ object: 'MessageForwarded', message_id: receiptId(stage, forwarded.id) });
  });

  router.add('PATCH /messages/{message_id}', (request) => {
    const { message, account } = changeableOwn(stage, request, 'edit');
    const text = requiredText(jsonObject(request), 'text');
    mustFit(account, text, false);
    edit(stage, message, text);
    return json({ object: 'MessageEdited', message_id: message.id });
  });

  router.add('DELETE /messages/{message_id}', (request) => {
    const { message } = changeableOwn(stage, request, 'delete');
    erase(stage, message);
    return json({ object: 'MessageDeleted' });
  });
}

/** One page of those of these messages (newest first) that the filters of the request let through. */
export function messagePage(
  stage: Stage,
  request: SandboxRequest,
  messages: readonly Message[],
  filterNames: readonly string[],
): Reply {
  const query = listQuery(request, [...filterNames, 'before', 'after']);
  const { sender_id, account_id } = query.filters;
  const shown = (message: Message) =>
    isVisible(stage, message) &&
    (account_id === undefined || message.accountId === account_id) &&
    (sender_id === undefined || isFrom(stage, message, sender_id));
  return datedPage('MessageList', query, messages, shown, (message) =>
    messageJson(stage.world, message, stage.switches),
  );
}

// Either of the two kinds of ids.
function isFrom(stage: Stage, message: Message, senderId: string): boolean {
  return message.senderId === senderId || stage.world.attendee(message.senderId).providerId === senderId;
}

function changeable(stage: Stage, { params }: SandboxRequest) {
  const message = findMessage(stage, params.message_id);
  const account = stage.world.accountOf(message);
  mustBeConnected(account);
  if (message.deleted) throw new UnipileError('unprocessable_entity', 'The message is deleted.');
  return { message, account, chat: stage.world.chatOf(message) };
}

function changeableOwn(stage: Stage, request: SandboxRequest, feature: 'edit' | 'delete') {
  const found = changeable(stage, request);
  mustSupport(found.account, feature);
  if (!found.message.fromOwner)
    throw new UnipileError('insufficient_permissions', 'The message is somebody else’s.');
  mustBeInTime(found.account, feature, stage.clock.now() - found.message.at);
  return found;
}
