import type { Json } from '../../messaging/account.ts';
import type { Failure } from '../../messaging/errors.ts';
import type { Instant } from '../../messaging/instant.ts';
import type { Notes } from '../../messaging/notes.ts';
import type { Channel } from './channels.ts';
import type { PersonPage } from './client.ts';
import { isFinal } from './errors.ts';
import { type Profile, profileOf } from './profile-url.ts';
import { merged } from './same-person.ts';
import type * as wire from './wire.ts';

/**
 * How far Linked API's copy of a conversation is. NEW: nobody knows, it is looked up by reading. QUEUED: waits for its
 * turn with us. RUNNING: in the vendor's queue. SYNCED stays so while it is synchronized again by itself.
 */
export type SyncState = 'NEW' | 'QUEUED' | 'RUNNING' | 'SYNCED' | 'FAILED';

/** A synchronization in the vendor's queue. Times here and below are Unix milliseconds. */
export type SyncJob = {
  readonly jobId: string;
  readonly startedAt: number;
  readonly checks: number;
  /** When to ask for it next. */
  readonly checkAt: number;
};

/** That somebody asked for a synchronization. `isFirst`: it goes before everything that was asked for until then. */
export type Asking = { readonly isFirst: boolean; readonly at: number };

/** The conversation with one person on one channel: Linked API has no list of them, so it is remembered here. */
export type Conversation = {
  readonly chatId: string;
  readonly channel: Channel;
  /** The usual spelling: it goes upstream, and names the person as an attendee. */
  readonly url: string;
  /** As it was given, to be shown. */
  readonly givenUrl: string;
  /** Further addresses of the same person, as their page told them. */
  readonly otherUrls: readonly string[];
  readonly name: string | null;
  readonly headline: string | null;
  /** The vendor's id of the conversation, told since May 2026. */
  readonly threadId: string | null;
  readonly followedAt: number;
  /** The conversation that goes on in place of this one, because it is with the same person; null: it goes on itself. */
  readonly sameAs: string | null;

  readonly sync: SyncState;
  /** When `sync` changed last. */
  readonly changedAt: number;
  /** Why `sync` is FAILED. */
  readonly failure: Failure | null;
  /** Not to be tried again before; null where it failed for good. */
  readonly notBefore: number | null;
  /** Null where nobody asked since it was synchronized last. */
  readonly asked: Asking | null;
  /** In a row without success. */
  readonly attempts: number;
  readonly job: SyncJob | null;
  readonly syncedAt: number | null;
  readonly syncUntil: Instant | null;

  /** Whether the last read was answered. */
  readonly isReadable: boolean;
  /** When all of it was looked through for news. */
  readonly readWholeAt: number | null;
  /** What is later than this is news also in the first read: we wrote to them first. */
  readonly newsSince: Instant | null;
  /** The newest that was read; null where there was none. */
  readonly lastMessage: wire.Message | null;
};

/** Who is followed, in the notes of the connection. Every method throws StorageUnavailable. */
export class People {
  private readonly notes: Notes;
  private readonly prefix: string;
  private readonly now: () => number;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(notes: Notes, accountId: string, now: () => number) {
    this.notes = notes;
    this.prefix = `conversation/${accountId}/`;
    this.now = now;
  }

  /** Who is followed, in the order of their ids. */
  async all(): Promise<readonly Conversation[]> {
    return (await this.remembered()).filter(({ sameAs }) => sameAs === null);
  }

  /** Also those that another goes on in place of. */
  async remembered(): Promise<readonly Conversation[]> {
    return (await this.notes.list(this.prefix)).map(({ value }) => conversationIn(value));
  }

  /** The conversation of this id, or the one that goes on in its place; null where there is none. */
  async get(chatId: string): Promise<Conversation | null> {
    const value = await this.notes.get(this.prefix + chatId);
    if (value === undefined) return null;
    const conversation = conversationIn(value);
    return conversation.sameAs === null ? conversation : this.get(conversation.sameAs);
  }

  /** The conversation with somebody, whichever of their addresses is known. */
  async with(channel: Channel, { url }: Profile): Promise<Conversation | null> {
    const all = await this.all();
    return all.find((conversation) => conversation.channel === channel && isAt(conversation, url)) ?? null;
  }

  /** Remembers somebody; answers what is remembered already where they are. Throws TypeError for no profile's address. */
  follow(channel: Channel, givenUrl: string): Promise<Conversation> {
    const profile = profileOf(givenUrl);
    if (profile === null) throw new TypeError('It is no address of a profile.');
    return this.exclusively(async () => {
      const all = await this.all();
      const same = all.filter((conversation) => isAt(conversation, profile.url));
      const known = same.find((conversation) => conversation.channel === channel);
      if (known !== undefined) return known;
      const [elsewhere] = same;
      return this.write({
        ...unknown(channel, profile, givenUrl, this.now()),
        ...(elsewhere && {
          name: elsewhere.name,
          headline: elsewhere.headline,
          otherUrls: elsewhere.otherUrls,
        }),
      });
    });
  }

  /** Changes what is remembered, one change after the other; `change` answers the same where there is nothing to change. */
  update(chatId: string, change: (conversation: Conversation) => Conversation): Promise<Conversation | null> {
    return this.exclusively(async () => {
      const before = await this.get(chatId);
      if (before === null) return null;
      const after = change(before);
      return after === before ? before : this.write(after);
    });
  }

  /** What a person's page told, on every channel. Conversations on one channel that are with the same person become one. */
  learn(url: string, { name, headline, urls }: PersonPage): Promise<void> {
    const told = urls.flatMap((address) => profileOf(address)?.url ?? []);
    return this.exclusively(async () => {
      const addresses = [url, ...told];
      const isTheirs = (one: Conversation) => addresses.some((address) => isAt(one, address));
      const kept = new Map<Channel, Conversation>();
      for (const conversation of (await this.all()).filter(isTheirs)) {
        const known = {
          ...conversation,
          name: name ?? conversation.name,
          headline: headline ?? conversation.headline,
          otherUrls: otherThan(conversation.url, [...conversation.otherUrls, ...addresses]),
        };
        const same = kept.get(known.channel);
        const [one, retired] = same === undefined ? [known] : merged(same, known, this.now());
        if (retired !== undefined) await this.write(retired);
        kept.set(known.channel, await this.write(one));
      }
    });
  }

  private async write(conversation: Conversation): Promise<Conversation> {
    await this.notes.set(this.prefix + conversation.chatId, conversation as unknown as Json);
    return conversation;
  }

  private exclusively<Result>(action: () => Promise<Result>): Promise<Result> {
    const result = this.turn.then(action);
    this.turn = result.catch(() => undefined);
    return result;
  }
}

/** As it was remembered; by earlier releases without some members, and given up for errors that may pass. */
type Remembered = Omit<Conversation, 'followedAt' | 'sameAs' | 'asked'> & Partial<Conversation>;

function conversationIn(value: Json): Conversation {
  const conversation = { followedAt: 0, sameAs: null, asked: null, ...(value as unknown as Remembered) };
  const { sync, notBefore, failure } = conversation;
  const isGivenUp = sync === 'FAILED' && notBefore === null && failure !== null;
  return isGivenUp && !isFinal(failure) ? { ...conversation, notBefore: 0 } : conversation;
}

function otherThan(url: string, addresses: readonly string[]): string[] {
  return [...new Set(addresses)].filter((address) => address !== url);
}

export function isAt({ url, otherUrls }: Conversation, address: string): boolean {
  return url === address || otherUrls.includes(address);
}

function unknown(channel: Channel, { key, url }: Profile, givenUrl: string, now: number): Conversation {
  return {
    chatId: `${channel}:${key}`,
    channel,
    url,
    givenUrl,
    otherUrls: [],
    name: null,
    headline: null,
    threadId: null,
    followedAt: now,
    sameAs: null,
    sync: 'NEW',
    changedAt: now,
    failure: null,
    notBefore: now,
    asked: null,
    attempts: 0,
    job: null,
    syncedAt: null,
    syncUntil: null,
    isReadable: false,
    readWholeAt: null,
    newsSince: null,
    lastMessage: null,
  };
}
