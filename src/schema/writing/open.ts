import { type Account, type AccountRef, accountKey } from '../../messaging/account.ts';
import type { ChatCapabilities } from '../../messaging/capabilities.ts';
import type { Chat } from '../../messaging/chat.ts';
import { invalidInput, notFound, notSupported } from '../../messaging/errors.ts';
import type { GlobalIdType } from '../../messaging/id.ts';
import type { Message, MessageRef } from '../../messaging/message.ts';
import type { AccountPort } from '../../messaging/provider.ts';
import type { Opened } from '../../reading/reading.ts';
import { loadChat } from '../chat/load-chat.ts';
import type { Context } from '../context.ts';
import { loadMessage } from '../message/load-message.ts';

/** A chat that is about to be changed. */
export interface OpenedChat {
  readonly account: Account;
  readonly port: AccountPort;
  readonly chat: Chat;
  readonly capabilities: ChatCapabilities;
}

/** A message that is about to be changed, with its chat, whose capabilities say what can be done with it. */
export interface OpenedMessage extends OpenedChat {
  readonly message: MessageRef;
}

/** Opens an id of the input without asking anybody. Throws NOT_FOUND naming the field, the same for a foreign id and for one that never was. */
export function open<Type extends GlobalIdType>(
  context: Context,
  type: Type,
  id: string,
  ...field: string[]
): Opened<Type> {
  const opened = context.reading.open(context.viewer, id, [type]);
  if (opened === null) throw noSuch(type, ...field);
  return opened;
}

/** Opens an id that must be of the same account as the rest of the input. Throws NOT_FOUND or INVALID_INPUT naming the field. */
export function openInAccount<Type extends GlobalIdType>(
  context: Context,
  type: Type,
  id: string,
  account: AccountRef,
  ...field: string[]
): Opened<Type>['id'] {
  const opened = open(context, type, id, ...field);
  if (accountKey(opened.account) !== accountKey(account)) {
    throw invalidInput(`This ${type.toLowerCase()} belongs to another account.`, ...field);
  }
  return opened.id;
}

/**
 * Opens and reads a chat, for a method that is to be called; where the account has none, nobody is asked. Throws NOT_FOUND
 * or NOT_SUPPORTED naming the field, or what the provider answers.
 */
export async function openChat(
  context: Context,
  id: string,
  field: string,
  method?: keyof AccountPort,
): Promise<OpenedChat> {
  const opened = open(context, 'Chat', id, field);
  if (method !== undefined) requireMethod(opened.port, method, field);
  return readChat(context, opened, field);
}

/** Opens a message and reads its chat, as `openChat` does. */
export async function openMessage(
  context: Context,
  id: string,
  field: string,
  method: keyof AccountPort,
): Promise<OpenedMessage> {
  const opened = open(context, 'Message', id, field);
  requireMethod(opened.port, method, field);
  return { ...(await readChat(context, opened, field)), message: opened.id };
}

/** Reads the chat that an opened chat or message names. Throws NOT_FOUND naming the field, or what the provider answers. */
export async function readChat(
  context: Context,
  opened: Opened<'Chat'> | Opened<'Message'>,
  ...field: string[]
): Promise<OpenedChat> {
  const { account, port, id } = opened;
  const chat = await loadChat(context, id);
  if (chat === null) throw noSuch(id.type, ...field);
  return { account, port, chat, capabilities: port.chatCapabilities(chat) };
}

/** Reads the message itself, where it matters who wrote it and when. Throws NOT_FOUND naming the field, or what the provider answers. */
export async function readMessage(context: Context, ref: MessageRef, ...field: string[]): Promise<Message> {
  const message = await loadMessage(context, ref);
  if (message === null) throw noSuch('Message', ...field);
  return message;
}

/** One sentence for what is not there and for what may not be seen. */
export function noSuch(type: GlobalIdType, ...field: string[]) {
  return notFound(`There is no such ${type.toLowerCase()}.`, ...field);
}

/** Throws NOT_SUPPORTED naming the field where the provider has no such method. */
export function requireMethod<Name extends keyof AccountPort>(
  port: AccountPort,
  name: Name,
  ...field: string[]
): asserts port is AccountPort & Required<Pick<AccountPort, Name>> {
  if (port[name] === undefined)
    throw notSupported(
      'This account cannot do that; its capabilities and those of its chats say why.',
      ...field,
    );
}
