import { LRUCache } from 'lru-cache';
import type { Attendee } from '../../messaging/attendee.ts';
import type { MessageRef } from '../../messaging/message.ts';

const MOST_PEOPLE = 20_000;
const MOST_PLACES = 50_000;
const MOST_OWNER_IDS = 20;
const KNOWN_FOR_MS = 15 * 60_000;

interface Names {
  /** Unipile's id of the attendee, which its picture and attendee routes want. */
  readonly unipileId?: string;
  /** What a chat is started with where that is not the provider id (Instagram, companies: unipile-v1.md §8.1). */
  readonly startId?: string;
}

/**
 * What answers have said on the way and later calls need: which of Unipile's ids belongs to which of the network's, who
 * that is, and which message and chat belong to which account. Bounded, in memory; who does not find something asks.
 */
export class Directory {
  private readonly names = new LRUCache<string, Names>({ max: MOST_PEOPLE });
  private readonly people: LRUCache<string, Attendee>;
  private readonly places = new LRUCache<string, string>({ max: MOST_PLACES });
  private readonly owners = new Map<string, { attendeeId: string | null; ids: Set<string> }>();

  /** `now` in Unix milliseconds. */
  constructor(now: () => number) {
    this.people = new LRUCache({ max: MOST_PEOPLE, ttl: KNOWN_FOR_MS, ttlResolution: 0, perf: { now } });
  }

  namesOf(accountId: string, providerId: string): Names {
    return this.names.get(key(accountId, providerId)) ?? {};
  }

  learnNames(accountId: string, providerId: string, news: Names): void {
    this.names.set(key(accountId, providerId), { ...this.namesOf(accountId, providerId), ...news });
  }

  /** Somebody as they were seen in the last quarter of an hour. */
  attendee(accountId: string, providerId: string): Attendee | null {
    return this.people.get(key(accountId, providerId)) ?? null;
  }

  learnAttendee(attendee: Attendee): void {
    const { accountId, attendeeId, isSelf } = attendee;
    this.people.set(key(accountId, attendeeId), attendee);
    if (isSelf) this.ownerOf(accountId).attendeeId = attendeeId;
  }

  /** The owner as an attendee, where they have been seen lately. */
  owner(accountId: string): Attendee | null {
    const attendeeId = this.owners.get(accountId)?.attendeeId ?? null;
    return attendeeId === null ? null : this.attendee(accountId, attendeeId);
  }

  /** Any ids by which the owner appears: WhatsApp has several (unipile-v1.md §6.6). */
  learnOwnerIds(accountId: string, ids: readonly (string | null | undefined)[]): void {
    const owner = this.ownerOf(accountId);
    for (const id of ids) if (id && owner.ids.size < MOST_OWNER_IDS) owner.ids.add(id);
  }

  isOwner(accountId: string, id: string): boolean {
    return this.owners.get(accountId)?.ids.has(id) ?? false;
  }

  accountOfChat(chatId: string): string | null {
    return this.places.get(key('chat', chatId)) ?? null;
  }

  learnChat(chatId: string, accountId: string): void {
    this.places.set(key('chat', chatId), accountId);
  }

  /** Whether the message is known to be in that chat of that account; null: not known. */
  isThere({ accountId, chatId, messageId }: Omit<MessageRef, 'connectionId'>): boolean | null {
    const place = this.places.get(key('message', messageId));
    return place === undefined ? null : place === key(accountId, chatId);
  }

  learnMessage({ accountId, chatId, messageId }: Omit<MessageRef, 'connectionId'>): void {
    this.places.set(key('message', messageId), key(accountId, chatId));
    this.learnChat(chatId, accountId);
  }

  private ownerOf(accountId: string) {
    const owner = this.owners.get(accountId) ?? { attendeeId: null, ids: new Set<string>() };
    this.owners.set(accountId, owner);
    return owner;
  }
}

function key(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}
