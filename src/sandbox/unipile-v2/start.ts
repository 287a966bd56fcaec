import { isDeepStrictEqual } from 'node:util';
import { readAttachments } from './attachments.ts';
import { write } from './deeds.ts';
import { forbidden, malformed, refused } from './errors.ts';
import { findContact } from './find.ts';
import type { Inbox } from './inboxes.ts';
import type { Stage } from './stage.ts';
import {
  type Account,
  type Chat,
  type Contact,
  emptyChat,
  type LinkedInProduct,
  type Message,
  type Product,
} from './world.ts';

const TOPICS = ['SERVICE_REQUEST', 'REQUEST_A_DEMO', 'SUPPORT', 'CAREERS', 'OTHER'];
const ENUMS: Record<string, readonly string[]> = {
  visibility: ['PUBLIC', 'PRIVATE', 'PROJECT'],
  intent: ['HIRE_FOR_CLIENT', 'HIRE_FOR_OWN_COMPANY'],
  send_as: ['INMAIL', 'EMAIL'],
  channel_type: [
    'CAREER_SITE',
    'MANUAL_IMPORT',
    'INTERNAL_CANDIDATES',
    'RECRUITER_SEARCH',
    'REFERRAL',
    'JOB_POSTING_RECOMMENDED_MATCHES',
    'AUTOMATED_SOURCING',
    'JOB_POSTING',
  ],
};

type Options = Record<string, unknown>;

/** Starts a chat from an inbox, by all rules of unipile-v2.md §6.2. The message is null where the text was empty. */
export function startChat(
  stage: Stage,
  account: Account,
  inbox: Inbox,
  body: Options,
): { chat: Chat; message: Message | null } {
  if (inbox.product === 'company') throw forbidden('Company pages cannot start conversations.');
  if (!inbox.isPrimary) throw malformed('Only the primary inbox of a product can start chats.');
  if (account.disabledInboxes.includes(inbox.id)) throw forbidden('Messaging is off in this inbox.');
  const product = inbox.product as LinkedInProduct;
  const options = readOptions(body, product);
  const recipients = readRecipients(stage, body);
  if (recipients.length > 1 && product !== 'classic')
    throw refused('Groups can be started from Classic only.');
  const [only] = recipients;
  if (only === undefined) throw malformed('users_ids names nobody.');
  if (only === account.owner) throw refused('This is the account itself.');
  const isInMail = recipients.length === 1 && mustPay(account, product, only, options);
  const chat =
    recipients.length > 1
      ? group(stage, account, body, recipients)
      : direct(stage, account, product, only, isInMail, options);
  return { chat, message: firstMessage(stage, account, chat, body, options) };
}

/** Starts a chat on a network without inboxes. */
export function startFlatChat(
  stage: Stage,
  account: Account,
  body: Options,
): { chat: Chat; message: Message | null } {
  const recipients = readRecipients(stage, body);
  const [only] = recipients;
  if (only === undefined) throw malformed('users_ids names nobody.');
  const chat =
    recipients.length > 1
      ? group(stage, account, body, recipients, 'flat')
      : direct(stage, account, 'flat', only, false, {});
  return { chat, message: firstMessage(stage, account, chat, body, {}) };
}

function readRecipients(stage: Stage, body: Options): Contact[] {
  const ids = typeof body.users_ids === 'string' ? [body.users_ids] : body.users_ids;
  if (!Array.isArray(ids) || ids.length === 0 || !ids.every((id) => typeof id === 'string')) {
    throw malformed('users_ids is a user id, or an array of them.');
  }
  if (typeof body.text !== 'string') throw malformed('text is required.');
  return ids.map((id: string) => findContact(stage, id));
}

// The guides say `options`, the API description `specifics` (unipile-v2.md, D1): either is taken, both must agree.
function readOptions(body: Options, product: LinkedInProduct): Options {
  const given = [body.options, body.specifics].filter((value) => value !== undefined);
  if (given.length === 2 && !isDeepStrictEqual(given[0], given[1]))
    throw malformed('options and specifics differ.');
  const blocks = ((given[0] as Options | undefined)?.linkedin ?? {}) as Options;
  const foreign = Object.keys(blocks).filter((name) => name !== product);
  if (foreign.length > 0) throw malformed(`${foreign.join(', ')} does not fit this inbox.`);
  const options = (blocks[product] ?? {}) as Options;
  for (const [name, values] of Object.entries(ENUMS)) {
    if (options[name] !== undefined && !values.includes(String(options[name])))
      throw malformed(`${name} is not known.`);
  }
  if (options.company_topic !== undefined && !TOPICS.includes(String(options.company_topic)))
    throw malformed('company_topic is not known.');
  const needed = { classic: [], sales_navigator: ['subject'], recruiter: ['subject', 'signature'] }[product];
  for (const name of needed)
    if (typeof options[name] !== 'string' || options[name] === '') throw malformed(`${name} is required.`);
  return options;
}

// Whether it goes as an InMail. Throws where it cannot go at all.
function mustPay(account: Account, product: LinkedInProduct, recipient: Contact, options: Options): boolean {
  if (recipient.type === 'organization') return false;
  if (isApplicant(recipient, options)) return false;
  const isPending = recipient.invitationId !== null && options.relation_request_id === recipient.invitationId;
  const isKnown = recipient.distance === 'FIRST_DEGREE' || isPending;
  const asInMail = options.inmail === true || (product !== 'classic' && !isKnown);
  if (!asInMail) {
    if (isKnown || recipient.isOpenProfile) return false;
    throw refused('Not a connection: this person cannot be reached without an InMail.');
  }
  if (recipient.refusesMessages) throw refused('This person does not take InMails.');
  if (recipient.isOpenProfile || options.send_as === 'EMAIL') return true;
  const left = account.credits[product] ?? 0;
  if (left < 1) throw refused('There are no InMail credits left.');
  account.credits[product] = left - 1;
  return true;
}

function isApplicant(recipient: Contact, options: Options): boolean {
  const given = options.applicant as Options | undefined;
  if (given === undefined) return false;
  const { applicant } = recipient;
  if (applicant !== null && given.id === applicant.id && given.messaging_token === applicant.messagingToken)
    return true;
  throw refused('This is no applicant of yours, or the token is wrong.');
}

// LinkedIn keeps one individual chat per person; an InMail opens another (unipile-v2.md §6.2).
function direct(
  stage: Stage,
  account: Account,
  product: Product,
  recipient: Contact,
  isInMail: boolean,
  options: Options,
): Chat {
  const known = stage.world
    .chatsOf(account.id)
    .find(
      (chat) =>
        chat.type === '1to1' &&
        chat.product === product &&
        chat.participants[0] === recipient &&
        !chat.isReadOnly,
    );
  if (known !== undefined && !isInMail) return known;
  const chat = newChat(stage, account, product, [recipient]);
  if (isInMail) chat.views.add(product === 'classic' ? 'INMAIL' : 'PENDING');
  chat.subject = typeof options.subject === 'string' ? options.subject : null;
  return stage.world.addChat(chat);
}

function group(
  stage: Stage,
  account: Account,
  body: Options,
  members: Contact[],
  product: Product = 'classic',
): Chat {
  const chat = newChat(stage, account, product, members);
  chat.name = typeof body.name === 'string' ? body.name : members.map(({ name }) => name).join(', ');
  return stage.world.addChat(chat);
}

function newChat(stage: Stage, account: Account, product: Product, participants: Contact[]): Chat {
  const letters = stage.random.letters(31, 'abcdefghijklmnopqrstuvwxyz0123456789');
  const prefix = { recruiter: 'RECRUITER_', sales_navigator: 'SALES_NAVIGATOR_' }[product as string] ?? '';
  return emptyChat(
    `${prefix}2-${Buffer.from(letters).toString('base64')}`,
    account.id,
    product,
    participants,
  );
}

function firstMessage(
  stage: Stage,
  account: Account,
  chat: Chat,
  body: Options,
  options: Options,
): Message | null {
  const attachments = readAttachments(body.attachments, stage.random);
  const text = String(body.text);
  if (text === '' && attachments.length === 0) return null;
  stage.pacing.note(account.id, stage.clock.now());
  const subject = typeof options.subject === 'string' ? options.subject : null;
  return write(stage, chat, account.owner, { text: text === '' ? null : text, attachments, subject });
}
