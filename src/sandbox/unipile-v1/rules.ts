import { UnipileError } from './errors.ts';
import type { Account, Network } from './world/account.ts';
import type { Chat } from './world/chat.ts';

const MINUTE = 60_000;

type Feature =
  | 'reaction'
  | 'delete'
  | 'edit'
  | 'forward'
  | 'voice message'
  | 'video message'
  | 'participants'
  | 'marks'
  | 'label';

// unipile-v1.md §8.2; what is not there answers 501.
const SUPPORTED: Record<Feature, readonly Network[]> = {
  reaction: ['WHATSAPP', 'LINKEDIN'],
  delete: ['WHATSAPP', 'LINKEDIN'],
  edit: ['WHATSAPP', 'LINKEDIN'],
  forward: ['WHATSAPP'],
  'voice message': ['WHATSAPP', 'LINKEDIN'],
  'video message': ['LINKEDIN'],
  participants: ['WHATSAPP'],
  marks: ['WHATSAPP', 'LINKEDIN'],
  label: ['LINKEDIN'],
};

/** Throws feature_not_implemented where the network cannot do it. */
export function mustSupport(account: Account, feature: Feature): void {
  if (SUPPORTED[feature].includes(account.network)) return;
  throw new UnipileError('feature_not_implemented', `${feature} is not available on ${account.network}.`);
}

/** Throws disconnected_account while the account's source is not OK. */
export function mustBeConnected(account: Account): void {
  if (account.status === 'OK') return;
  throw new UnipileError('disconnected_account', 'Account is no longer connected to its provider.');
}

/** Throws where a chat takes no messages. */
export function mustBeWritable(chat: Chat): void {
  if (chat.readOnly === 0) return;
  throw new UnipileError('cant_send_message', 'This chat is read-only.');
}

/** Throws where a chat has a feature turned off. */
export function mustAllow(chat: Chat, feature: Chat['disabledFeatures'][number]): void {
  if (!chat.disabledFeatures.includes(feature)) return;
  throw new UnipileError('unprocessable_entity', `This chat does not allow ${feature}.`);
}

const DELETE_WINDOW: Partial<Record<Network, number>> = { LINKEDIN: 60 * MINUTE };
const EDIT_WINDOW: Partial<Record<Network, number>> = { LINKEDIN: 60 * MINUTE, WHATSAPP: 15 * MINUTE };

/** Throws where it is too late to take a message back or to change it. */
export function mustBeInTime(account: Account, feature: 'delete' | 'edit', ageMs: number): void {
  const window = (feature === 'delete' ? DELETE_WINDOW : EDIT_WINDOW)[account.network];
  if (window === undefined || ageMs <= window) return;
  throw new UnipileError('unprocessable_entity', `Too late to ${feature} this message.`);
}

const MAX_TEXT: Record<Network, number> = {
  LINKEDIN: 8000,
  WHATSAPP: 65_536,
  INSTAGRAM: 1000,
  TELEGRAM: 4096,
  MESSENGER: 20_000,
  SLACK: 40_000,
  TWITTER: 10_000,
};
const MAX_INMAIL_TEXT = 1900;

/** Throws too_many_characters. */
export function mustFit(account: Account, text: string, isInMail: boolean): void {
  const most = isInMail ? MAX_INMAIL_TEXT : MAX_TEXT[account.network];
  if (text.length <= most) return;
  throw new UnipileError('too_many_characters', `At most ${most} characters, got ${text.length}.`);
}

const REFUSED_FILES = /\.(exe|bat|cmd|msi|scr|js|html?|svg)$/i;

/** Throws unsupported_media_type for files that the network does not take. */
export function mustTakeFile(account: Account, fileName: string, mimeType: string): void {
  const onlyMedia = account.network === 'INSTAGRAM';
  if (!REFUSED_FILES.test(fileName) && (!onlyMedia || /^(image|video|audio)\//.test(mimeType))) return;
  throw new UnipileError('unsupported_media_type', `${account.network} does not take this kind of file.`);
}
