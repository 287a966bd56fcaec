import { LRUCache } from 'lru-cache';
import type { Attendee } from '../../messaging/attendee.ts';

const MOST_PEOPLE = 20_000;
const MOST_CHATS = 50_000;
const KNOWN_FOR_MS = 15 * 60_000;

/**
 * What answers have said on the way and later calls need: who is who, where pictures are, and to which inbox a chat
 * belongs. Bounded, in memory; who does not find something asks.
 */
export class Directory {
  private readonly people: LRUCache<string, Attendee>;
  private readonly pictures = new LRUCache<string, string>({ max: MOST_PEOPLE });
  private readonly inboxes = new LRUCache<string, string>({ max: MOST_CHATS });

  /** `now` in Unix milliseconds. */
  constructor(now: () => number) {
    this.people = new LRUCache({ max: MOST_PEOPLE, ttl: KNOWN_FOR_MS, ttlResolution: 0, perf: { now } });
  }

  /** Somebody as they were seen in the last quarter of an hour. */
  attendee(accountId: string, attendeeId: string): Attendee | null {
    return this.people.get(key(accountId, attendeeId)) ?? null;
  }

  learnAttendee(attendee: Attendee, pictureUrl: string | null): void {
    const { accountId, attendeeId } = attendee;
    this.people.set(key(accountId, attendeeId), attendee);
    if (pictureUrl !== null) this.pictures.set(key(accountId, 'attendee', attendeeId), pictureUrl);
  }

  attendeePicture(accountId: string, attendeeId: string): string | null {
    return this.pictures.get(key(accountId, 'attendee', attendeeId)) ?? null;
  }

  chatPicture(accountId: string, chatId: string): string | null {
    return this.pictures.get(key(accountId, 'chat', chatId)) ?? null;
  }

  /** The primary inbox of the chat's product, as a list or the chat itself has told. */
  inboxOf(accountId: string, chatId: string): string | null {
    return this.inboxes.get(key(accountId, chatId)) ?? null;
  }

  learnChat(accountId: string, chatId: string, inboxId: string | null, pictureUrl: string | null): void {
    if (inboxId !== null) this.inboxes.set(key(accountId, chatId), inboxId);
    if (pictureUrl !== null) this.pictures.set(key(accountId, 'chat', chatId), pictureUrl);
  }
}

function key(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}
