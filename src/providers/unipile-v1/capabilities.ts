import type { Account } from '../../messaging/account.ts';
import {
  type AccountCapabilities,
  type Capability,
  type ChatCapabilities,
  full,
  type InboxCapabilities,
  partial,
  type TimedCapability,
  unsupported,
} from '../../messaging/capabilities.ts';
import type { Chat } from '../../messaging/chat.ts';
import type { Product } from '../../messaging/inbox.ts';
import { detailsOf, productOf } from './convert-inbox.ts';
import { MAX_FILE_BYTES, MAX_INMAIL_LENGTH, networkTraits } from './networks.ts';

const notOnThisNetwork = unsupported('Unipile v1 does not offer this on this network.');

/** `pushes`: webhooks are accepted, because their secret is set. */
export function accountCapabilities(account: Account, pushes: boolean): AccountCapabilities {
  return {
    startChat: starts(account),
    startGroup: startsGroups(account),
    inMail: inMail(account),
    listInboxes: full,
    listAllMessages: full,
    pushEvents: pushes
      ? full
      : unsupported('Nothing is pushed until webhookSecret is set and the webhooks are registered.'),
    synchronize: unsupported('Unipile v1 fetches conversations by itself; a chat can be synchronized alone.'),
  };
}

export function inboxCapabilities(account: Account, product: Product): InboxCapabilities {
  const isInMailOnly = product === 'LINKEDIN_SALES_NAVIGATOR' || product === 'LINKEDIN_RECRUITER';
  const isPage = product === 'LINKEDIN_COMPANY_PAGE';
  const fromPage = unsupported('A Company Page answers chats and does not start them.');
  return {
    startChat: {
      ...(isPage ? fromPage : starts(account)),
      needsSubject: false,
      needsSignature: false,
      maxTextLength: isInMailOnly ? MAX_INMAIL_LENGTH : networkTraits[account.network].maxTextLength,
      maxSubjectLength: null,
    },
    startGroup: isPage
      ? fromPage
      : isInMailOnly
        ? unsupported('This product writes to one person at a time.')
        : startsGroups(account),
    inMail: isPage ? fromPage : inMail(account),
  };
}

export function chatCapabilities(account: Account, chat: Chat): ChatCapabilities {
  const traits = networkTraits[account.network];
  const on = (isThere: boolean) => (isThere ? full : notOnThisNetwork);
  const writing = canWrite(chat);
  const marks = on(traits.marksChats);
  return {
    send: {
      ...writing,
      maxTextLength: chat.content === 'INMAIL' ? MAX_INMAIL_LENGTH : traits.maxTextLength,
    },
    attach: { ...writing, maxFileBytes: MAX_FILE_BYTES, maxTotalBytes: null },
    voiceNote: worse(writing, on(traits.voiceNote !== null)),
    reply: chat.disabled.includes('REPLY')
      ? unsupported('This chat does not allow answering a message.')
      : writing,
    forward: on(traits.forwards),
    react: {
      ...(chat.disabled.includes('REACT')
        ? unsupported('This chat does not allow reactions.')
        : on(traits.reacts)),
      allowed: null,
      canRemove: false,
    },
    edit: timed(traits.editsWithin, isClassic(account, chat)),
    deleteMessage: timed(traits.deletesWithin, true),
    typing: unsupported('Unipile v1 shows typing only before a message that it sends.'),
    markRead: full,
    archive: marks,
    pin: marks,
    mute: traits.marksChats ? partial('For good only, not until a time.') : notOnThisNetwork,
    rename: unsupported('Unipile v1 cannot rename a chat.'),
    readReceipts: traits.tellsReads ? full : partial('The network may not tell what was read.'),
    changeAttendees: attendeesChange(traits.addsAttendees, chat),
    deleteChat: on(traits.deletesChats),
    synchronize: full,
  };
}

function starts(account: Account): Capability {
  return networkTraits[account.network].startsChats
    ? full
    : partial('Unipile does not document starting chats on this network.');
}

function startsGroups(account: Account): Capability {
  return networkTraits[account.network].startsChats
    ? partial('The network may not take over the title.')
    : starts(account);
}

function inMail(account: Account): Capability {
  if (account.network !== 'LINKEDIN') return unsupported('InMails are LinkedIn’s.');
  const features = detailsOf(account)?.premiumFeatures ?? [];
  return features.length > 0
    ? full
    : partial('Without a premium subscription InMails reach open profiles only.');
}

function canWrite(chat: Chat): Capability {
  const isClosed = chat.isReadOnly || chat.disabled.includes('SEND');
  return isClosed ? unsupported('This chat is read-only.') : full;
}

// Editing is LinkedIn Classic's alone (unipile-v1.md §5.21).
function isClassic(account: Account, chat: Chat): boolean {
  return account.network !== 'LINKEDIN' || productOf(chat.inboxId ?? '') === 'LINKEDIN_CLASSIC';
}

function timed(within: number | null | false, isOffered: boolean): TimedCapability {
  return within === false || !isOffered
    ? { ...notOnThisNetwork, withinMinutes: null }
    : { ...full, withinMinutes: within };
}

function attendeesChange(adds: boolean, chat: Chat): Capability {
  if (!adds) return notOnThisNetwork;
  return chat.kind === 'GROUP'
    ? partial('Attendees can be added and not removed.')
    : unsupported('Only a group has attendees to change.');
}

function worse(one: Capability, other: Capability): Capability {
  return one.support === 'UNSUPPORTED' ? one : other;
}
