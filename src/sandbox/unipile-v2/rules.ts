import { forbidden, notHere, refused } from './errors.ts';
import { type Account, type Chat, type Contact, isConnection, type Message } from './world.ts';

/** Throws where nobody can write any more. */
export function mustBeWritable(chat: Chat): void {
  if (chat.isReadOnly || chat.restrictions.includes('send_message')) throw refused('This chat is read-only.');
}

/** Throws where the product has no such thing (unipile-v2.md §4.1). */
export function mustBeClassic(chat: Chat, what: string): void {
  if (chat.product !== 'classic' && chat.product !== 'flat') {
    throw notHere(`${what} is available in Classic only.`);
  }
}

/** Throws where the message is another person's. */
export function mustBeOwn(message: Message): void {
  if (!message.fromOwner) throw forbidden('This is not a message of the account itself.');
}

/** Throws where nothing can be done with a message any more, or never could. */
export function mustBeAlive(message: Message): void {
  if (message.isDeleted) throw refused('This message was deleted.');
  if (message.event !== null) throw refused('This is an event, not a message.');
}

/** Throws where somebody cannot be in a group of the account. */
export function mustBeGroupable(account: Account, contact: Contact): void {
  if (account.provider === 'linkedin' && !isConnection(account, contact)) {
    throw refused('Not a connection: only connections can be in a group.');
  }
}
