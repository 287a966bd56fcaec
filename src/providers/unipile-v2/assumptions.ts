import type { AccountStatus } from '../../messaging/account.ts';
import type { ErrorCode } from '../../messaging/errors.ts';
import type { Product } from '../../messaging/inbox.ts';
import type { OutgoingAttachment } from '../../messaging/send.ts';

// What no document of Unipile v2 states for certain, each behind one name, so that a real key can settle it.
// docs/unipile-v2-assumptions.md says of each how.

/** The keys that LinkedIn's options go under when a chat starts: guides and API description differ (unipile-v2.md, D1). */
export const START_OPTIONS_UNDER: readonly ('options' | 'specifics')[] = ['options', 'specifics'];

/**
 * Whether the ids that a send answers are those that lists and `message.new` have for its messages (§13, 9). Where they
 * are not, the gateway knows a message again by what was said.
 */
export const SENDS_NAME_MESSAGES = true;

/** Whether all products of LinkedIn push `message.new`, and not Classic alone (§13, 2). */
export const ALL_PRODUCTS_PUSH = true;

/** Items per page. A larger limit may be cut without a word, and an offset counts what was asked for. */
export const MAX_PAGE_SIZE = 100;

/** How lists of a product are paged; stated for LinkedIn's three products, assumed for the others (§2). */
export const paging: Readonly<Record<Product, 'offset' | 'cursor'>> = {
  LINKEDIN_CLASSIC: 'offset',
  LINKEDIN_SALES_NAVIGATOR: 'offset',
  LINKEDIN_RECRUITER: 'cursor',
  LINKEDIN_COMPANY_PAGE: 'offset',
  MESSAGING: 'cursor',
  UNKNOWN: 'offset',
};

/** Whether lists of messages take `before`, `after` and `user_id` (§6.1); the gateway filters all the same. */
export const MESSAGE_LISTS_TAKE_FILTERS = true;

/** Whether the preview of a chat's last message holds its whole text (§5.2), so that it serves as the message. */
export const PREVIEWS_ARE_WHOLE = true;

/** Bytes of all files of a message together, before they are written as base64 (§5.6). */
export const MAX_TOTAL_BYTES = 20 * 1024 * 1024;

/** Pages of 100 that are searched for a message where it cannot be asked for (§6.1, endpoint 5). */
export const SEARCHED_PAGES = 5;

/** How long an account is left alone after a 429 that names no time (§3.3). */
export const PAUSE_MS = 60_000;

/** How far a webhook's signature may be from now (§8.3). */
export const SIGNATURE_WINDOW_SECONDS = 300;
export const SIGNATURE_HEADER = 'unipile-signature';

/** What an endpoint listens to (§8.1, §8.4). */
export const triggerEvents = [
  'message.new',
  'message.update',
  'message.delete',
  'message.receipt.read',
  'message.receipt.delivery',
  'message.reaction.new',
  'message.reaction.delete',
  'chat.update',
  'chat.delete',
  'account.status.running',
  'account.status.disconnected',
  'account.status.errored',
  'account.status.degraded',
  'account.status.partial',
  'account.locked',
  'account.unlocked',
  'account.add',
  'account.reconnect',
  'account.remove',
] as const;

/** What is asked for where one of the names above is refused. */
export const certainTriggerEvents: readonly string[] = ['message.new', 'message.receipt.read'];

/** What an account is after each of its events (§8.4). */
export const statusEvents: Readonly<Record<string, AccountStatus>> = {
  'account.status.running': 'CONNECTED',
  'account.status.disconnected': 'NEEDS_RECONNECT',
  'account.status.errored': 'ERROR',
  'account.status.paused': 'PAUSED',
  'account.status.degraded': 'DEGRADED',
  'account.status.partial': 'DEGRADED',
  'account.locked': 'RESTRICTED',
  'account.unlocked': 'CONNECTED',
  'account.add': 'CONNECTED',
  'account.reconnect': 'CONNECTED',
  'account.remove': 'REMOVED',
};

/**
 * Whether the `id` of a receipt or a reaction is the message's: where it is in a chat and says of itself that it is a
 * message, or nothing. One that says what else it is has an id of its own (§8.4).
 */
export function hasIdOfMessage({ object, chat_id }: Readonly<Record<string, unknown>>): boolean {
  return Boolean(chat_id) && (object == null || object === 'Message');
}

/** Which product an event of an account names, however it is written (§8.4). */
export function productOfEvent(name: string): Product {
  const word = name.toLowerCase();
  if (word.includes('classic')) return 'LINKEDIN_CLASSIC';
  if (word.includes('sales')) return 'LINKEDIN_SALES_NAVIGATOR';
  if (word.includes('recruiter')) return 'LINKEDIN_RECRUITER';
  return /company|organi[sz]ation|page/.test(word) ? 'LINKEDIN_COMPANY_PAGE' : 'UNKNOWN';
}

/** Which product an inbox is of, by its id (§4). */
export function productOfInbox(inboxId: string): Product {
  if (inboxId.startsWith('CLASSIC_')) return 'LINKEDIN_CLASSIC';
  if (inboxId.startsWith('SALES_NAVIGATOR_')) return 'LINKEDIN_SALES_NAVIGATOR';
  if (inboxId.startsWith('RECRUITER_')) return 'LINKEDIN_RECRUITER';
  return /^(COMPANY|ORGANI[SZ]ATION|PAGE)/.test(inboxId) ? 'LINKEDIN_COMPANY_PAGE' : 'UNKNOWN';
}

/** How the ids of people begin in each product of LinkedIn: one person has another id in each (§1.1). */
const userIds: Readonly<Partial<Record<Product, RegExp>>> = {
  LINKEDIN_CLASSIC: /^A[CD]o/,
  LINKEDIN_SALES_NAVIGATOR: /^ACw/,
  LINKEDIN_RECRUITER: /^AE/,
};

/** Whether an id is good in a product: it is not where it begins as those of another. Nothing translates between them (§1.1). */
export function mayBeUserOf(product: Product, userId: string): boolean {
  const own = userIds[product];
  return own === undefined || own.test(userId) || !Object.values(userIds).some((ids) => ids.test(userId));
}

/** The primary inbox that a chat belongs to as far as its own id tells, where nothing else does (D9). */
export function inboxOfChatId(chatId: string): string {
  if (chatId.startsWith('RECRUITER_')) return 'RECRUITER_PRIMARY';
  return chatId.startsWith('SALES_NAVIGATOR_') ? 'SALES_NAVIGATOR_PRIMARY' : 'CLASSIC_PRIMARY';
}

/** Inboxes of one product and page share all of their id but its last word: `COMPANY_7_PRIMARY`, `COMPANY_7_ARCHIVED`. */
export function familyOf(inboxId: string): string {
  const end = inboxId.lastIndexOf('_');
  return end < 1 ? inboxId : inboxId.slice(0, end);
}

/** The last word of an inbox id: what it shows of its family. */
export function viewOf(inboxId: string): string {
  return inboxId.slice(familyOf(inboxId).length + 1);
}

/** The inbox that starts chats, and that all chats of the family are said to be in. */
export const primaryOf = (inboxId: string): string => `${familyOf(inboxId)}_PRIMARY`;

/** Views that hold chats which the primary inbox of their family does not (§4); all others show some of the same again. */
export function isApart(inboxId: string): boolean {
  return viewOf(inboxId) === 'ARCHIVED' || inboxId === 'CLASSIC_INMAIL';
}

/** Whether an inbox lists a chat: the chat's `folders` name all that do (§5.2). */
export function isListedIn(inboxId: string, folders: readonly string[]): boolean {
  return folders.includes(inboxId);
}

/** Whether a chat is an InMail: it shows in that inbox, or it has a subject in a product that writes to strangers (§5.2). */
export function isInMailChat(inboxIds: readonly string[], product: Product, hasSubject: boolean): boolean {
  if (inboxIds.some((inboxId) => viewOf(inboxId) === 'INMAIL')) return true;
  return hasSubject && (product === 'LINKEDIN_SALES_NAVIGATOR' || product === 'LINKEDIN_RECRUITER');
}

/** A length in milliseconds; the unit of `duration` is not stated (§5.5), v1 has seconds. */
export const durationMs = (duration: number): number => duration * 1000;

/** How sound goes out. What is played in the chat says whether it is a voice note: without a word it may become one (D2). */
export const audioMode = ({ mode, voiceNote }: OutgoingAttachment): object =>
  mode === 'FILE' && !voiceNote ? { send_mode: 'file' } : { send_mode: 'native', voice_note: voiceNote };

/** Whether a refusal is about the recipient: no connection, blocked, not to be written to. How much was written is not. */
function isAboutRecipient(said: string): boolean {
  if (/\blimit|\bwait\b|\balready\b|\btoo many\b|\bthis (day|week|month)\b/i.test(said)) return false;
  return (
    /\bnot\b.*\bconnect(ed|ions?)\b|\bnot take inmails\b|\bblocked\b|\bunreachable\b/i.test(said) ||
    /\b(cannot|can't) (be (reached|contacted|messaged)|reach|contact|message)\b/i.test(said)
  );
}

/**
 * Why the network refuses what it has understood. Unipile has one type for all reasons (§3.2), and only its text, which
 * is never shown, tells them apart; null where it tells none.
 */
export function refusalOf(said: unknown): readonly [code: ErrorCode, detail: string] | null {
  if (typeof said !== 'string') return null;
  if (/credit/i.test(said)) {
    return ['INSUFFICIENT_CREDITS', 'The account has no InMail credits left for this.'];
  }
  if (isAboutRecipient(said)) {
    return ['RECIPIENT_UNREACHABLE', 'The recipient cannot be reached by this account in this way.'];
  }
  return null;
}
