import { COMMON_CONTROL_NAMES, type CommonBackstage, type CommonControl, commonControl } from '../control.ts';
import { onDemand } from '../on-demand.ts';
import { changeStatus, deliver, edit, erase, newChat, react, read, write } from './deeds.ts';
import { notFound } from './errors.ts';
import { findAccount } from './find.ts';
import type { Hook, Hooks } from './hooks.ts';
import { fromGallery, type GalleryKind } from './seed/gallery.ts';
import type { Stage } from './stage.ts';
import { defaultSwitches, type Switches } from './switches.ts';
import { accountJson, type WireAccount } from './wire/account.ts';
import { attendeeJson, type WireAttendee } from './wire/attendee.ts';
import { chatJson, type WireChat } from './wire/chat.ts';
import { messageJson, type WireMessage } from './wire/message.ts';
import type { Account } from './world/account.ts';
import type { Chat } from './world/chat.ts';
import type { Attendee, Contact } from './world/contact.ts';
import { type Attachment, attachment, type Message } from './world/message.ts';
import { attendeeFor } from './world/people.ts';

/** A file that somebody sends: one of the gallery's, or these bytes (base64). */
export type InboundAttachment =
  | { kind: GalleryKind }
  | { fileName: string; mimeType: string; base64: string; voiceNote?: boolean };

export interface Inbound {
  chatId: string;
  text?: string;
  /** Of somebody in the chat; by default the other one, in a group anybody. */
  senderProviderId?: string;
  attachments?: InboundAttachment[];
  /** The owner writes from another device. */
  fromSelf?: boolean;
  /** The id of a message that is quoted. */
  quotedMessageId?: string;
  /** A system event in place of a message: one of EVENTS (unipile-v1.md §4.2). */
  eventType?: number;
  /** Milliseconds since 1970; by default now. */
  at?: number;
}

/**
 * Everything there is, in the vendor's own shapes, whether clients can see it yet or not. Newest first. Each list is as
 * things are when it is first looked at.
 */
export interface Truth {
  accounts: WireAccount[];
  chats: WireChat[];
  messages: WireMessage[];
  attendees: WireAttendee[];
  /** Everybody who can be found on a network, known to an account or not. */
  contacts: Contact[];
  webhooks: readonly Hook[];
}

/**
 * What tests and curious people do to the sandbox. The same over HTTP: `POST /control/<name>` with the argument as JSON.
 * Whatever names something that is not there throws.
 */
export interface UnipileV1Control extends CommonControl<Switches> {
  /** Somebody writes. Answers the message; while its account is not connected, it is in no list yet. */
  inbound(inbound: Inbound): WireMessage;
  /** Somebody who was never talked to writes to this account, in a new chat. Throws if everybody was. */
  firstContact(what: { accountId: string; text: string }): WireMessage;
  /** The other one reacts (or whom `senderProviderId` names); an empty value takes a reaction back. */
  reaction(reaction: { messageId: string; value: string; senderProviderId?: string }): void;
  /** The others read a message of the owner's (by default the newest), or the owner one of theirs at another device. */
  read(what: { chatId: string; messageId?: string }): void;
  edit(what: { messageId: string; text: string }): void;
  delete(what: { messageId: string }): void;
  deliver(what: { messageId: string }): void;
  /** One of the words of unipile-v1.md §6.7; changes the source's status and tells the webhooks. */
  accountStatus(what: { accountId: string; status: string }): void;
  truth(): Truth;
}

export const CONTROL_NAMES = [
  'inbound',
  'firstContact',
  'reaction',
  'read',
  'edit',
  'delete',
  'deliver',
  'accountStatus',
  'truth',
  ...COMMON_CONTROL_NAMES,
] as const satisfies readonly (keyof UnipileV1Control)[];

export interface Backstage extends CommonBackstage<Switches> {
  stage: Stage;
  hooks: Hooks;
}

export function createControl(backstage: Backstage): UnipileV1Control {
  const { stage, hooks } = backstage;

  function messageOf(id: string): Message {
    const message = stage.world.messages.get(id);
    if (message === undefined) throw notFound('Message');
    return message;
  }

  function chatOf(id: string): Chat {
    const chat = stage.world.chats.get(id);
    if (chat === undefined) throw notFound('Chat');
    return chat;
  }

  function someoneIn(chat: Chat, providerId: string | undefined) {
    const others = stage.world.others(chat);
    if (providerId === undefined) return stage.random.pick(others);
    const found = chat.attendeeIds
      .map((id) => stage.world.attendee(id))
      .find((one) => one.providerId === providerId);
    if (found === undefined) throw notFound('Sender');
    return found;
  }

  return {
    inbound({ chatId, text, senderProviderId, attachments, fromSelf, quotedMessageId, eventType, at }) {
      const chat = chatOf(chatId);
      const sender = fromSelf ? stage.world.selfOf(chat.accountId) : someoneIn(chat, senderProviderId);
      const message = write(stage, chat, sender, {
        text: text ?? null,
        attachments: (attachments ?? []).map((one) => attached(stage, one)),
        quotedId: quotedMessageId === undefined ? null : messageOf(quotedMessageId).id,
        event: eventType ?? null,
        ...(at === undefined ? {} : { at }),
      });
      return messageJson(stage.world, message, stage.switches);
    },
    firstContact({ accountId, text }) {
      const [chat, stranger] = chatWithStranger(stage, findAccount(stage, accountId));
      return messageJson(stage.world, write(stage, chat, stranger, { text }), stage.switches);
    },
    reaction({ messageId, value, senderProviderId }) {
      const message = messageOf(messageId);
      react(stage, message, someoneIn(stage.world.chatOf(message), senderProviderId), value);
    },
    read({ chatId, messageId }) {
      const newestOwn = stage.world.messagesOf(chatOf(chatId).id).find((message) => message.fromOwner);
      const message = messageId === undefined ? newestOwn : messageOf(messageId);
      if (message === undefined) throw notFound('Message');
      read(stage, message);
    },
    edit: ({ messageId, text }) => edit(stage, messageOf(messageId), text),
    delete: ({ messageId }) => erase(stage, messageOf(messageId)),
    deliver: ({ messageId }) => deliver(stage, messageOf(messageId)),
    accountStatus: ({ accountId, status }) => changeStatus(stage, findAccount(stage, accountId), status),
    truth: () => truth(stage, hooks),
    ...commonControl(backstage),
  };
}

function chatWithStranger(stage: Stage, account: Account): [Chat, Attendee] {
  const { world, ids } = stage;
  const stranger = world.contacts.find(
    (contact) =>
      contact.network === account.network &&
      !contact.linkedIn?.isCompany &&
      world.attendeeByProviderId(account.id, contact.providerId) === undefined,
  );
  if (stranger === undefined) throw notFound('Stranger');
  const attendee = attendeeFor(world, account, stranger, 'classic', ids);
  return [newChat(stage, account, [attendee], 'classic'), attendee];
}

function attached(stage: Stage, given: InboundAttachment): Attachment {
  if ('kind' in given) return fromGallery(given.kind, stage.ids, stage.random);
  const { fileName, mimeType, base64, voiceNote } = given;
  const content = [Buffer.from(base64, 'base64')];
  const made = attachment({ id: stage.ids.attachment(), mimeType, fileName, content: () => content });
  return { ...made, voiceNote: voiceNote ?? false };
}

function truth({ world }: Stage, hooks: Hooks): Truth {
  const plain = defaultSwitches();
  return onDemand<Truth>({
    accounts: () => [...world.accounts.values()].map(accountJson),
    chats: () => [...world.chats.values()].map((chat) => chatJson(world, chat, plain)),
    messages: () => world.allMessages().map((message) => messageJson(world, message, plain)),
    attendees: () => [...world.attendees.values()].map((attendee) => attendeeJson(attendee, false)),
    contacts: () => world.contacts,
    webhooks: () => hooks.all(),
  });
}
