import type { EventIdentity, IncomingEvent } from '../../src/messaging/event.ts';
import { messageOnce } from '../../src/messaging/event.ts';
import type { Message } from '../../src/messaging/message.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { silentLog } from '../store/silent-log.ts';

export const at = '2026-03-01T09:00:00.000Z';

export function memoryStore(): Promise<Store> {
  return openStore('memory', silentLog);
}

/** A MESSAGE_CREATED, thin unless its message is given; the number makes it this one. */
export function created(
  number: number,
  given: { readonly identity?: EventIdentity; readonly message?: Message } = {},
): IncomingEvent {
  const ref = { accountId: 'acc-1', chatId: 'chat-1', messageId: `message-${number}` };
  return {
    event: { type: 'MESSAGE_CREATED', at, isBackfill: false, message: given.message ?? null, ...ref },
    identity: given.identity ?? messageOnce('created', ref),
  };
}

export function createdRange(from: number, count: number): IncomingEvent[] {
  return Array.from({ length: count }, (_, index) => created(from + index));
}

export function status(accountId: string, says: 'CONNECTED' | 'NEEDS_RECONNECT'): IncomingEvent {
  return {
    event: { type: 'ACCOUNT_STATUS_CHANGED', at, accountId, status: says, product: null },
    identity: { thing: `status ${accountId}`, says },
  };
}

export function message(number: number, text = `text ${number}`): Message {
  return {
    connectionId: 'sales',
    accountId: 'acc-1',
    chatId: 'chat-1',
    messageId: `message-${number}`,
    providerId: null,
    senderId: null,
    sender: null,
    direction: 'INBOUND',
    kind: 'MESSAGE',
    text,
    subject: null,
    sentAt: at,
    isEdited: false,
    isDeleted: false,
    isHidden: false,
    isForwarded: false,
    delivery: 'SENT',
    error: null,
    readBy: [],
    reactions: [],
    attachments: [],
    quoted: null,
    systemEvent: null,
  };
}
