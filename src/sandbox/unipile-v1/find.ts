import type { SandboxRequest } from '../http.ts';
import { notFound, UnipileError } from './errors.ts';
import { isVisible, type Stage } from './stage.ts';
import type { Account } from './world/account.ts';
import type { Chat } from './world/chat.ts';
import type { Attendee } from './world/contact.ts';
import type { Message } from './world/message.ts';

/** Throws resource_not_found. */
export function findAccount(stage: Stage, id: string): Account {
  const account = stage.world.accounts.get(id);
  if (account === undefined) throw notFound('Account');
  return account;
}

/** By Unipile's id, or by the provider's together with `account_id` in the query. Throws resource_not_found. */
export function findChat(stage: Stage, request: SandboxRequest, id: string | undefined): Chat {
  const { world } = stage;
  const byId = world.chats.get(id ?? '');
  if (byId !== undefined) return byId;
  const accountId = request.query.get('account_id');
  for (const chat of accountId === null ? [] : world.chats.values()) {
    if (chat.accountId === accountId && chat.providerId === id) return chat;
  }
  throw notFound('Chat');
}

/** Throws resource_not_found, also while the message is not to be seen yet. */
export function findMessage(stage: Stage, id: string | undefined): Message {
  const message = stage.world.messages.get(id ?? '');
  if (message === undefined || !isVisible(stage, message)) throw notFound('Message');
  return message;
}

/** By Unipile's id, or by the provider's (of one account, where the query names one). Null if there is none. */
export function findAttendee(stage: Stage, request: SandboxRequest, id: string | undefined): Attendee | null {
  const { world } = stage;
  const byId = world.attendees.get(id ?? '');
  if (byId !== undefined) return byId;
  const accountId = request.query.get('account_id');
  for (const attendee of world.attendees.values()) {
    if (attendee.providerId === id && (accountId === null || attendee.accountId === accountId))
      return attendee;
  }
  return null;
}

/** The JSON object of a request. Throws malformed_request. */
export function jsonObject({ body }: SandboxRequest): Record<string, unknown> {
  if (body.kind === 'json' && typeof body.value === 'object' && body.value !== null) {
    return { ...body.value };
  }
  throw new UnipileError('malformed_request', 'The body must be a JSON object (application/json).');
}

/** A text of a JSON body. Throws missing_parameters and invalid_parameters. */
export function requiredText(body: Record<string, unknown>, name: string): string {
  const value = body[name];
  if (value === undefined || value === null || value === '') {
    throw new UnipileError('missing_parameters', `${name} is missing.`);
  }
  if (typeof value !== 'string') throw new UnipileError('invalid_parameters', `${name} must be a string.`);
  return value;
}
