import { imageSize } from '../pictures.ts';
import type { Stage } from '../stage.ts';
import { type Account, type Attachment, type Chat, idIn, type Message } from '../world.ts';
import { instant } from './time.ts';
import { userJson } from './user.ts';

/** A Message (unipile-v2.md §5.4). */
export function messageJson(
  stage: Stage,
  account: Account,
  chat: Chat,
  message: Message,
): Record<string, unknown> {
  const quoted = chat.messages.find(({ id }) => id === message.quotedId);
  return {
    object: 'Message',
    id: message.id,
    chat_id: chat.id,
    ...(message.text === null ? {} : { text: message.text }),
    sender_id: idIn(message.sender, chat.product),
    timestamp: instant(message.at),
    is_sender: message.fromOwner,
    is_hidden: message.isHidden,
    is_seen: message.isSeen,
    is_delivered: message.isDelivered,
    is_deleted: message.isDeleted,
    is_edited: message.isEdited,
    is_pinned: false,
    is_event: message.event !== null,
    is_mentionned: false,
    ...(message.event === null
      ? {}
      : { event_type: message.event.type, event_metadata: message.event.metadata }),
    reactions_counter: countReactions(message),
    sender: userJson(stage.baseUrl, account, message.sender, chat.product),
    provider: account.provider,
    attachments: message.attachments.map(attachmentJson),
    hyperlinks: hyperlinksIn(message.text ?? ''),
    ...(quoted === undefined ? {} : { quoted: quotedJson(stage, account, chat, quoted) }),
    ...(message.forwarded === null
      ? {}
      : { forwarded: forwardedJson(stage, account, chat, message.forwarded) }),
    ...(message.subject === null ? {} : { specifics: { subject: message.subject } }),
  };
}

function hyperlinksIn(text: string): { url: string; starts_at: number; length: number }[] {
  return [...text.matchAll(/https?:\/\/[^\s<>"]*[^\s<>".,;:!?)]/g)].map(({ 0: url, index }) => ({
    url,
    starts_at: index,
    length: url.length,
  }));
}

function countReactions({ reactions }: Message): { reaction: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { value } of reactions) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([reaction, count]) => ({ reaction, count }));
}

function quotedJson(stage: Stage, account: Account, chat: Chat, quoted: Message): Record<string, unknown> {
  return {
    object: 'QuotedMessage',
    id: quoted.id,
    ...(quoted.text === null ? {} : { text: quoted.text }),
    attachments: quoted.attachments.map(attachmentJson),
    sender: userJson(stage.baseUrl, account, quoted.sender, chat.product),
  };
}

function forwardedJson(
  stage: Stage,
  account: Account,
  chat: Chat,
  forwarded: NonNullable<Message['forwarded']>,
): object {
  return {
    object: 'ForwardedMessage',
    ...(forwarded.text === null ? {} : { text: forwarded.text }),
    attachments: forwarded.attachments.map(attachmentJson),
    sender: userJson(stage.baseUrl, account, forwarded.sender, chat.product),
  };
}

/** An Attachment as it is read (unipile-v2.md §5.5). */
export function attachmentJson(attachment: Attachment): Record<string, unknown> {
  const { id, type, mimeType, content, filename } = attachment;
  const bytes = content?.();
  const common = {
    object: 'Attachment',
    id,
    type,
    mimetype: mimeType,
    url: attachment.url ?? `att://sandbox/${encodeURIComponent(id)}`,
    is_inline: false,
    ...(bytes === undefined ? {} : { file_size: bytes.length }),
    ...(attachment.duration === null || (type !== 'audio' && type !== 'video')
      ? {}
      : { duration: attachment.duration }),
    ...(content === null && type !== 'shared_content' ? { is_unavailable: true } : {}),
  };
  switch (type) {
    case 'img':
      return { ...common, size: imageSize(bytes), sticker: false };
    case 'video':
      return { ...common, size: { width: 1280, height: 720 }, gif: false };
    case 'audio':
      return { ...common, voice_note: attachment.voiceNote };
    case 'shared_content':
      return { ...common, media_type: 'post', description: attachment.description };
    default:
      return { ...common, filename };
  }
}
