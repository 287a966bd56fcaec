import type { Account } from '../../messaging/account.ts';
import type { Attendee } from '../../messaging/attendee.ts';
import type { Call } from '../../messaging/call.ts';
import { type Chat, type ChatFilter, chatKey } from '../../messaging/chat.ts';
import { invalidInput } from '../../messaging/errors.ts';
import type { Product } from '../../messaging/inbox.ts';
import type { Message, MessageFilter } from '../../messaging/message.ts';
import type { PageSource, Position, SourcePage } from '../../messaging/page.ts';
import type { Query } from '../http.ts';
import { MAX_PAGE_SIZE, MESSAGE_LISTS_TAKE_FILTERS, paging } from './assumptions.ts';
import type { Page } from './client.ts';

/** One page of a list, converted. */
export type GetPage<Item> = (query: Query, call: Call) => Promise<Page<Item>>;

/** Chats by last activity. */
export function chatSource(
  name: string,
  product: Product,
  filter: Query,
  get: GetPage<Chat>,
): PageSource<Chat> {
  return { ...paged(name, product, filter, get, chatKey), timeOf: (chat) => chat.lastActivityAt };
}

/** Messages of one chat by the time they were sent. */
export function messageSource(
  name: string,
  product: Product,
  filter: Query,
  get: GetPage<Message>,
): PageSource<Message> {
  const idOf = ({ messageId }: Message) => messageId;
  return { ...paged(name, product, filter, get, idOf), timeOf: (message) => message.sentAt };
}

/** A list that comes whole. */
export function wholeSource<Item>(
  name: string,
  get: (call: Call) => Promise<readonly Item[]>,
  idOf: (item: Item) => string,
  timeOf: (item: Item) => string | null,
): PageSource<Item> {
  const fetch = async (_position: Position | null, _limit: number, call: Call) => ({
    items: await get(call),
    next: null,
  });
  return { name, kind: 'whole', maxPageSize: MAX_PAGE_SIZE, fetch, idOf, timeOf };
}

export function attendeeSource(
  name: string,
  get: (call: Call) => Promise<readonly Attendee[]>,
): PageSource<Attendee> {
  return wholeSource(
    name,
    get,
    ({ attendeeId }) => attendeeId,
    () => null,
  );
}

const chatTypes = { DIRECT: '1to1', GROUP: 'group', CHANNEL: 'channel' } as const;

/** What of a filter the lists of networks without inboxes can apply; LinkedIn's cannot (unipile-v2.md §6.1). */
export function chatQuery({ unread, archived, kind }: ChatFilter): Query {
  return { is_unread: unread, is_archived: archived, type: kind && chatTypes[kind] };
}

/** What of a filter lists of messages can apply. The owner has another id in each product, so they are not asked by theirs. */
export function messageQuery(
  { ownerId }: Account,
  { senderId, sentAfter, sentBefore }: MessageFilter,
): Query {
  if (!MESSAGE_LISTS_TAKE_FILTERS) return {};
  return { user_id: senderId === ownerId ? null : senderId, after: sentAfter, before: sentBefore };
}

type Paged<Item> = Omit<PageSource<Item>, 'timeOf'>;

function paged<Item>(
  name: string,
  product: Product,
  filter: Query,
  get: GetPage<Item>,
  idOf: (item: Item) => string,
): Paged<Item> {
  const kind = paging[product];
  const seen = new Map<string, number>();

  /** Whether an offset shows the page of an earlier one again: then it is not followed, and there is no end to wait for. */
  function isRepeated(items: readonly Item[], offset: number): boolean {
    if (items.length === 0) return false;
    const ids = JSON.stringify(items.map(idOf));
    const before = seen.get(ids) ?? offset;
    seen.set(ids, Math.min(before, offset));
    return before < offset;
  }

  async function fetch(position: Position | null, limit: number, call: Call): Promise<SourcePage<Item>> {
    const page = await get({ ...queryOf(position, filter), limit }, call);
    const offset = position?.at === 'offset' ? position.offset : 0;
    const total = page.total;
    if (kind === 'cursor') {
      const next = page.cursor === null ? null : { at: 'cursor' as const, cursor: page.cursor };
      return { items: page.items, next, total };
    }
    // A page may be shorter than asked for, also in the middle: only an empty one is the end (§2).
    const isOver = page.size === 0 || isRepeated(page.items, offset);
    return { items: page.items, next: isOver ? null : { at: 'offset', offset: offset + limit }, total };
  }

  return { name, kind, maxPageSize: MAX_PAGE_SIZE, fetch, idOf };
}

// A cursor holds the query that it was made from, so nothing goes along with it (§2).
function queryOf(position: Position | null, filter: Query): Query {
  if (position === null) return filter;
  if (position.at === 'cursor') return { cursor: position.cursor };
  if (position.at === 'offset') return { ...filter, offset: position.offset };
  throw invalidInput('This list cannot be entered by time.', 'after');
}
