import {
  type AccountCapabilities,
  type ChatCapabilities,
  full,
  type InboxCapabilities,
  partial,
  unsupported,
} from '../../messaging/capabilities.ts';
import type { Channel } from './channels.ts';

/** Characters, counted as UTF-16 units to be safe (linked-api.md §10). */
export const MAX_TEXT_LENGTH = 1_900;
export const MAX_SUBJECT_LENGTH = 80;

const textOnly = unsupported('Linked API sends text only.');
const notThere = unsupported('Linked API does not offer this.');
const noGroups = unsupported('Linked API knows conversations with one person only.');

export const accountCapabilities: AccountCapabilities = {
  startChat: full,
  startGroup: noGroups,
  inMail: unsupported('Linked API does not choose how a message goes.'),
  listInboxes: full,
  listAllMessages: unsupported('Linked API reads one conversation at a time.'),
  pushEvents: partial('New messages are found by asking again and again.'),
  synchronize: full,
};

export function inboxCapabilities(channel: Channel | null): InboxCapabilities {
  const isSalesNavigator = channel === 'nv';
  return {
    startChat: {
      ...(channel === null ? notThere : full),
      needsSubject: isSalesNavigator,
      needsSignature: false,
      maxTextLength: MAX_TEXT_LENGTH,
      maxSubjectLength: isSalesNavigator ? MAX_SUBJECT_LENGTH : null,
    },
    startGroup: accountCapabilities.startGroup,
    inMail: accountCapabilities.inMail,
  };
}

/** What the whole of linked-api.md §11 comes to. */
export const chatCapabilities: ChatCapabilities = {
  send: { ...full, maxTextLength: MAX_TEXT_LENGTH },
  attach: { ...textOnly, maxFileBytes: null, maxTotalBytes: null },
  voiceNote: textOnly,
  reply: unsupported('Linked API cannot quote a message.'),
  forward: unsupported('Linked API cannot forward; send the text anew.'),
  react: { ...unsupported('Linked API has no reactions to messages.'), allowed: null, canRemove: false },
  edit: { ...notThere, withinMinutes: null },
  deleteMessage: { ...notThere, withinMinutes: null },
  typing: notThere,
  markRead: unsupported('Linked API does not tell what was read.'),
  archive: notThere,
  pin: notThere,
  mute: notThere,
  rename: notThere,
  readReceipts: unsupported('Linked API does not tell what was read.'),
  changeAttendees: noGroups,
  deleteChat: notThere,
  synchronize: full,
};
