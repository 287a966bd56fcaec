import type { Account } from '../../messaging/account.ts';
import type { EventIdentity, IncomingEvent, MessagingEvent } from '../../messaging/event.ts';
import { messageOnce } from '../../messaging/event.ts';
import type { Instant } from '../../messaging/instant.ts';
import type { Message } from '../../messaging/message.ts';
import { meaning } from '../lenient.ts';
import { hasIdOfMessage, productOfEvent, statusEvents } from './assumptions.ts';
import type { Connection } from './connection.ts';
import { toMessage } from './convert-message.ts';
import * as wire from './wire.ts';

/** An event with its ids looked for where they may be: payloads nest differently, and few of their keys are stated (§8.4). */
interface Told {
  readonly connection: Connection;
  readonly event: wire.Event;
  readonly accountId: string;
  readonly names: wire.EventNames;
  /** The payload, or the message within it. */
  readonly message: Readonly<Record<string, unknown>>;
  readonly chatId: string | null;
  readonly messageIds: readonly string[];
  readonly at: Instant;
}

/** What a webhook tells; null for what is no event of ours, or does not say in which account, in which chat or with which message it was. */
export function toEvents(connection: Connection, event: wire.Event): IncomingEvent[] | null {
  if (!event.account_id) return null;
  const status = meaning(statusEvents, event.type);
  const told = readEvent(connection, event, event.account_id);
  if (status !== null) {
    const product = told.names.product ? productOfEvent(told.names.product) : null;
    const { accountId } = happened(told);
    return [incoming(told, { type: 'ACCOUNT_STATUS_CHANGED', accountId, at: told.at, status, product })];
  }
  const events = Object.hasOwn(readers, event.type) ? readers[event.type]?.(told) : null;
  return events && events.length > 0 ? events : null;
}

type Reader = (told: Told) => IncomingEvent[];

const readers: Readonly<Record<string, Reader>> = {
  'message.new': (told) =>
    ofMessages(told, (place) => {
      const message = carried(told, place.messageId);
      const event = { type: 'MESSAGE_CREATED', ...place, message, isBackfill: false } as const;
      return {
        event: { ...event, at: message?.sentAt ?? place.at },
        identity: messageOnce('created', place),
      };
    }),
  'message.update': (told) =>
    ofMessages(told, (place) => {
      const message = carried(told, place.messageId);
      return incoming(told, { type: 'MESSAGE_EDITED', ...place, message });
    }),
  'message.delete': (told) =>
    ofMessages(told, (place) => ({
      event: { type: 'MESSAGE_DELETED', ...place, message: null },
      identity: messageOnce('deleted', place),
    })),
  'message.receipt.read': (told) => {
    const read = (place: { readonly messageId: string | null } & InChat) =>
      incoming(told, {
        type: 'MESSAGE_READ',
        ...place,
        message: null,
        readerId: told.names.user_id || null,
      });
    // Without a message: everything up to then.
    if (told.messageIds.length > 0) return ofMessages(told, read);
    return told.chatId === null ? [] : [read({ ...happened(told), chatId: told.chatId, messageId: null })];
  },
  'message.receipt.delivery': (told) =>
    ofMessages(told, (place) => incoming(told, { type: 'MESSAGE_DELIVERED', ...place, message: null })),
  'message.reaction.new': (told) => reacted(told, false),
  'message.reaction.delete': (told) => reacted(told, true),
  'chat.update': (told) => ofChat(told, (place) => ({ type: 'CHAT_UPDATED', ...place })),
  'chat.delete': (told) => ofChat(told, (place) => ({ type: 'CHAT_DELETED', ...place })),
};

function reacted(told: Told, removed: boolean): IncomingEvent[] {
  const { reaction } = told.names;
  const value = reaction?.value;
  if (!value) return [];
  const ownerId = accountOf(told).ownerId;
  const attendeeId = (reaction.is_sender ? ownerId : null) ?? (reaction.sender?.id || null);
  return ofMessages(told, (place) =>
    incoming(told, {
      type: 'MESSAGE_REACTED',
      ...place,
      message: null,
      value,
      removed,
      attendeeId,
      attendee: null,
    }),
  );
}

interface InChat {
  readonly accountId: string;
  readonly chatId: string;
  readonly at: Instant;
}

function ofMessages(
  told: Told,
  read: (place: InChat & { readonly messageId: string }) => IncomingEvent,
): IncomingEvent[] {
  const { chatId, messageIds } = told;
  if (chatId === null) return [];
  return messageIds.map((messageId) => read({ ...happened(told), chatId, messageId }));
}

/** Of the chat that the payload is, holds or names. */
function ofChat(told: Told, read: (place: InChat) => MessagingEvent): IncomingEvent[] {
  const chat = wire.eventNames.parse(asRecord(told.event.payload?.chat) ?? {});
  const chatId = chat.id || told.names.chat_id || told.names.id;
  return chatId ? [incoming(told, read({ ...happened(told), chatId }))] : [];
}

function happened({ accountId, at }: Told): { readonly accountId: string; readonly at: Instant } {
  return { accountId, at };
}

function incoming({ event: { id, type } }: Told, event: MessagingEvent): IncomingEvent {
  const { at, ...what } = event;
  const named = 'messageId' in event ? event.messageId : null;
  const identity: EventIdentity = id
    ? { once: JSON.stringify(['event', id, named]) }
    : {
        thing: JSON.stringify([type, what.accountId, 'chatId' in what ? what.chatId : null, named]),
        says: at,
      };
  return { event, identity };
}

/** The message as the event holds it; null where it holds another one, or too little to show. */
function carried(told: Told, messageId: string): Message | null {
  const parsed = wire.message.safeParse({ ...told.message, chat_id: told.chatId });
  if (!parsed.success || parsed.data.id !== messageId) return null;
  const { text, attachments, forwarded, is_event, is_deleted } = parsed.data;
  const isThin = !text && attachments.length === 0 && !forwarded && !is_event && !is_deleted;
  return isThin ? null : toMessage(told.connection.viewpoint(accountOf(told)), parsed.data);
}

function readEvent(connection: Connection, event: wire.Event, accountId: string): Told {
  const payload = event.payload ?? {};
  const nested = asRecord(payload.message);
  const message = nested ?? payload;
  const names = wire.eventNames.parse(payload);
  const inner = wire.eventNames.parse(message);
  const isMessage = nested !== null || isOfWholeMessage.has(event.type) || hasIdOfMessage(payload);
  const single = names.message_id || inner.message_id || (isMessage ? inner.id : null);
  const messageIds = names.message_ids.length > 0 ? names.message_ids : [single];
  const now = new Date(connection.now()).toISOString();
  // A message's own timestamp is not when it was changed.
  const at = isOfWholeMessage.has(event.type)
    ? (event.created_at ?? now)
    : (names.timestamp ?? event.created_at ?? now);
  return {
    connection,
    event,
    accountId,
    names,
    message,
    chatId: names.chat_id || inner.chat_id || null,
    messageIds: [...new Set(messageIds.flatMap((id) => id || []))],
    at,
  };
}

const isOfWholeMessage: ReadonlySet<string> = new Set(['message.new', 'message.update', 'message.delete']);

/** An account that was not listed yet has no more than its id. */
function accountOf({ connection, accountId }: Told): Account {
  return (
    connection.account(accountId) ?? {
      connectionId: connection.id,
      accountId,
      providerId: accountId,
      provider: 'UNIPILE_V2',
      network: 'UNKNOWN',
      name: accountId,
      status: 'UNKNOWN',
      ownerId: null,
      details: null,
    }
  );
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}
