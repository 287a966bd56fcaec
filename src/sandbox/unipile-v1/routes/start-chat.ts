import { json, type Router } from '../../http.ts';
import { newChat, send } from '../deeds.ts';
import { UnipileError } from '../errors.ts';
import { findAccount } from '../find.ts';
import { type LinkedInOptions, linkedInOptions, mayWriteTo } from '../linkedin-options.ts';
import { findRecipient } from '../recipients.ts';
import { mustBeConnected, mustFit } from '../rules.ts';
import { type SendForm, sendForm, uploadedAttachments } from '../send-form.ts';
import type { Stage } from '../stage.ts';
import type { Account } from '../world/account.ts';
import type { Chat } from '../world/chat.ts';
import type { Contact } from '../world/contact.ts';
import type { Message } from '../world/message.ts';
import { attendeeFor } from '../world/people.ts';
import { mustHaveContent, receiptId } from './send.ts';

/** Starting a chat (unipile-v1.md §5.2). `answered` is told of each message that others will answer. */
export function startChatRoutes(router: Router, stage: Stage, answered: (message: Message) => void): void {
  router.add('POST /chats', (request) => {
    const form = sendForm(request);
    const account = findAccount(stage, required(form, 'account_id'));
    required(form, 'attendees_ids');
    mustBeConnected(account);
    mustHaveContent(form);
    const options = linkedInOptions(account, form);
    const recipients = form
      .all('attendees_ids')
      .map((id) => findRecipient(stage, account, options.product, id));
    const attachments = uploadedAttachments(stage, account, form.files);
    const text = form.first('text') ?? '';
    mustFit(account, text, options.inMail || options.product === 'recruiter');
    const isInMail = recipients.map((contact) => mayWriteTo(account, contact, options)).some(Boolean);
    const chat = chatWith(stage, account, recipients, options, isInMail, form);
    const message = send(stage, chat, {
      text: text === '' ? null : text,
      subject: chat.subject,
      attachments,
      kind: isInMail ? 'INMAIL' : 'MESSAGE',
    });
    answered(message);
    const chatId = stage.switches.nullMessageId ? null : chat.id;
    return json({ object: 'ChatStarted', chat_id: chatId, message_id: receiptId(stage, message.id) }, 201);
  });
}

function required(form: SendForm, name: string): string {
  const value = form.first(name);
  if (value !== undefined && value !== '') return value;
  throw new UnipileError('missing_parameters', `${name} is missing.`);
}

// The direct chat that there is, or a new one; an InMail always begins a new one.
function chatWith(
  stage: Stage,
  account: Account,
  recipients: readonly Contact[],
  options: LinkedInOptions,
  isInMail: boolean,
  form: SendForm,
): Chat {
  const { world, ids } = stage;
  const others = recipients.map((contact) => attendeeFor(world, account, contact, options.product, ids));
  if (others.some(({ isSelf }) => isSelf)) {
    throw new UnipileError('invalid_recipient', 'An account does not write to itself.');
  }
  const [direct] = others.length === 1 ? others : [];
  const known = direct !== undefined && !isInMail ? world.directChatWith(direct) : undefined;
  if (known !== undefined) return known;
  const chat = newChat(stage, account, others, options.product);
  chat.name = direct === undefined ? (form.first('title') ?? null) : null;
  if (isInMail) {
    chat.contentType = 'inmail';
    chat.subject = form.first('subject') ?? null;
  }
  return chat;
}
