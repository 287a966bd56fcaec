import type { Switches } from '../switches.ts';
import type { Attendee } from '../world/contact.ts';
import type { Attachment, Message } from '../world/message.ts';
import type { World } from '../world/world.ts';
import { chosenForOddity, lidOf } from './oddity.ts';
import { bit, isoTime } from './time.ts';

/** unipile-v1.md §4.2. */
export interface WireMessage {
  object: 'Message';
  id: string;
  provider_id: string;
  account_id: string;
  chat_id: string;
  chat_provider_id: string;
  sender_id: string;
  sender_attendee_id: string;
  text: string | null;
  timestamp: string;
  is_sender: 0 | 1;
  attachments: Record<string, unknown>[];
  reactions: { value: string; sender_id: string; is_sender: boolean }[];
  quoted?: QuotedMessage;
  reply_to?: Record<string, unknown>;
  seen: 0 | 1;
  seen_by: Record<string, string>;
  delivered: 0 | 1;
  hidden: 0 | 1;
  deleted: 0 | 1;
  edited: 0 | 1;
  is_event: 0 | 1;
  event_type?: number;
  behavior: 0 | null;
  original: string;
  replies?: number;
  reply_by?: string[];
  parent?: string;
  subject: string | null;
  message_type: string;
  attendee_type?: string;
  attendee_distance?: number;
  sender_urn?: string;
  is_forwarded: boolean;
}

export interface QuotedMessage {
  provider_id: string;
  sender_id: string;
  text: string | null;
  attachments: Record<string, unknown>[];
}

export function messageJson(world: World, message: Message, switches: Switches): WireMessage {
  const sender = world.attendee(message.senderId);
  const quoted = message.quotedId === null ? undefined : world.messages.get(message.quotedId);
  const odd = switches.unknownEnums && !switches.sdkStrict && chosenForOddity(message.id);
  return {
    object: 'Message',
    id: message.id,
    provider_id: message.providerId,
    account_id: message.accountId,
    chat_id: message.chatId,
    chat_provider_id: world.chatOf(message).providerId,
    sender_id: senderId(sender, switches),
    sender_attendee_id: sender.id,
    text: message.text,
    timestamp: isoTime(message.at),
    is_sender: bit(message.fromOwner),
    attachments: attachmentsJson(message.attachments, switches, odd),
    reactions: message.reactions.map(({ value, attendeeId }) => {
      const reacting = world.attendee(attendeeId);
      return { value, sender_id: senderId(reacting, switches), is_sender: reacting.isSelf };
    }),
    ...(quoted === undefined
      ? {}
      : { quoted: quotedJson(world, quoted, switches), reply_to: replyTo(world, quoted, switches) }),
    seen: bit(message.seen),
    seen_by: Object.fromEntries(
      Object.entries(message.seenBy).map(([providerId, at]) => [providerId, isoTime(at)]),
    ),
    delivered: bit(message.delivered),
    hidden: bit(message.hidden),
    deleted: bit(message.deleted),
    edited: bit(message.edited),
    is_event: bit(message.event !== null),
    ...(message.event === null ? {} : { event_type: odd ? 12 : message.event }),
    behavior: message.silent ? 0 : null,
    original: JSON.stringify({ id: message.providerId, at: message.at }),
    ...threadJson(world, message),
    subject: message.subject,
    message_type: odd ? 'HOLOGRAM' : message.kind,
    ...linkedInJson(sender),
    is_forwarded: message.forwarded,
  };
}

/** The provider's id of a sender, as messages and webhooks show it. */
export function senderId(attendee: Attendee, switches: Switches): string {
  const isWhatsApp = attendee.contact.network === 'WHATSAPP';
  return isWhatsApp && switches.lidIds ? lidOf(attendee.providerId) : attendee.providerId;
}

export function quotedJson(world: World, quoted: Message, switches: Switches): QuotedMessage {
  return {
    provider_id: quoted.providerId,
    sender_id: senderId(world.attendee(quoted.senderId), switches),
    text: quoted.text,
    attachments: attachmentsJson(quoted.attachments, switches, false),
  };
}

function replyTo(world: World, quoted: Message, switches: Switches): Record<string, unknown> {
  return {
    id: quoted.id,
    provider_id: quoted.providerId,
    timestamp: isoTime(quoted.at),
    sender_attendee_id: quoted.senderId,
    sender_id: senderId(world.attendee(quoted.senderId), switches),
    text: quoted.text,
  };
}

function threadJson(world: World, message: Message): Pick<WireMessage, 'parent' | 'replies' | 'reply_by'> {
  if (message.parentId !== null) return { parent: message.parentId };
  if (world.accountOf(message).network !== 'SLACK') return {};
  const replies = world.messagesOf(message.chatId).filter((other) => other.parentId === message.id);
  const authors = new Set(replies.map((reply) => world.attendee(reply.senderId).providerId));
  return replies.length === 0 ? {} : { replies: replies.length, reply_by: [...authors] };
}

const DISTANCES = { DISTANCE_1: 1, DISTANCE_2: 2, DISTANCE_3: 3, OUT_OF_NETWORK: -1 } as const;

function linkedInJson(
  sender: Attendee,
): Pick<WireMessage, 'attendee_type' | 'attendee_distance' | 'sender_urn'> {
  const { linkedIn } = sender.contact;
  if (linkedIn === null) return {};
  return {
    attendee_type: linkedIn.isCompany ? 'ORGANIZATION' : 'MEMBER',
    attendee_distance: DISTANCES[linkedIn.distance],
    sender_urn: linkedIn.memberUrn,
  };
}

export function attachmentsJson(
  attachments: readonly Attachment[],
  switches: Switches,
  odd: boolean,
): Record<string, unknown>[] {
  return attachments
    .filter(({ type }) => type !== 'video_meeting' || !switches.sdkStrict)
    .map((attachment) => ({ ...attachmentJson(attachment), ...(odd ? { type: 'hologram' } : {}) }));
}

function attachmentJson(attachment: Attachment): Record<string, unknown> {
  const { id, type, mimeType, unavailable, url, width, height, meeting } = attachment;
  const size = attachment.content().reduce((sum, piece) => sum + piece.length, 0);
  const common = {
    id,
    type,
    unavailable,
    ...(size > 0 ? { file_size: size, mimetype: mimeType } : {}),
    ...(url === null ? {} : { url }),
  };
  switch (type) {
    case 'img':
      return { ...common, size: { width, height }, sticker: attachment.sticker };
    case 'video':
      return { ...common, size: { width, height }, gif: attachment.gif };
    case 'audio':
      return {
        ...common,
        voice_note: attachment.voiceNote,
        ...(attachment.duration === null ? {} : { duration: attachment.duration }),
      };
    case 'file':
      return { ...common, file_name: attachment.fileName ?? 'file' };
    case 'linkedin_post':
      return common;
    case 'video_meeting':
      return {
        ...common,
        starts_at: meeting?.startsAt ?? null,
        expires_at: meeting?.endsAt ?? null,
        time_range: meeting === null ? null : meeting.endsAt - meeting.startsAt,
      };
  }
}
