import type { Random } from '../../random.ts';
import type { Ids } from '../ids.ts';
import type { Network } from '../world/account.ts';
import { type Chat, GROUP } from '../world/chat.ts';
import type { Attendee } from '../world/contact.ts';
import { attachment, EVENTS, type Message, plainMessage } from '../world/message.ts';
import { fromGallery, type GalleryKind } from './gallery.ts';

const MINUTE = 60_000;
const REACTIONS = ['👍', '❤️', '😂', '🙏', '🎉', '😮'] as const;

const KINDS: Partial<Record<Network, readonly GalleryKind[]>> = {
  WHATSAPP: ['picture', 'picture', 'voice', 'video', 'file', 'sticker'],
  LINKEDIN: ['picture', 'file', 'file', 'voice'],
  INSTAGRAM: ['picture', 'picture', 'voice', 'video'],
};
const OTHER_KINDS: readonly GalleryKind[] = ['picture', 'file', 'video'];

export interface Setting {
  network: Network;
  chat: Chat;
  self: Attendee;
  others: readonly Attendee[];
  ids: Ids;
  random: Random;
}

/** Gives a chat's messages (oldest first) what real ones have: files, quotes, reactions, corrections, receipts. */
export function decorate(messages: readonly Message[], setting: Setting): void {
  const { network, random } = setting;
  messages.forEach((message, index) => {
    const before = messages[index - 1 - random.integer(0, 3)];
    if (before !== undefined && random.chance(0.05)) message.quotedId = before.id;
    if (random.chance(0.06)) attach(message, setting);
    if (random.chance(0.05) && !setting.chat.disabledFeatures.includes('reactions')) {
      message.reactions.push({ value: random.pick(REACTIONS), attendeeId: reactorTo(message, setting).id });
    }
    if (random.chance(0.012)) message.edited = true;
    if (random.chance(0.012)) erase(message);
    if (network === 'WHATSAPP' && random.chance(0.02)) message.forwarded = true;
    if (network === 'SLACK' && before !== undefined && random.chance(0.15)) {
      message.parentId = before.parentId ?? before.id;
    }
    if (network === 'INSTAGRAM' && !message.fromOwner && random.chance(0.05)) message.kind = 'STORY_REPLY';
    if (message.fromOwner) receipt(message, index === messages.length - 1, setting);
  });
}

function attach(message: Message, { network, ids, random }: Setting): void {
  const kind = random.pick(KINDS[network] ?? OTHER_KINDS);
  message.attachments.push(fromGallery(kind, ids, random));
  if (kind === 'picture' && random.chance(0.2)) message.attachments.push(fromGallery(kind, ids, random));
  if (kind === 'voice' || kind === 'sticker' || random.chance(0.3)) message.text = null;
  if (random.chance(0.04)) for (const part of message.attachments) part.unavailable = true;
}

function reactorTo(message: Message, { self, others, random }: Setting): Attendee {
  return message.fromOwner && others.length > 0 ? random.pick(others) : self;
}

function erase(message: Message): void {
  message.deleted = true;
  message.text = null;
  message.attachments = [];
  message.reactions = [];
}

function receipt(message: Message, isLast: boolean, { network, others, random }: Setting): void {
  message.seen = !isLast || random.chance(0.6);
  if (!message.seen || network === 'MESSENGER') return;
  for (const other of others.slice(0, 3)) {
    message.seenBy[other.providerId] = message.at + random.integer(1, 9) * MINUTE;
  }
}

/** What happened in a chat beside the talking: a group's life, missed calls, posts that were shared, meetings. */
export function happenings(messages: readonly Message[], setting: Setting): Message[] {
  const { chat, network, self, others, random } = setting;
  const first = messages[0];
  const middle = messages[Math.floor(messages.length / 2)];
  const other = others[0];
  if (first === undefined || middle === undefined || other === undefined) return [];
  const found: Message[] = [];
  if (chat.type === GROUP) {
    const added = others[others.length - 1] ?? other;
    found.push(
      event(setting, self, EVENTS.GROUP_CREATE, first.at - 2 * MINUTE, `${self.name} created the group`),
    );
    if (random.chance(0.5)) {
      found.push(
        event(
          setting,
          other,
          EVENTS.GROUP_CHANGE_SUBJECT,
          middle.at + 1000,
          `${other.name} changed the title to “${chat.name}”`,
        ),
      );
    }
    if (random.chance(0.5)) {
      found.push(
        event(
          setting,
          self,
          EVENTS.GROUP_PARTICIPANT_ADD,
          middle.at + 2000,
          `${self.name} added ${added.name}`,
        ),
      );
    }
    if (random.chance(0.2)) {
      found.push(
        event(setting, other, EVENTS.GROUP_PARTICIPANT_LEAVE, middle.at + 3000, 'Somebody left the group'),
      );
    }
    if (random.chance(0.2)) {
      found.push(
        event(
          setting,
          self,
          EVENTS.GROUP_PARTICIPANT_REMOVE,
          middle.at + 4000,
          `${self.name} removed somebody`,
        ),
      );
    }
  } else if (network === 'WHATSAPP' && random.chance(0.2)) {
    const missed = random.chance(0.5) ? EVENTS.CALL_MISSED_VOICE : EVENTS.CALL_MISSED_VIDEO;
    found.push(event(setting, other, missed, middle.at + 5000, 'Missed call'));
  } else if (network === 'TELEGRAM' && random.chance(0.1)) {
    found.push(event(setting, other, EVENTS.UNKNOWN, middle.at + 5000, null));
  } else if (network === 'LINKEDIN' && random.chance(0.12)) {
    found.push(
      random.chance(0.5) ? sharedPost(setting, other, middle.at + 6000) : meeting(setting, middle.at + 6000),
    );
  }
  return found;
}

/** The trace that a reaction leaves on some networks: never shown, but it may be a chat's last message. */
export function reactionTrace(setting: Setting, to: Message, at: number): Message {
  const other = setting.others[0] ?? setting.self;
  const kind = to.fromOwner ? EVENTS.REACTION_TO_ME : EVENTS.REACTION;
  return { ...event(setting, other, kind, at, `${other.name} reacted 👍`), hidden: true };
}

function event(
  { network, chat, ids }: Setting,
  by: Attendee,
  kind: number,
  at: number,
  text: string | null,
): Message {
  const essential = {
    id: ids.unipile(),
    providerId: ids.message(network),
    accountId: chat.accountId,
    chatId: chat.id,
    senderId: by.id,
    fromOwner: by.isSelf,
    text,
    at,
  };
  return { ...plainMessage(essential), event: kind, seen: true };
}

function sharedPost(setting: Setting, by: Attendee, at: number): Message {
  const { ids } = setting;
  const post = attachment({ id: ids.attachment(), mimeType: 'text/html', fileName: null, content: () => [] });
  const url = `https://www.linkedin.com/feed/update/urn:li:activity:${ids.digits(19)}`;
  return {
    ...event(setting, by, 0, at, 'Worth a read'),
    event: null,
    attachments: [{ ...post, type: 'linkedin_post', url }],
  };
}

function meeting(setting: Setting, at: number): Message {
  const { ids, self } = setting;
  const plain = attachment({
    id: ids.attachment(),
    mimeType: 'text/html',
    fileName: null,
    content: () => [],
  });
  const startsAt = at + 26 * 60 * MINUTE;
  return {
    ...event(setting, self, 0, at, 'Here is the meeting'),
    event: null,
    attachments: [
      {
        ...plain,
        type: 'video_meeting',
        url: 'https://meet.example.com/brightwater',
        meeting: { startsAt, endsAt: startsAt + 30 * MINUTE },
      },
    ],
  };
}
