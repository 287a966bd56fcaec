import { createHash } from 'node:crypto';
import { type EventIdentity, type IncomingEvent, messageOnce } from '../../messaging/event.ts';
import type { Message } from '../../messaging/message.ts';
import type { Connection } from './connection.ts';
import { toEventStatus } from './convert-account.ts';
import { toAttachment } from './convert-attachment.ts';
import { toSender } from './convert-attendee.ts';
import { toKind, toQuoted } from './convert-message.ts';
import type * as wire from './wire.ts';

/** What a messaging webhook tells (unipile-v1.md §6.6); null for an event that is not known. */
export function toMessagingEvent(connection: Connection, body: wire.MessagingEvent): IncomingEvent | null {
  const place = { accountId: body.account_id, chatId: body.chat_id, messageId: body.message_id };
  const happened = { ...place, at: body.timestamp ?? new Date(connection.now()).toISOString() };
  // The time of what happens to a message is not the message's own, so the message is left to be read.
  const thin = { ...happened, message: null };
  switch (body.event) {
    case 'message_received':
      return {
        event: {
          type: 'MESSAGE_CREATED',
          ...happened,
          message: toMessage(connection, body, happened.at),
          isBackfill: false,
        },
        identity: messageOnce('created', place),
      };
    case 'message_deleted':
      return { event: { type: 'MESSAGE_DELETED', ...thin }, identity: messageOnce('deleted', place) };
    case 'message_delivered':
      return {
        event: { type: 'MESSAGE_DELIVERED', ...thin },
        identity: { once: about(body, 'delivered') },
      };
    case 'message_read':
      return {
        event: { type: 'MESSAGE_READ', ...thin, readerId: readerOf(connection, body) },
        identity: { thing: about(body, 'read'), says: happened.at },
      };
    case 'message_edited':
      return {
        event: { type: 'MESSAGE_EDITED', ...thin },
        identity: { thing: about(body, 'edited'), says: digest(body.message ?? '') },
      };
    case 'message_reaction':
      return toReaction(connection, body, thin);
    default:
      return null;
  }
}

/** What an account-status webhook tells (§6.7), which has no time of its own; null for a status that is not known. */
export function toStatusEvent(accountId: string, message: string, now: number): IncomingEvent | null {
  const status = toEventStatus(message);
  if (status === null) return null;
  return {
    event: {
      type: 'ACCOUNT_STATUS_CHANGED',
      accountId,
      at: new Date(now).toISOString(),
      status,
      product: null,
    },
    identity: { thing: JSON.stringify(['status', accountId]), says: status },
  };
}

function toReaction(
  connection: Connection,
  body: wire.MessagingEvent,
  thin: {
    readonly accountId: string;
    readonly chatId: string;
    readonly messageId: string;
    readonly at: string;
    readonly message: null;
  },
): IncomingEvent {
  // How a removal looks is not documented (§6.6); no value can mean nothing else.
  const value = body.reaction ?? '';
  const by = body.reaction_sender ?? null;
  const attendeeId = by?.attendee_provider_id ?? null;
  const ref = { connectionId: connection.id, accountId: body.account_id };
  const identity: EventIdentity = { thing: about(body, 'reaction', attendeeId ?? ''), says: value };
  return {
    event: {
      type: 'MESSAGE_REACTED',
      ...thin,
      value,
      removed: value === '',
      attendeeId,
      attendee: by && toSender(ref, by, isOwn(connection, body, by)),
    },
    identity,
  };
}

/** The message of a webhook: its text is called `message`, and it does not say who sent it to whom. */
function toMessage(connection: Connection, body: wire.MessagingEvent, sentAt: string): Message {
  const ref = {
    connectionId: connection.id,
    accountId: body.account_id,
    chatId: body.chat_id,
    messageId: body.message_id,
  };
  const { sender } = body;
  const isOutbound = sender ? isOwn(connection, body, sender) : false;
  return {
    ...ref,
    providerId: body.message_id,
    senderId: sender?.attendee_provider_id ?? null,
    sender: sender ? toSender(ref, sender, isOutbound) : null,
    direction: isOutbound ? 'OUTBOUND' : 'INBOUND',
    kind: toKind(body.message_type),
    text: body.message ?? null,
    subject: body.subject ?? null,
    sentAt,
    isEdited: false,
    isDeleted: false,
    isHidden: false,
    isForwarded: false,
    delivery: isOutbound ? 'SENT' : 'DELIVERED',
    error: null,
    readBy: [],
    reactions: [],
    attachments: body.attachments.map((attachment) => toAttachment(ref, attachment)),
    quoted: toQuoted(ref, body.quoted, null),
    systemEvent: body.is_event ? 'UNKNOWN' : null,
  };
}

/** The owner of somebody else's message, the other of two for an own one; null where several may have read it. */
function readerOf(connection: Connection, body: wire.MessagingEvent): string | null {
  const { sender, attendees } = body;
  if (!sender) return null;
  if (!isOwn(connection, body, sender)) {
    return connection.account(body.account_id)?.ownerId ?? body.account_info?.user_id ?? null;
  }
  const others = attendees.filter((attendee) => !isOwn(connection, body, attendee));
  return others.length === 1 ? (others[0]?.attendee_provider_id ?? null) : null;
}

/** Whether somebody is the account's owner; there is no field that says so (§6.6). */
function isOwn(connection: Connection, body: wire.MessagingEvent, person: wire.Sender): boolean {
  const { account_id: accountId, account_info, attendees } = body;
  const ownerId = account_info?.user_id || connection.account(accountId)?.ownerId || null;
  const id = person.attendee_provider_id;
  if (id === ownerId || isKnownOwner(connection, accountId, person)) return true;
  if (ownerId === null || suffix(id) === suffix(ownerId)) return false;
  // WhatsApp's two kinds of ids (`…@lid`) cannot be compared.
  const isAmongOthers = attendees.some((attendee) => attendee.attendee_provider_id === id);
  return person.attendee_name === 'You' || (attendees.length > 0 && !isAmongOthers);
}

function isKnownOwner({ directory }: Connection, accountId: string, person: wire.Sender): boolean {
  return [person.attendee_provider_id, person.attendee_id].some(
    (id) => Boolean(id) && directory.isOwner(accountId, id ?? ''),
  );
}

const suffix = (id: string) => (id.includes('@') ? id.slice(id.lastIndexOf('@')) : '');

function about({ account_id, chat_id, message_id }: wire.MessagingEvent, ...what: string[]): string {
  return JSON.stringify([account_id, chat_id, message_id, ...what]);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
