import type { Message as MessageValue } from '../../messaging/message.ts';
import { Account } from '../account/account.ts';
import { accountOf } from '../account/visible.ts';
import { Attachment } from '../attachment/attachment.ts';
import { Attendee } from '../attendee/attendee.ts';
import { builder } from '../builder.ts';
import { Chat } from '../chat/chat.ts';
import { loadChat } from '../chat/load-chat.ts';
import { loadAttendeeIn } from '../chat/people.ts';
import { connectionType } from '../connection.ts';
import { ErrorInterface } from '../error/error.ts';
import { Node } from '../node/node.ts';
import { DateTime } from '../scalar/date-time.ts';
import { Delivery, MessageDirection, MessageKind } from './enums.ts';
import { clientMessageIdOf, ofWhole } from './load-message.ts';
import { QuotedMessage } from './quoted-message.ts';
import { Reaction } from './reaction.ts';
import { ReadReceipt } from './read-receipt.ts';
import { SystemEvent } from './system-event.ts';

export const Message = builder.objectRef<MessageValue>('Message');
export const MessageConnection = connectionType(Message, 'Messages, the newest first.');

Message.implement({
  description:
    'Something that was said in a chat, or a line of its history (`systemEvent`). Its id, also of a message that this gateway sends, is the same from the beginning. Where a provider lists chats with previews only, `Chat.lastMessage` has its `id`, `sender`, `direction`, `text` and `sentAt` at no cost; asking for more of it costs one call each.',
  interfaces: [Node],
  fields: (t) => ({
    providerId: t.exposeString('providerId', {
      nullable: true,
      description: "The id that the provider's own tools show; null while the provider has not named it.",
    }),
    account: t.field({
      type: Account,
      description: 'Which account sees it.',
      resolve: (message, _arguments, context) => accountOf(context, message),
    }),
    chat: t.field({
      type: Chat,
      nullable: true,
      description:
        'The chat that it is part of. In a list over many chats it costs a call per chat; null where the chat cannot be loaded.',
      resolve: (message, _arguments, context) => loadChat(context, message),
    }),
    sender: t.field({
      type: Attendee,
      nullable: true,
      description: 'Who wrote it; null for what nobody wrote, and where the provider does not say.',
      resolve: (message, _arguments, context) =>
        message.sender ?? loadAttendeeIn(context, message, message.senderId),
    }),
    direction: t.expose('direction', {
      type: MessageDirection,
      description:
        "Whether it came or went, seen from the account's owner: which side of the window it belongs to.",
    }),
    kind: t.field({
      type: MessageKind,
      description: 'What it is beyond its text.',
      resolve: ofWhole(({ kind }) => kind),
    }),
    text: t.exposeString('text', {
      nullable: true,
      description:
        'As it was written, not as HTML: escape it. Null where it consists of attachments only, or is deleted.',
    }),
    subject: t.string({
      nullable: true,
      description: 'Of an InMail; null elsewhere.',
      resolve: ofWhole(({ subject }) => subject),
    }),
    sentAt: t.expose('sentAt', {
      type: DateTime,
      description: 'When it was sent, by the clock of the network.',
    }),
    isEdited: t.boolean({
      description: 'Whether it was changed after it was sent.',
      resolve: ofWhole(({ isEdited }) => isEdited),
    }),
    isDeleted: t.exposeBoolean('isDeleted', {
      description: 'Whether it was taken back: show that something was here, and not what.',
    }),
    isHidden: t.boolean({
      description: "Whether the network's own applications do not show it.",
      resolve: ofWhole(({ isHidden }) => isHidden),
    }),
    isForwarded: t.boolean({
      description: 'Whether it was passed on from another chat.',
      resolve: ofWhole(({ isForwarded }) => isForwarded),
    }),
    delivery: t.field({
      type: Delivery,
      description: 'How far it has come.',
      resolve: ofWhole(({ delivery }) => delivery),
    }),
    error: t.field({
      type: ErrorInterface,
      nullable: true,
      description: 'Why `delivery` is FAILED or UNKNOWN; null else.',
      resolve: ofWhole(({ error }) => error && { failure: error }),
    }),
    readBy: t.field({
      type: [ReadReceipt],
      description: 'Who has read it, as far as the network tells; empty where it does not.',
      resolve: ofWhole((message) => message.readBy.map((receipt) => ({ ...receipt, message }))),
    }),
    reactions: t.field({
      type: [Reaction],
      description: 'The reactions to it, each once with its count.',
      resolve: ofWhole((message) => message.reactions.map((reaction) => ({ ...reaction, message }))),
    }),
    attachments: t.field({
      type: [Attachment],
      description: 'Files, pictures, sound and shared things that came with it, in their order.',
      resolve: ofWhole(({ attachments }) => [...attachments]),
    }),
    quoted: t.field({
      type: QuotedMessage,
      nullable: true,
      description:
        'The earlier message that it answers, or passes on with a text of its own; null where there is none.',
      resolve: ofWhole((message) => message.quoted && { ...message.quoted, message }),
    }),
    systemEvent: t.field({
      type: SystemEvent,
      nullable: true,
      description:
        'Set when it is an event (group renamed, missed call …) and not something that was written.',
      resolve: ofWhole(({ systemEvent }) => systemEvent && { kind: systemEvent }),
    }),
    clientMessageId: t.string({
      nullable: true,
      description:
        'What the client passed when it sent this message through the gateway: replace the provisional bubble by it. Null for all other messages.',
      resolve: (message, _arguments, context) => clientMessageIdOf(context, message),
    }),
  }),
});
