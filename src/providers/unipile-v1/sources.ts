import type { Attendee } from '../../messaging/attendee.ts';
import type { Call } from '../../messaging/call.ts';
import { type Chat, type ChatFilter, chatKey } from '../../messaging/chat.ts';
import { invalidInput } from '../../messaging/errors.ts';
import type { Instant } from '../../messaging/instant.ts';
import type { Message, MessageFilter } from '../../messaging/message.ts';
import type { PageSource, Position } from '../../messaging/page.ts';
import type { Query } from '../http.ts';
import { MAX_PAGE_SIZE, type Page } from './client.ts';

/** One page, converted. */
type Get<Item> = (query: Query, call: Call) => Promise<Page<Item>>;

/** Chats by last activity. */
export function chatSource(name: string, filter: Query, get: Get<Chat>): PageSource<Chat> {
  return {
    ...byDate(name, filter, get),
    idOf: chatKey,
    timeOf: (chat) => chat.lastActivityAt,
  };
}

/** Messages by the time they were sent. */
export function messageSource(name: string, filter: Query, get: Get<Message>): PageSource<Message> {
  return {
    ...byDate(name, filter, get),
    idOf: ({ connectionId, accountId, messageId }) => JSON.stringify([connectionId, accountId, messageId]),
    timeOf: (message) => message.sentAt,
  };
}

/** Attendees, in no order that means anything. */
export function attendeeSource(name: string, filter: Query, get: Get<Attendee>): PageSource<Attendee> {
  return {
    name,
    kind: 'cursor',
    maxPageSize: MAX_PAGE_SIZE,
    fetch: (position, limit, call) => fetchPage(get, position, filter, limit, call),
    idOf: (attendee) => attendee.attendeeId,
    timeOf: () => null,
  };
}

/** A list that comes whole. */
export function wholeAttendeeSource(
  name: string,
  get: (call: Call) => Promise<Attendee[]>,
): PageSource<Attendee> {
  return {
    name,
    kind: 'whole',
    maxPageSize: MAX_PAGE_SIZE,
    fetch: async (_position, _limit, call) => ({ items: await get(call), next: null }),
    idOf: (attendee) => attendee.attendeeId,
    timeOf: () => null,
  };
}

/** What of a filter Unipile can apply (unipile-v1.md §5.1). */
export function chatQuery({ unread, activeAfter, activeBefore }: ChatFilter): Query {
  return { unread, after: activeAfter, before: activeBefore };
}

/** What of a filter Unipile can apply (§5.5, §5.11). */
export function messageQuery({ senderId, sentAfter, sentBefore }: MessageFilter): Query {
  return { sender_id: senderId, after: sentAfter, before: sentBefore };
}

function byDate<Item>(name: string, filter: Query, get: Get<Item>) {
  return {
    name,
    kind: 'cursor' as const,
    maxPageSize: MAX_PAGE_SIZE,
    fetch: (position: Position | null, limit: number, call: Call) =>
      fetchPage(get, position, filter, limit, call),
    positionBefore: (before: Instant): Position => ({ at: 'date', before }),
  };
}

async function fetchPage<Item>(
  get: Get<Item>,
  position: Position | null,
  filter: Query,
  limit: number,
  call: Call,
) {
  const { items, cursor } = await get({ ...queryOf(position, filter), limit }, call);
  return { items, next: cursor === null ? null : { at: 'cursor' as const, cursor } };
}

// A cursor carries the filter that it began with, and nothing else may go along with it (§2.5).
function queryOf(position: Position | null, filter: Query): Query {
  if (position === null) return filter;
  switch (position.at) {
    case 'cursor':
      return { cursor: position.cursor };
    case 'date': {
      const bound = filter.before;
      const isNarrower = typeof bound === 'string' && bound < position.before;
      return { ...filter, before: isNarrower ? bound : position.before };
    }
    case 'offset':
      throw invalidInput('This list has no offsets.', 'after');
  }
}
