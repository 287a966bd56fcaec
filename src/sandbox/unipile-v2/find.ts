import type { SandboxRequest } from '../http.ts';
import { malformed, missing, notHere, UnipileError } from './errors.ts';
import { type Inbox, inboxesOf } from './inboxes.ts';
import type { Stage } from './stage.ts';
import type { Account, Chat, Contact, Message } from './world.ts';

/** The account of the path. Throws where it is malformed, unknown or signed out. */
export function findAccount(stage: Stage, request: SandboxRequest): Account {
  const id = request.params.account_id ?? '';
  if (!id.startsWith('acc_')) throw malformed('The account id begins with acc_.');
  const account = stage.world.account(id);
  if (account === undefined) throw missing('The account');
  if (account.status === 'disconnected') {
    throw new UnipileError('provider/invalid_authorization', 'The account must be reconnected.');
  }
  return account;
}

export function findInbox(account: Account, request: SandboxRequest): Inbox {
  if (account.provider !== 'linkedin') throw notHere('This network has no inboxes; use the flat routes.');
  const inbox = inboxesOf(account).find(({ id }) => id === request.params.inbox_id);
  if (inbox === undefined) throw missing('The inbox');
  return inbox;
}

export function findChat(stage: Stage, account: Account, request: SandboxRequest): Chat {
  const chat = stage.world.chat(account.id, request.params.chat_id ?? '');
  if (chat === undefined) throw missing('The chat');
  return chat;
}

export function findMessage(chat: Chat, request: SandboxRequest): Message {
  const message = chat.messages.find(({ id }) => id === request.params.message_id);
  if (message === undefined) throw missing('The message');
  return message;
}

export function findContact(stage: Stage, id: string): Contact {
  const contact = stage.world.contact(id) ?? stage.world.contacts.find(({ person }) => person?.handle === id);
  if (contact === undefined)
    throw new UnipileError('provider/resource_not_found', 'There is nobody with this id.');
  return contact;
}

/** The body of a request, an object. Throws where it is something else. */
export function bodyOf(request: SandboxRequest): Record<string, unknown> {
  if (request.body.kind !== 'json') throw malformed('The body is a JSON object.');
  const { value } = request.body;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed('The body is a JSON object.');
  return value as Record<string, unknown>;
}
