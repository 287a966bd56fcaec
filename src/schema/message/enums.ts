import type {
  Delivery as DeliveryValue,
  MessageDirection as MessageDirectionValue,
  MessageKind as MessageKindValue,
  SystemEventKind as SystemEventKindValue,
} from '../../messaging/message.ts';
import { enumType } from '../enum.ts';

export const MessageDirection = enumType<MessageDirectionValue>(
  'MessageDirection',
  "Which way a message went, seen from the account's owner.",
  {
    INBOUND: 'Somebody else wrote it.',
    OUTBOUND: 'The owner wrote it: through this gateway, or on any other device.',
  },
);

export const MessageKind = enumType<MessageKindValue>(
  'MessageKind',
  'What a message is beyond its text. Showing all of them like MESSAGE is never wrong.',
  {
    MESSAGE: 'An ordinary message.',
    INVITATION: 'The note that came with an invitation to connect (LinkedIn).',
    INMAIL: 'An InMail that opened the conversation (LinkedIn).',
    INMAIL_REPLY: 'An answer to an InMail (LinkedIn).',
    INMAIL_ACCEPTED: 'The receiver was interested in an InMail (LinkedIn); may have no text.',
    INMAIL_DECLINED: 'The receiver declined an InMail (LinkedIn); may have no text.',
    STORY_REPLY: 'An answer to a story (Instagram).',
    STORY_MENTION: 'A story in which the receiver was mentioned (Instagram).',
    UNKNOWN: 'A kind that this version does not know.',
  },
);

export const Delivery = enumType<DeliveryValue>(
  'Delivery',
  'How far a message has come. It only ever moves forward, except that FAILED and UNKNOWN can still turn out to be SENT.',
  {
    QUEUED: 'Written down by this gateway, waiting for its turn. Deleting it now cancels it.',
    SENDING: 'Handed to the provider; no answer yet.',
    SENT: 'The network has it. Of inbound messages: it arrived.',
    DELIVERED: "It is on the receiver's device, where the network tells that.",
    READ: 'Somebody has read it, where the network tells that. In a group, `readBy` says who.',
    FAILED: 'It was not sent; `error` says why.',
    UNKNOWN: 'It may have been sent: no answer came. It is looked for, and never sent a second time.',
  },
);

export const SystemEventKind = enumType<SystemEventKindValue>(
  'SystemEventKind',
  'What happened, when a message is not something that was written but a line of the history.',
  {
    REACTION: 'Somebody reacted, on networks that show a reaction as a message.',
    CHAT_CREATED: 'The chat began.',
    CHAT_RENAMED: 'The chat got another title.',
    PARTICIPANT_ADDED: 'Somebody was added.',
    PARTICIPANT_REMOVED: 'Somebody was removed by another.',
    PARTICIPANT_LEFT: 'Somebody left.',
    MISSED_VOICE_CALL: 'A call that nobody took.',
    MISSED_VIDEO_CALL: 'A video call that nobody took.',
    UNKNOWN: 'Something that this version does not know; the text may tell.',
  },
);
