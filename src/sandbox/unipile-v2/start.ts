import { readAttachments } from './attachments.ts';
import { forbidden, malformed } from './errors.ts';
import { type Fields, neededText, textOf } from './fields.ts';
import { findRecipient } from './find.ts';
import type { Inbox } from './inboxes.ts';
import { sendParts } from './sending.ts';
import type { Stage } from './stage.ts';
import { readOptions } from './start/options.ts';
import { mustMakeGroup, type Way, wayTo } from './start/ways.ts';
import { type Account, type Chat, type Contact, emptyChat, type Message, type Product } from './world.ts';

/** A chat and what was said in it first: nothing where the text was empty. */
export interface Started {
  chat: Chat;
  messages: Message[];
}

/**
 * Starts a chat from an inbox (null: on a network without inboxes), by all rules of unipile-v2.md §6.2. Throws where it
 * is refused; what is answered does it.
 */
export function startChat(stage: Stage, account: Account, inbox: Inbox | null, body: Fields): () => Started {
  const product = inbox?.product ?? 'flat';
  const ids = readIds(body);
  const text = neededText(body, 'text');
  const name = textOf(body, 'name');
  const options = readOptions(body, product);
  const attachments = readAttachments(body.attachments, stage.random);
  if (inbox !== null) mustStartChats(account, inbox);

  const recipients = [...new Set(ids.map((id) => findRecipient(stage, account, product, id)))];
  const [only] = recipients;
  if (only === undefined) throw malformed('users_ids names nobody.');
  const isGroup = recipients.length > 1;
  if (isGroup) mustMakeGroup(account, product, recipients, options);
  const way = isGroup ? null : wayTo(stage, account, product, only, options);

  return () => {
    const { subject } = options;
    const chat =
      way === null
        ? newGroup(stage, account, product, recipients, name)
        : (way.chat ?? newChat(stage, account, product, only, way, subject));
    if (way?.costs) charge(account, product);
    return { chat, messages: sendParts(stage, account, chat, { text, attachments, subject }) };
  };
}

function readIds({ users_ids }: Fields): string[] {
  const ids: unknown = typeof users_ids === 'string' ? [users_ids] : users_ids;
  if (!Array.isArray(ids) || ids.length === 0 || !ids.every((id) => typeof id === 'string')) {
    throw malformed('users_ids is a user id, or an array of them.');
  }
  return ids;
}

function mustStartChats(account: Account, inbox: Inbox): void {
  if (inbox.product === 'company') throw forbidden('Company pages cannot start conversations.');
  if (!inbox.isPrimary) throw malformed('Only the primary inbox of a product can start chats.');
  if (account.disabledInboxes.includes(inbox.id)) throw forbidden('Messaging is off in this inbox.');
}

function newChat(
  stage: Stage,
  account: Account,
  product: Product,
  recipient: Contact,
  { isInMail }: Way,
  subject: string | null,
): Chat {
  const chat = emptyChat(newId(stage, product), account.id, product, '1to1', [recipient]);
  if (isInMail) chat.views.add(product === 'classic' ? 'INMAIL' : 'PENDING');
  chat.subject = subject;
  return stage.world.addChat(chat);
}

function newGroup(
  stage: Stage,
  account: Account,
  product: Product,
  members: Contact[],
  name = members.map((member) => member.name).join(', '),
): Chat {
  const chat = emptyChat(newId(stage, product), account.id, product, 'group', members);
  return stage.world.addChat(Object.assign(chat, { name }));
}

function newId(stage: Stage, product: Product): string {
  const letters = stage.random.letters(31, 'abcdefghijklmnopqrstuvwxyz0123456789');
  const prefix = {
    classic: '',
    company: '',
    flat: '',
    recruiter: 'RECRUITER_',
    sales_navigator: 'SALES_NAVIGATOR_',
  };
  return `${prefix[product]}2-${Buffer.from(letters).toString('base64')}`;
}

function charge({ credits }: Account, product: Product): void {
  if (product !== 'company' && product !== 'flat') credits[product] = (credits[product] ?? 0) - 1;
}
