import { z } from 'zod';
import { flag, id, instant, items, number, optionalInstant, part, text } from '../lenient.ts';

// Unipile v1's JSON, only what is read of it (unipile-v1.md §4 and §6).

export const attachment = z.object({
  id,
  type: text,
  unavailable: flag,
  file_size: number,
  mimetype: text,
  url: text,
  size: part(z.object({ width: number, height: number })),
  sticker: flag,
  gif: flag,
  voice_note: flag,
  duration: number,
  file_name: text,
  starts_at: number,
  time_range: number,
});
export type Attachment = z.output<typeof attachment>;

const reaction = z.object({ value: id, sender_id: text, is_sender: flag });
export type Reaction = z.output<typeof reaction>;

const quoted = z.object({ message_id: text, sender_id: text, text, attachments: items(attachment) });
export type Quoted = z.output<typeof quoted>;

const replyTo = z.object({ id: text, sender_id: text, text });

export const message = z.object({
  id,
  account_id: id,
  chat_id: id,
  sender_id: text,
  sender_attendee_id: text,
  text,
  timestamp: instant,
  is_sender: flag,
  attachments: items(attachment),
  reactions: items(reaction),
  quoted: part(quoted),
  reply_to: part(replyTo),
  seen: flag,
  /** By provider user id: whether, or when. */
  seen_by: part(z.record(z.string(), z.unknown())),
  delivered: flag,
  hidden: flag,
  deleted: flag,
  edited: flag,
  is_event: flag,
  event_type: number,
  subject: text,
  message_type: text,
  is_forwarded: flag,
});
export type Message = z.output<typeof message>;

export const chat = z.object({
  id,
  account_id: id,
  account_type: text,
  attendee_provider_id: text,
  name: text,
  type: number,
  timestamp: optionalInstant,
  unread_count: number,
  archived: flag,
  pinned: flag,
  muted_until: z.union([z.number(), z.string()]).nullish().catch(null),
  read_only: number,
  disabledFeatures: items(z.string()),
  subject: text,
  organization_id: text,
  mailbox_id: text,
  content_type: text,
  folder: items(z.string()),
  /** Only where one chat was asked for (§4.1). */
  lastMessage: message.nullish().catch(undefined),
});
export type Chat = z.output<typeof chat>;

const specifics = z.object({
  member_urn: text,
  headline: text,
  occupation: text,
  network_distance: text,
});

export const attendee = z.object({
  id,
  account_id: id,
  provider_id: id,
  name: text,
  is_self: flag,
  picture_url: text,
  profile_url: text,
  specifics: part(specifics),
});
export type Attendee = z.output<typeof attendee>;

/** A user's profile and the owner's own (§6.2, §6.3), as far as the networks' shapes agree. */
export const profile = z.object({
  provider_id: id,
  provider_messaging_id: text,
  public_identifier: text,
  username: text,
  name: text,
  full_name: text,
  first_name: text,
  last_name: text,
  headline: text,
  network_distance: text,
  public_profile_url: text,
  profile_url: text,
});
export type Profile = z.output<typeof profile>;

export const company = z.object({
  id,
  messaging_id: text,
  name: text,
  description: text,
  profile_url: text,
  messaging: part(z.object({ id: text })),
});
export type Company = z.output<typeof company>;

const organization = z.object({
  name: text,
  messaging_enabled: flag,
  organization_urn: text,
  mailbox_urn: text,
});
export type Organization = z.output<typeof organization>;

const instantMessaging = z.object({
  id: text,
  user_id: text,
  phone_number: text,
  premiumFeatures: items(z.string()),
  organizations: items(organization),
});
export type InstantMessaging = z.output<typeof instantMessaging>;

export const account = z.object({
  id,
  name: text,
  type: text,
  sources: items(z.object({ id: text, status: text })),
  connection_params: part(z.object({ im: part(instantMessaging) })),
});
export type Account = z.output<typeof account>;

export const webhook = z.object({
  id,
  request_url: text,
  name: text,
  enabled: flag,
  events: items(z.string()),
  headers: items(z.object({ key: id, value: text })),
});
export type Webhook = z.output<typeof webhook>;

/** Some clients have seen an array with one id (§4.7). */
export const receipt = z.object({ chat_id: text, message_id: items(id) });
export const webhookCreated = z.object({ webhook_id: text });
export const historySync = z.object({ status: text });

/** Everybody in a webhook's body (§6.6). */
const sender = z.object({
  attendee_id: text,
  attendee_name: text,
  attendee_provider_id: id,
  attendee_profile_url: text,
  attendee_specifics: part(specifics),
});
export type Sender = z.output<typeof sender>;

export const messagingEvent = z.object({
  event: id,
  account_id: id,
  account_info: part(z.object({ user_id: text })),
  chat_id: id,
  message_id: id,
  timestamp: optionalInstant,
  /** The text; absent where there are only files. */
  message: text,
  subject: text,
  message_type: text,
  is_event: flag,
  quoted: part(quoted),
  sender: part(sender),
  attendees: items(sender),
  attachments: items(attachment),
  reaction: text,
  reaction_sender: part(sender),
});
export type MessagingEvent = z.output<typeof messagingEvent>;

export const accountStatusEvent = z.object({
  AccountStatus: z.object({ account_id: id, message: id }),
});
