import { json, type Router } from '../../http.ts';
import { send } from '../deeds.ts';
import { notFound, UnipileError } from '../errors.ts';
import { findChat } from '../find.ts';
import { mustAllow, mustBeConnected, mustBeWritable, mustFit } from '../rules.ts';
import { type SendForm, sendForm, uploadedAttachments } from '../send-form.ts';
import type { Stage } from '../stage.ts';
import type { Chat } from '../world/chat.ts';
import type { Message } from '../world/message.ts';

/** Sending in a chat (unipile-v1.md §5.6). `answered` is told of each message that others will answer. */
export function sendRoutes(router: Router, stage: Stage, answered: (message: Message) => void): void {
  router.add('POST /chats/{chat_id}/messages', (request) => {
    const form = sendForm(request);
    const chat = findChat(stage, request, request.params.chat_id);
    const account = stage.world.accountOf(chat);
    const guard = form.first('account_id');
    if (guard !== undefined && guard !== account.id) {
      throw new UnipileError('account_mismatch', 'The chat is another account’s.');
    }
    mustBeConnected(account);
    mustBeWritable(chat);
    const text = form.first('text') ?? '';
    mustFit(account, text, chat.contentType === 'inmail');
    mustHaveContent(form);
    const message = send(stage, chat, {
      text: text === '' ? null : text,
      attachments: uploadedAttachments(stage, account, form.files),
      quotedId: quotedId(stage, chat, form.first('quote_id')),
      parentId: parentId(stage, chat, form.first('thread_id')),
    });
    answered(message);
    return json({ object: 'MessageSent', message_id: receiptId(stage, message.id) }, 201);
  });
}

/** Throws invalid_message where there is neither text nor file. */
export function mustHaveContent(form: SendForm): void {
  if ((form.first('text') ?? '') === '' && form.files.length === 0) {
    throw new UnipileError('invalid_message', 'A message needs a text or a file.');
  }
}

/** A message id as receipts show it, with the quirks that are switched on. */
export function receiptId(stage: Stage, id: string): string | string[] | null {
  if (stage.switches.nullMessageId) return null;
  return stage.switches.arrayMessageId ? [id] : id;
}

function quotedId(stage: Stage, chat: Chat, id: string | undefined): string | null {
  if (id === undefined) return null;
  mustAllow(chat, 'reply');
  const quoted = stage.world
    .messagesOf(chat.id)
    .find((message) => message.id === id || message.providerId === id);
  if (quoted === undefined) throw notFound('Quoted message');
  return quoted.id;
}

function parentId(stage: Stage, chat: Chat, id: string | undefined): string | null {
  if (id === undefined || stage.world.accountOf(chat).network !== 'SLACK') return null;
  const parent = stage.world
    .messagesOf(chat.id)
    .find((message) => message.id === id || message.providerId === id);
  if (parent === undefined) throw notFound('Thread');
  return parent.parentId ?? parent.id;
}
