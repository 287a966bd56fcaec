import type {
  ChatContent as ChatContentValue,
  ChatKind as ChatKindValue,
  SyncStatus as SyncStatusValue,
} from '../../messaging/chat.ts';
import { enumType } from '../enum.ts';

export const ChatKind = enumType<ChatKindValue>('ChatKind', 'How many can take part in a chat, and how.', {
  DIRECT: 'Between the account and one other.',
  GROUP: 'Between several who all may write.',
  CHANNEL: 'A channel: of a workspace (Slack), or one that few write and many read.',
});

export const ChatContent = enumType<ChatContentValue>(
  'ChatContent',
  'What sort of conversation it is. LinkedIn tells several apart; elsewhere it is MESSAGE.',
  {
    MESSAGE: 'Ordinary messages.',
    INMAIL: 'Begun as an InMail, to or from somebody who is no connection; it has a `subject`.',
    SPONSORED: 'An advertisement. Usually `isReadOnly`.',
    OFFER: 'An offer by LinkedIn itself, as for a subscription.',
    UNKNOWN: 'A sort that this version does not know.',
  },
);

export const SyncStatus = enumType<SyncStatusValue>(
  'SyncStatus',
  'How far the fetching of history from the network is. Changes arrive as `SynchronizationChanged`.',
  {
    NOT_STARTED: 'Not asked for yet: older messages may be missing until it is.',
    STARTED: 'Accepted, waiting for its turn.',
    RUNNING: 'Being fetched now; more messages keep appearing.',
    DONE: 'All that the network gives is there.',
    FAILED: 'Gave up; it can be asked for again.',
  },
);
