import { bytes, json, type SandboxRequest } from '../../http.ts';
import { readAttachments } from '../attachments.ts';
import { answerSoon, edit, erase, write } from '../deeds.ts';
import { malformed, missing, notHere, unknownAtProvider } from '../errors.ts';
import { instantIn, neededText, textOf } from '../fields.ts';
import { bodyOf, findChat, findMessage } from '../find.ts';
import { filtersOf, page } from '../lists.ts';
import type { Routes } from '../routing.ts';
import { mustBeAlive, mustBeClassic, mustBeOwn, mustBeWritable } from '../rules.ts';
import { messageIds, sendParts } from '../sending.ts';
import type { Stage } from '../stage.ts';
import { messageJson } from '../wire/message.ts';
import { type Account, type Chat, idIn, type Message } from '../world.ts';

/** Messages: read, sent, forwarded, changed (unipile-v2.md §6.1, §6.3). */
export function messageRoutes(routes: Routes, stage: Stage): void {
  const base = '/{account_id}/chats/{chat_id}/messages';

  function ofMessage(account: Account, request: SandboxRequest): { chat: Chat; message: Message } {
    const chat = findChat(stage, account, request);
    return { chat, message: findMessage(chat, request) };
  }
  routes
    .ofAccount(`GET ${base}`, (account, request) => {
      const chat = findChat(stage, account, request);
      const messages = chat.messages.filter(messageFilter(chat, filtersOf(request)));
      return page(stage, request, chat.product, messages, (one) => messageJson(stage, account, chat, one));
    })
    .ofAccount(`POST ${base}/send`, (account, request) => {
      const chat = findChat(stage, account, request);
      const draft = readDraft(stage, chat, bodyOf(request));
      return () => {
        const sent = sendParts(stage, account, chat, draft);
        const [first] = sent;
        if (first !== undefined) answerSoon(stage, chat, first);
        return json({ object: 'MessageSent', message_id: messageIds(stage, sent) });
      };
    })
    .ofAccount(`GET ${base}/{message_id}`, (account, request) => {
      const { chat, message } = ofMessage(account, request);
      if (chat.product === 'recruiter' || chat.product === 'sales_navigator') {
        throw notHere('Not available for this product.');
      }
      return () => json(messageJson(stage, account, chat, message));
    })
    .ofAccount(`POST ${base}/{message_id}/forward`, (account, request) => {
      const { chat, message } = ofMessage(account, request);
      const body = bodyOf(request);
      const text = textOf(body, 'text') ?? null;
      const target = stage.world.chat(account.id, neededText(body, 'chat_id'));
      if (target === undefined) throw unknownAtProvider('There is no such chat.');
      mustBeClassic(chat, 'Forwarding');
      mustBeClassic(target, 'Forwarding');
      mustBeAlive(message);
      mustBeWritable(target);
      const forwarded = { text: message.text, sender: message.sender, attachments: message.attachments };
      return () => {
        const copy = write(stage, target, account.owner, { text, forwarded });
        return json({ object: 'MessageForwarded', message_id: copy.id, chat_id: target.id });
      };
    })
    .ofAccount(`POST ${base}/{message_id}/modify`, (account, request) => {
      const { chat, message } = ofMessage(account, request);
      const text = neededText(bodyOf(request), 'text');
      if (text === '') throw malformed('A message cannot become empty.');
      mustBeChangeable(chat, message);
      return () => {
        edit(stage, chat, message, text);
        return json(messageJson(stage, account, chat, message));
      };
    })
    .ofAccount(`DELETE ${base}/{message_id}`, (account, request) => {
      const { chat, message } = ofMessage(account, request);
      mustBeChangeable(chat, message);
      return () => {
        erase(stage, chat, message);
        return { ...bytes('application/json', []), status: 204 };
      };
    })
    .ofAccount(`POST ${base}/{message_id}/read`, (account, request) => {
      const { message } = ofMessage(account, request);
      if (message.fromOwner) throw malformed('This is a message of the account itself.');
      return () => json({ object: 'MessageRead' });
    })
    .ofAccount(`GET ${base}/{message_id}/attachments/{attachment_id}`, (account, request) => {
      const { message } = ofMessage(account, request);
      const attachment = message.attachments.find(({ id }) => id === request.params.attachment_id);
      if (!attachment?.content) throw missing('The attachment');
      const content = attachment.content();
      const reply = bytes(attachment.mimeType, [content]);
      return () => ({ ...reply, headers: { ...reply.headers, 'content-length': String(content.length) } });
    });
}

function messageFilter(chat: Chat, query: URLSearchParams): (message: Message) => boolean {
  const before = instantIn(query, 'before');
  const after = instantIn(query, 'after');
  const user = query.get('user_id');
  return (message) =>
    (before === null || message.at < before) &&
    (after === null || message.at > after) &&
    (user === null || idIn(message.sender, chat.product) === user);
}

function mustBeChangeable(chat: Chat, message: Message): void {
  mustBeClassic(chat, 'Changing a message');
  mustBeOwn(message);
  mustBeAlive(message);
}

function readDraft(stage: Stage, chat: Chat, body: Record<string, unknown>) {
  const text = neededText(body, 'text');
  const quotedId = textOf(body, 'quote_id') ?? null;
  const attachments = readAttachments(body.attachments, stage.random);
  if (text === '' && attachments.length === 0) throw malformed('There is nothing to send.');
  mustBeWritable(chat);
  if (quotedId !== null) {
    mustBeClassic(chat, 'Quoting');
    const quoted = chat.messages.find(({ id }) => id === quotedId);
    if (quoted === undefined) throw unknownAtProvider('The quoted message was not found.');
  }
  return { text, quotedId, attachments };
}
