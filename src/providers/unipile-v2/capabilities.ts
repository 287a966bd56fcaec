import type { Account, Network } from '../../messaging/account.ts';
import {
  type AccountCapabilities,
  type Capability,
  type ChatCapabilities,
  full,
  type InboxCapabilities,
  partial,
  unsupported,
} from '../../messaging/capabilities.ts';
import type { Chat } from '../../messaging/chat.ts';
import type { Inbox, Product } from '../../messaging/inbox.ts';
import { ALL_PRODUCTS_PUSH, MAX_TOTAL_BYTES } from './assumptions.ts';
import { productOf } from './inboxes.ts';

/** What a product offers (unipile-v2.md §4.1): stated, assumed to be there, or stated or assumed not to be. */
type Offer = 'yes' | 'perhaps' | 'no';

interface Traits {
  readonly send: Offer;
  readonly attach: Offer;
  readonly voiceNote: Offer;
  readonly reply: Offer;
  readonly forward: Offer;
  readonly react: Offer;
  readonly change: Offer;
  readonly typing: Offer;
  readonly markRead: Offer;
  readonly keep: Offer;
  readonly receipts: Offer;
  readonly groups: Offer;
  readonly start: Offer;
  readonly inMail: Offer;
  readonly needsSubject: boolean;
  readonly needsSignature: boolean;
}

const least: Traits = {
  send: 'perhaps',
  attach: 'perhaps',
  voiceNote: 'perhaps',
  reply: 'no',
  forward: 'no',
  react: 'no',
  change: 'no',
  typing: 'no',
  markRead: 'perhaps',
  keep: 'perhaps',
  receipts: 'perhaps',
  groups: 'no',
  start: 'no',
  inMail: 'no',
  needsSubject: false,
  needsSignature: false,
};

/** Each product by its traits; `keep` is archive, pin, mute and delete, `change` edit and delete of own messages. */
const productTraits: Readonly<Record<Product, Traits>> = {
  LINKEDIN_CLASSIC: {
    send: 'yes',
    attach: 'yes',
    voiceNote: 'yes',
    reply: 'yes',
    forward: 'yes',
    react: 'perhaps',
    change: 'yes',
    typing: 'yes',
    markRead: 'yes',
    keep: 'perhaps',
    receipts: 'yes',
    groups: 'yes',
    start: 'yes',
    inMail: 'perhaps',
    needsSubject: false,
    needsSignature: false,
  },
  LINKEDIN_SALES_NAVIGATOR: { ...least, send: 'yes', start: 'yes', inMail: 'perhaps', needsSubject: true },
  LINKEDIN_RECRUITER: {
    ...least,
    send: 'yes',
    start: 'yes',
    inMail: 'yes',
    needsSubject: true,
    needsSignature: true,
  },
  LINKEDIN_COMPANY_PAGE: least,
  MESSAGING: {
    send: 'yes',
    attach: 'yes',
    voiceNote: 'yes',
    reply: 'yes',
    forward: 'perhaps',
    react: 'yes',
    change: 'perhaps',
    typing: 'yes',
    markRead: 'yes',
    keep: 'yes',
    receipts: 'yes',
    groups: 'yes',
    start: 'yes',
    inMail: 'no',
    needsSubject: false,
    needsSignature: false,
  },
  UNKNOWN: least,
};

const notHere = unsupported('Unipile v2 does not offer this here.');
const unconfirmed = partial('Unipile v2 describes it in general; the network may refuse it here.');

const capabilityOf: Readonly<Record<Offer, Capability>> = { yes: full, perhaps: unconfirmed, no: notHere };

/** `pushes`: the secret of a webhook endpoint is known. */
export function accountCapabilities({ network }: Account, pushes: boolean): AccountCapabilities {
  const traits = productTraits[mainProduct(network)];
  return {
    startChat: capabilityOf[traits.start],
    startGroup: capabilityOf[traits.groups],
    inMail: inMail(traits),
    listInboxes: full,
    listAllMessages: unsupported('Unipile v2 lists messages chat by chat only.'),
    pushEvents: pushEvents(network, pushes),
    synchronize: unsupported(
      'Unipile v2 asks the network when it is asked; nothing needs to be fetched before.',
    ),
  };
}

export function inboxCapabilities({ product, isPrimary }: Inbox): InboxCapabilities {
  const traits = productTraits[product];
  const start = startOf(product, isPrimary);
  const isOpen = start.support !== 'UNSUPPORTED';
  const group = traits.groups === 'no' ? unsupported('This product writes to one person at a time.') : full;
  return {
    startChat: {
      ...start,
      needsSubject: traits.needsSubject,
      needsSignature: traits.needsSignature,
      maxTextLength: null,
      maxSubjectLength: null,
    },
    startGroup: isOpen ? group : start,
    inMail: isOpen ? inMail(traits) : start,
  };
}

export function chatCapabilities(chat: Chat): ChatCapabilities {
  const traits = productTraits[productOf(chat.inboxId ?? '')];
  const isClosed = chat.isReadOnly || chat.disabled.includes('SEND');
  const writing = (offer: Offer) => (isClosed ? unsupported('This chat is read-only.') : capabilityOf[offer]);
  const inGroup = (capability: Capability) =>
    chat.kind === 'DIRECT' ? unsupported('Only a group has this.') : capability;
  const isThere = (offer: Offer) => capabilityOf[offer];
  const attach = { ...writing(traits.attach), maxFileBytes: MAX_TOTAL_BYTES, maxTotalBytes: MAX_TOTAL_BYTES };
  return {
    send: { ...writing(traits.send), maxTextLength: null },
    attach,
    voiceNote: writing(traits.voiceNote),
    reply: writing(traits.reply),
    forward: isThere(traits.forward),
    react: { ...isThere(traits.react), allowed: null, canRemove: traits.react !== 'no' },
    edit: { ...isThere(traits.change), withinMinutes: null },
    deleteMessage: { ...isThere(traits.change), withinMinutes: null },
    typing: isThere(traits.typing),
    markRead: isThere(traits.markRead),
    archive: isThere(traits.keep),
    pin: isThere(traits.keep),
    mute: isThere(traits.keep),
    rename: inGroup(traits.groups === 'no' ? notHere : unconfirmed),
    readReceipts: isThere(traits.receipts),
    changeAttendees: inGroup(traits.groups === 'no' ? notHere : unconfirmed),
    deleteChat: isThere(traits.keep),
    synchronize: unsupported(
      'Unipile v2 asks the network when it is asked; nothing needs to be fetched before.',
    ),
  };
}

function mainProduct(network: Network): Product {
  return network === 'LINKEDIN' ? 'LINKEDIN_CLASSIC' : 'MESSAGING';
}

function pushEvents(network: Network, pushes: boolean): Capability {
  if (!pushes) return unsupported('Nothing is pushed until the webhook is registered.');
  if (network !== 'LINKEDIN' || ALL_PRODUCTS_PUSH) return full;
  return partial('Only what happens in LinkedIn’s classic inbox is pushed.');
}

function startOf(product: Product, isPrimary: boolean): Capability {
  if (product === 'LINKEDIN_COMPANY_PAGE') {
    return unsupported('A Company Page answers chats and does not start them.');
  }
  if (!isPrimary) return unsupported('Chats start from the primary inbox of a product.');
  return capabilityOf[productTraits[product].start];
}

function inMail({ inMail: offer }: Traits): Capability {
  if (offer === 'no') return unsupported('InMails are LinkedIn’s.');
  return offer === 'yes' ? full : partial('It needs a LinkedIn subscription and usually costs a credit.');
}
