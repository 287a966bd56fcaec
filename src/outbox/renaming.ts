import { type EventIdentity, type IncomingEvent, messageOnce } from '../messaging/event.ts';
import type { Message } from '../messaging/message.ts';

/** The id of ours of a message that has one, else the vendor's. */
export type Rename = (chatId: string, messageId: string) => string;

/** The message under its name, and so are those that it quotes and what is attached. */
export function renamedMessage(message: Message, rename: Rename): Message {
  const attached = (attachments: Message['attachments']) =>
    attachments.map((one) => ({ ...one, messageId: rename(one.chatId, one.messageId) }));
  const { chatId, quoted } = message;
  return {
    ...message,
    messageId: rename(chatId, message.messageId),
    attachments: attached(message.attachments),
    quoted: quoted && {
      ...quoted,
      messageId: quoted.messageId && rename(chatId, quoted.messageId),
      attachments: attached(quoted.attachments),
    },
  };
}

/** The event about the message under its name, and known by it where it happens once. */
export function renamedEvent({ event, identity }: IncomingEvent, rename: Rename): IncomingEvent {
  if (!('messageId' in event) || event.messageId === null) return { event, identity };
  const messageId = rename(event.chatId, event.messageId);
  const message = event.message && renamedMessage(event.message, rename);
  return {
    event: { ...event, messageId, message },
    identity: renamedIdentity(identity, { ...event, messageId: event.messageId }, messageId),
  };
}

function renamedIdentity(
  identity: EventIdentity,
  before: Parameters<typeof messageOnce>[1],
  messageId: string,
): EventIdentity {
  if (!('once' in identity)) return identity;
  for (const what of ['created', 'deleted'] as const) {
    const known = messageOnce(what, before);
    if ('once' in known && known.once === identity.once) return messageOnce(what, { ...before, messageId });
  }
  return identity;
}
