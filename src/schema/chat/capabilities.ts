import type { ChatCapabilities as Value } from '../../messaging/capabilities.ts';
import { builder } from '../builder.ts';
import {
  AttachCapability,
  Capability,
  ReactCapability,
  SendCapability,
  TimedCapability,
} from '../capability/capabilities.ts';

export const ChatCapabilities = builder.objectRef<Value>('ChatCapabilities').implement({
  description:
    'What can be done in a chat: show or hide buttons by it. It follows from the network, the product, the kind of chat and what the provider offers.',
  fields: (t) => ({
    send: t.expose('send', { type: SendCapability, description: 'Writing: `sendMessage`.' }),
    attach: t.expose('attach', { type: AttachCapability, description: 'Sending files: `attachments`.' }),
    voiceNote: t.expose('voiceNote', {
      type: Capability,
      description: 'Sending sound as a voice note: `AttachmentInput.voiceNote`.',
    }),
    reply: t.expose('reply', {
      type: Capability,
      description: 'Answering a particular message: `replyToMessageId`.',
    }),
    forward: t.expose('forward', {
      type: Capability,
      description: 'Passing its messages on: `forwardMessage`.',
    }),
    react: t.expose('react', {
      type: ReactCapability,
      description: 'Reacting: `addReaction` and `removeReaction`.',
    }),
    edit: t.expose('edit', { type: TimedCapability, description: 'Changing what one wrote: `editMessage`.' }),
    deleteMessage: t.expose('deleteMessage', {
      type: TimedCapability,
      description: 'Taking back what one wrote: `deleteMessage`.',
    }),
    typing: t.expose('typing', {
      type: Capability,
      description: 'Showing that one is writing: `setTyping`.',
    }),
    markRead: t.expose('markRead', {
      type: Capability,
      description: 'Marking as read or unread: `updateChat(read:)`. PARTIAL where only one of the two works.',
    }),
    archive: t.expose('archive', { type: Capability, description: 'Archiving: `updateChat(archived:)`.' }),
    pin: t.expose('pin', { type: Capability, description: 'Keeping it on top: `updateChat(pinned:)`.' }),
    mute: t.expose('mute', {
      type: Capability,
      description: 'Silencing it: `updateChat(muted:, mutedUntil:)`. PARTIAL where no end can be given.',
    }),
    rename: t.expose('rename', {
      type: Capability,
      description: 'Giving a group a name: `updateChat(title:)`.',
    }),
    readReceipts: t.expose('readReceipts', {
      type: Capability,
      description: 'Learning who has read what: `Message.readBy`, `MessageRead`.',
    }),
    changeAttendees: t.expose('changeAttendees', {
      type: Capability,
      description: 'Adding and removing people: `addAttendee` and `removeAttendee`.',
    }),
    deleteChat: t.expose('deleteChat', {
      type: Capability,
      description: 'Deleting it for the account: `deleteChat`.',
    }),
    synchronize: t.expose('synchronize', {
      type: Capability,
      description: 'Fetching older history from the network: `synchronizeChat`.',
    }),
  }),
});
