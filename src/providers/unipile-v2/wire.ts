import { z } from 'zod';
import { flag, id, instant, items, number, optionalInstant, part, text } from '../lenient.ts';

// Unipile v2's JSON, only what is read of it (unipile-v2.md §5, §6.4 and §8).

export const inbox = z.object({ id, description: text, disabled: flag });
export type Inbox = z.output<typeof inbox>;

export const user = z.object({
  id,
  type: text,
  display_name: text,
  first_name: text,
  last_name: text,
  public_identifier: text,
  profile_url: text,
  private_picture_download_url: text,
  description: text,
  specifics: part(z.object({ network_distance: text })),
});
export type User = z.output<typeof user>;

export const participant = z.object({ user, is_self: flag });

export const attachment = z.object({
  id,
  type: text,
  mimetype: text,
  url: text,
  file_size: number,
  filename: text,
  is_unavailable: flag,
  size: part(z.object({ width: number, height: number })),
  sticker: flag,
  gif: flag,
  voice_note: flag,
  duration: number,
  description: text,
});
export type Attachment = z.output<typeof attachment>;

const reactionCount = z.object({ reaction: id, count: number });

const quoted = z.object({ id: text, text, attachments: items(attachment), sender: part(user) });
export type Quoted = z.output<typeof quoted>;

/** As a quoted one, but it comes from another chat and has no id. */
const forwarded = quoted.omit({ id: true }).transform((message) => ({ ...message, id: null }));

export const message = z.object({
  id,
  chat_id: id,
  text,
  sender_id: text,
  sender: part(user),
  timestamp: instant,
  is_sender: flag,
  is_hidden: flag,
  is_seen: flag,
  is_delivered: flag,
  is_deleted: flag,
  is_edited: flag,
  is_event: flag,
  event_type: number,
  event_metadata: part(z.object({ reason: text })),
  reactions_counter: items(reactionCount),
  attachments: items(attachment),
  quoted: part(quoted),
  forwarded: part(forwarded),
  specifics: part(z.object({ subject: text })),
});
export type Message = z.output<typeof message>;

/** The last message of a chat in short; `object` tells it from a whole Message (§5.2). */
const preview = z.object({ id: text, text, sender_display_name: text, is_sender: flag });

export const chat = z.object({
  id,
  name: text,
  description: text,
  image_url: text,
  last_message_timestamp: optionalInstant,
  muted_until: z.union([z.string(), z.boolean()]).nullish().catch(null),
  user_id: text,
  user: part(user),
  type: text,
  is_group: flag,
  is_channel: flag,
  is_pinned: flag,
  is_readonly: flag,
  is_archived: flag,
  folders: items(id),
  participants: items(participant),
  participants_count: number,
  unread_count: number,
  restrictions: items(id),
  last_message: part(z.union([message, preview])),
});
export type Chat = z.output<typeof chat>;

export const account = z.object({ id, user_id: text, name: text, provider: text, status: text });
export type Account = z.output<typeof account>;

/** One of the chats with somebody (§6.1, endpoint 20). */
export const lookedUpChat = z.object({ chat_id: id });

/** `message_id` is one id, several, or null (§5.7). */
export const receipt = z.object({ message_id: items(id), chat_id: text });

export const credits = z.object({
  credits: z.object({ classic: number, sales_navigator: number, recruiter: number }),
});

export const endpoint = z.object({
  id,
  url: text,
  enabled: flag,
  trigger_events: items(id),
  /** None: all of them (§8.1). */
  account_ids: items(id),
  secret: text,
});
export type Endpoint = z.output<typeof endpoint>;

/** What a webhook carries, whatever it tells (§8.4). */
export const event = z.object({
  id: text,
  type: id,
  account_id: text,
  created_at: optionalInstant,
  payload: part(z.record(z.string(), z.unknown())),
});
export type Event = z.output<typeof event>;

/** Where in a payload the ids of what happened are (§8.4). */
export const eventNames = z.object({
  id: text,
  chat_id: text,
  message_id: text,
  message_ids: items(id),
  user_id: text,
  timestamp: optionalInstant,
  product: text,
  reaction: part(z.object({ value: text, sender: part(z.object({ id: text })), is_sender: flag })),
});
export type EventNames = z.output<typeof eventNames>;
