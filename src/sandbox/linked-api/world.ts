import { createHash } from 'node:crypto';
import type { Limit } from './limits.ts';
import { sameProfile } from './urls.ts';

/** Standard messaging, or Sales Navigator (linked-api.md §5.8). */
export type Channel = 'st' | 'nv';
export const CHANNELS = ['st', 'nv'] as const;

export interface Person {
  /** The opaque segment of the hashed address. */
  id: string;
  publicUrl: string;
  hashedUrl: string;
  name: string;
  headline: string;
  location: string;
  position: string;
  companyName: string;
  /** False: nobody may write to them (not connected, or they refuse). */
  messageable: boolean;
}

export interface Account {
  /** The id of the admin routes. */
  id: string;
  identificationToken: string;
  name: string;
  url: string;
  state: 'active' | 'signedOut' | 'noSeat';
  hasSalesNavigator: boolean;
  countryCode: string;
  limits: Limit[];
  /** Since when all new messages are captured, by channel; null: they are not (linked-api.md §7). */
  monitoredSince: Record<Channel, number | null>;
}

/** A message as LinkedIn has it. */
export interface Message {
  id: string;
  sender: 'us' | 'them';
  text: string | null;
  /** Of what was sent in Sales Navigator with one; no answer shows it. */
  subject?: string;
  at: number;
  /** From when Linked API's own copy has it; null: it has not noticed it yet. */
  copiedAt: number | null;
}

/** What one account and one person said on one channel. */
export interface Conversation {
  accountId: string;
  channel: Channel;
  person: Person;
  threadId: string;
  /** Oldest first. */
  messages: Message[];
  /** Until when the copy follows; null: it was never synchronised. */
  syncedUntil: number | null;
  flags: { archived: boolean; starred: boolean; muted: boolean };
}

/** An executed action, as the statistics list it. */
export interface ExecutedAction {
  accountId: string;
  actionType: string;
  success: boolean;
  at: number;
}

/** LinkedIn itself, and what Linked API has copied of it. */
export class World {
  readonly accounts: Account[] = [];
  readonly people: Person[] = [];
  readonly executed: ExecutedAction[] = [];
  private readonly conversations: Conversation[] = [];

  /** Undefined where there is nobody of that address, public or hashed. */
  person(url: string): Person | undefined {
    return this.people.find(
      (person) => sameProfile(url, person.publicUrl) || sameProfile(url, person.hashedUrl),
    );
  }

  account(id: string): Account | undefined {
    return this.accounts.find((account) => account.id === id);
  }

  allConversations(): readonly Conversation[] {
    return this.conversations;
  }

  find(account: Account, channel: Channel, person: Person): Conversation | undefined {
    return this.conversations.find(
      (conversation) =>
        conversation.accountId === account.id &&
        conversation.channel === channel &&
        conversation.person === person,
    );
  }

  /** The conversation, begun now if there was none. */
  conversation(account: Account, channel: Channel, person: Person): Conversation {
    const known = this.find(account, channel, person);
    if (known !== undefined) return known;
    const threadId = `2-${digest(account.id, channel, person.id).toString('base64').slice(0, 24)}==`;
    const flags = { archived: false, starred: false, muted: false };
    const begun = {
      accountId: account.id,
      channel,
      person,
      threadId,
      messages: [],
      syncedUntil: null,
      flags,
    };
    this.conversations.push(begun);
    return begun;
  }

  thread(account: Account, channel: Channel, threadId: string): Conversation | undefined {
    return this.conversations.find(
      (conversation) =>
        conversation.accountId === account.id &&
        conversation.channel === channel &&
        conversation.threadId === threadId,
    );
  }
}

/** A UUID-shaped id that follows from what it names. */
export function uuidOf(...parts: readonly string[]): string {
  const hex = digest(...parts).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

function digest(...parts: readonly string[]): Buffer {
  return createHash('sha256').update(parts.join('\n')).digest();
}
