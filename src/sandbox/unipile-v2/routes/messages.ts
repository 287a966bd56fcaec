import { bytes, json, type Router, type SandboxRequest } from '../../http.ts';
import { readAttachments } from '../attachments.ts';
import { answerSoon, edit, erase, react, write } from '../deeds.ts';
import { forbidden, malformed, missing, notHere, refused, UnipileError } from '../errors.ts';
import { bodyOf, findAccount, findChat, findMessage } from '../find.ts';
import { filtersOf, page, pagingOf, whole } from '../lists.ts';
import type { Stage } from '../stage.ts';
import { messageJson } from '../wire/message.ts';
import { userJson } from '../wire/user.ts';
import { type Account, type Chat, idIn, type Message } from '../world.ts';
import { messageIds } from './sending.ts';

const EMOJI = /\p{Extended_Pictographic}/u;

/** Messages: read, sent, forwarded, changed, reacted to (unipile-v2.md §6.1, §6.3). */
export function messageRoutes(router: Router, stage: Stage): void {
  const base = '/{account_id}/chats/{chat_id}/messages';

  function inChat(request: SandboxRequest): { account: Account; chat: Chat } {
    const account = findAccount(stage, request);
    return { account, chat: findChat(stage, account, request) };
  }
  function ofMessage(request: SandboxRequest): { account: Account; chat: Chat; message: Message } {
    const { account, chat } = inChat(request);
    return { account, chat, message: findMessage(chat, request) };
  }

  router
    .add(`GET ${base}`, (request) => {
      const { account, chat } = inChat(request);
      const filters = pagingOf(chat.product) === 'cursor' ? filtersOf(request) : request.query;
      const messages = chat.messages.filter((message) => wanted(chat, message, filters));
      return page(stage, request, chat.product, messages, (message) =>
        messageJson(stage, account, chat, message),
      );
    })
    .add(`POST ${base}/send`, (request) => {
      const { account, chat } = inChat(request);
      const sent = send(stage, account, chat, bodyOf(request));
      const first = sent[0];
      if (first !== undefined) answerSoon(stage, chat, first);
      return json({ object: 'MessageSent', message_id: messageIds(stage, sent) });
    })
    .add(`GET ${base}/{message_id}`, (request) => {
      const { account, chat, message } = ofMessage(request);
      if (chat.product === 'recruiter' || chat.product === 'sales_navigator')
        throw notHere('Not available for this product.');
      return json(messageJson(stage, account, chat, message));
    })
    .add(`POST ${base}/{message_id}/forward`, (request) => {
      const { account, chat, message } = ofMessage(request);
      mustBeClassic(chat, 'Forwarding');
      const body = bodyOf(request);
      const target = stage.world.chat(account.id, String(body.chat_id));
      if (target === undefined)
        throw new UnipileError('provider/resource_not_found', 'There is no such chat.');
      mustBeWritable(target);
      const forwarded = { text: message.text, sender: message.sender, attachments: message.attachments };
      const text = typeof body.text === 'string' ? body.text : null;
      const copy = write(stage, target, account.owner, { text, forwarded });
      return json({ object: 'MessageForwarded', message_id: copy.id, chat_id: target.id });
    })
    .add(`POST ${base}/{message_id}/modify`, (request) => {
      const { account, chat, message } = ofMessage(request);
      mustBeOwn(chat, message);
      const { text } = bodyOf(request);
      if (typeof text !== 'string' || text === '') throw malformed('text is required.');
      edit(stage, chat, message, text);
      return json(messageJson(stage, account, chat, message));
    })
    .add(`DELETE ${base}/{message_id}`, (request) => {
      const { chat, message } = ofMessage(request);
      mustBeOwn(chat, message);
      erase(stage, chat, message);
      return { ...bytes('application/json', []), status: 204 };
    })
    .add(`POST ${base}/{message_id}/read`, (request) => {
      if (ofMessage(request).message.fromOwner) throw malformed('This is a message of the account itself.');
      return json({ object: 'MessageRead' });
    })
    .add(`GET ${base}/{message_id}/reactions`, (request) => {
      const { account, chat, message } = ofMessage(request);
      return whole(
        message.reactions.map(({ value, by }) => ({
          object: 'Reaction',
          value,
          sender: userJson(stage.baseUrl, account, by, chat.product),
          is_sender: by === account.owner,
        })),
      );
    })
    .add(`POST ${base}/{message_id}/reactions`, (request) => {
      const { account, chat, message } = ofMessage(request);
      react(stage, chat, message, account.owner, emojiOf(chat, request));
      return json({ object: 'MessageReactionAdded' });
    })
    .add(`DELETE ${base}/{message_id}/reactions`, (request) => {
      const { account, chat, message } = ofMessage(request);
      const value = emojiOf(chat, request);
      const isThere = message.reactions.some(
        (reaction) => reaction.by === account.owner && reaction.value === value,
      );
      if (!isThere) throw missing('The reaction');
      react(stage, chat, message, account.owner, value, true);
      return json({ object: 'MessageReactionRemoved' });
    })
    .add(`GET ${base}/{message_id}/attachments/{attachment_id}`, (request) => {
      const { message } = ofMessage(request);
      const attachment = message.attachments.find(({ id }) => id === request.params.attachment_id);
      if (!attachment?.content) throw missing('The attachment');
      const content = attachment.content();
      const reply = bytes(attachment.mimeType, [content]);
      return { ...reply, headers: { ...reply.headers, 'content-length': String(content.length) } };
    });
}

function wanted(chat: Chat, message: Message, query: URLSearchParams): boolean {
  const [before, after, user] = [query.get('before'), query.get('after'), query.get('user_id')];
  return (
    (before === null || message.at < Date.parse(before)) &&
    (after === null || message.at > Date.parse(after)) &&
    (user === null || idIn(message.sender, chat.product) === user)
  );
}

function send(stage: Stage, account: Account, chat: Chat, body: Record<string, unknown>): Message[] {
  mustBeWritable(chat);
  const { text, quote_id } = body;
  if (typeof text !== 'string') throw malformed('text is required; it may be empty beside attachments.');
  const attachments = readAttachments(body.attachments, stage.random);
  if (text === '' && attachments.length === 0) throw malformed('There is nothing to send.');
  const quotedId = typeof quote_id === 'string' ? quote_id : null;
  if (quotedId !== null && !chat.messages.some(({ id }) => id === quotedId)) {
    throw new UnipileError('provider/resource_not_found', 'The quoted message was not found.');
  }
  stage.pacing.note(account.id, stage.clock.now());
  if (stage.switches.messageIds !== 'each' || attachments.length === 0) {
    return [write(stage, chat, account.owner, { text: text === '' ? null : text, attachments, quotedId })];
  }
  const files = attachments.map((attachment) => ({ text: null, attachments: [attachment] }));
  const parts = text === '' ? files : [{ text, quotedId }, ...files];
  return parts.map((part) => write(stage, chat, account.owner, part));
}

function mustBeWritable(chat: Chat): void {
  if (chat.isReadOnly || chat.restrictions.includes('send_message')) throw refused('This chat is read-only.');
}

function mustBeClassic(chat: Chat, what: string): void {
  if (chat.product !== 'classic' && chat.product !== 'flat')
    throw notHere(`${what} is available in Classic only.`);
}

function mustBeOwn(chat: Chat, message: Message): void {
  mustBeClassic(chat, 'Changing a message');
  if (!message.fromOwner) throw forbidden('This is not a message of the account itself.');
}

function emojiOf(chat: Chat, request: SandboxRequest): string {
  mustBeClassic(chat, 'Reacting');
  const { reaction } = bodyOf(request);
  if (typeof reaction !== 'string' || !EMOJI.test(reaction)) throw malformed('reaction is an emoji.');
  return reaction;
}
