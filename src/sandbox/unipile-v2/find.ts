import type { SandboxRequest } from '../http.ts';
import { malformed, missing, notHere, signedOut, unknownAtProvider } from './errors.ts';
import { type Fields, fieldsOf } from './fields.ts';
import { type Inbox, inboxesOf } from './inboxes.ts';
import type { Stage } from './stage.ts';
import { type Account, type Chat, type Contact, idIn, type Message, type Product } from './world.ts';

/** The account of the path. Throws where it is malformed, unknown or signed out. */
export function findAccount(stage: Stage, request: SandboxRequest): Account {
  const id = request.params.account_id ?? '';
  if (!id.startsWith('acc_')) throw malformed('The account id begins with acc_.');
  const account = stage.world.account(id);
  if (account === undefined) throw missing('The account');
  if (account.status === 'disconnected') throw signedOut('The account');
  return account;
}

/** The inbox of the path. Throws where it is unknown, or its product signed out. */
export function findInbox(account: Account, request: SandboxRequest): Inbox {
  if (account.provider !== 'linkedin') throw notHere('This network has no inboxes; use the flat routes.');
  const inbox = inboxesOf(account).find(({ id }) => id === request.params.inbox_id);
  if (inbox === undefined) throw missing('The inbox');
  if (account.signedOut.has(inbox.product)) throw signedOut('The product');
  return inbox;
}

/** The chat of the path. Throws where it is unknown, or its product signed out. */
export function findChat(stage: Stage, account: Account, request: SandboxRequest): Chat {
  const chat = stage.world.chat(account.id, request.params.chat_id ?? '');
  if (chat === undefined) throw missing('The chat');
  if (account.signedOut.has(chat.product)) throw signedOut('The product');
  return chat;
}

export function findMessage(chat: Chat, request: SandboxRequest): Message {
  const message = chat.messages.find(({ id }) => id === request.params.message_id);
  if (message === undefined) throw missing('The message');
  return message;
}

/** Whom a user id (of any product) or the name in a profile's address stands for. */
export function findContact(stage: Stage, account: Account, id: string): Contact {
  const all = stage.world.contactsOn(account.provider);
  const contact = all.find(({ ids, person }) => Object.values(ids).includes(id) || person?.handle === id);
  if (contact === undefined) throw unknownAtProvider('There is nobody with this id.');
  return contact;
}

/** Whom a product can write to by this id; ids of other products mean nothing to it (unipile-v2.md §1.1). */
export function findRecipient(stage: Stage, account: Account, product: Product, id: string): Contact {
  const all = stage.world.contactsOn(account.provider);
  const contact = all.find((candidate) => idIn(candidate, product) === id);
  if (contact === undefined) throw unknownAtProvider('There is nobody with this id.');
  return contact;
}

/** The body of a request, an object. Throws where it is something else. */
export function bodyOf({ body }: SandboxRequest): Fields {
  return fieldsOf(body.kind === 'json' ? body.value : undefined, 'The body');
}
