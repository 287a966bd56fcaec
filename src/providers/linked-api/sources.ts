import type { Attendee } from '../../messaging/attendee.ts';
import { type Chat, chatKey } from '../../messaging/chat.ts';
import type { PageSource } from '../../messaging/page.ts';

const MAX_PAGE_SIZE = 1_000;

/** Chats that are all remembered, newest activity first. */
export function wholeChats(name: string, get: () => Promise<Chat[]>): PageSource<Chat> {
  return {
    name,
    kind: 'whole',
    maxPageSize: MAX_PAGE_SIZE,
    fetch: async () => {
      const items = (await get()).sort(newestFirst);
      return { items, next: null, total: items.length };
    },
    idOf: chatKey,
    timeOf: (chat) => chat.lastActivityAt,
  };
}

export function wholeAttendees(name: string, get: () => Promise<Attendee[]>): PageSource<Attendee> {
  return {
    name,
    kind: 'whole',
    maxPageSize: MAX_PAGE_SIZE,
    fetch: async () => {
      const items = await get();
      return { items, next: null, total: items.length };
    },
    idOf: (attendee) => attendee.attendeeId,
    timeOf: () => null,
  };
}

/** Without activity last; otherwise equal ones by id. */
function newestFirst(one: Chat, other: Chat): number {
  const [first, second] = [one.lastActivityAt ?? '', other.lastActivityAt ?? ''];
  if (first !== second) return first > second ? -1 : 1;
  return one.chatId < other.chatId ? -1 : 1;
}
