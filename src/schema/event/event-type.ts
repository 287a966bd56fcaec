import type { EventType as EventTypeValue } from '../../messaging/event.ts';
import { enumType } from '../enum.ts';

export const EventType = enumType<EventTypeValue>('EventType', 'What can happen, to filter by.', {
  MESSAGE_CREATED: 'A message came or was sent, from any device: `MessageCreated`.',
  MESSAGE_EDITED: 'A message got another text: `MessageEdited`.',
  MESSAGE_DELETED: 'A message is gone: `MessageDeleted`.',
  MESSAGE_READ: 'Somebody has read: `MessageRead`.',
  MESSAGE_DELIVERED: "A message is on the receiver's device: `MessageDelivered`.",
  MESSAGE_FAILED: 'A message that was accepted could not be sent: `MessageFailed`.',
  MESSAGE_REACTED: 'A reaction came or went: `MessageReacted`.',
  CHAT_UPDATED: 'A chat is new or has changed: `ChatUpdated`.',
  CHAT_DELETED: 'A chat is gone: `ChatDeleted`.',
  ACCOUNT_STATUS_CHANGED: 'An account works or stops working: `AccountStatusChanged`.',
  SYNCHRONIZATION_CHANGED: 'History is being fetched, or is there: `SynchronizationChanged`.',
});

/** The object type that shows each. */
export const eventTypeNames: Record<EventTypeValue, string> = {
  MESSAGE_CREATED: 'MessageCreated',
  MESSAGE_EDITED: 'MessageEdited',
  MESSAGE_DELETED: 'MessageDeleted',
  MESSAGE_READ: 'MessageRead',
  MESSAGE_DELIVERED: 'MessageDelivered',
  MESSAGE_FAILED: 'MessageFailed',
  MESSAGE_REACTED: 'MessageReacted',
  CHAT_UPDATED: 'ChatUpdated',
  CHAT_DELETED: 'ChatDeleted',
  ACCOUNT_STATUS_CHANGED: 'AccountStatusChanged',
  SYNCHRONIZATION_CHANGED: 'SynchronizationChanged',
};
