import type { Attendee } from '../../messaging/attendee.ts';
import type { Call } from '../../messaging/call.ts';
import type { Chat } from '../../messaging/chat.ts';
import { type Failure, failureOf } from '../../messaging/errors.ts';
import type { Message } from '../../messaging/message.ts';
import { concurrently } from '../concurrently.ts';
import { MAX_PAGE_SIZE, type Page } from './client.ts';
import type { Connection } from './connection.ts';
import { ownerLast, type People } from './people.ts';
import type * as wire from './wire.ts';

const MAX_PAGES = 3;
/** So few chats are asked one by one: a page of all messages may miss them. */
const FEW = 2;
const AT_ONCE = 4;

/**
 * The last messages of many chats: the newest messages of all chats hold most of them; what they do not hold is asked
 * for by chat. One answer per chat, in their order.
 */
export async function lastMessages(
  connection: Connection,
  chats: readonly Chat[],
  accountIds: readonly string[],
  call: Call,
): Promise<(Message | null | Failure)[]> {
  const found = new Map<string, Message>();
  const trouble = await failureIn(() => readNewest(connection, chats, accountIds, found, call));
  return concurrently(AT_ONCE, chats, ({ accountId, chatId }) => {
    const message = found.get(chatId);
    if (message !== undefined) return Promise.resolve(message);
    return orFailure(trouble, () => lastMessageOf(connection, accountId, chatId, call));
  });
}

/** Reads the newest messages of all accounts, or of the only one, while that is cheaper than asking for each chat. */
async function readNewest(
  connection: Connection,
  chats: readonly Chat[],
  accountIds: readonly string[],
  found: Map<string, Message>,
  call: Call,
): Promise<void> {
  const missing = () => chats.filter(({ chatId }) => !found.has(chatId));
  const account = onlyAccount(chats);
  let query: { cursor: string } | { account_id: string | null } = { account_id: account };
  for (let pages = 0; pages < MAX_PAGES && missing().length > FEW; pages += 1) {
    const page: Page<wire.Message> = await connection.client.listMessages(
      { ...query, limit: MAX_PAGE_SIZE },
      account,
      call,
    );
    for (const message of connection.messages(page.items, accountIds)) {
      if (!found.has(message.chatId)) found.set(message.chatId, message);
    }
    const oldest = page.items.at(-1)?.timestamp;
    if (page.cursor === null || oldest === undefined) return;
    if (missing().every((chat) => isPast(chat, oldest))) return;
    query = { cursor: page.cursor };
  }
}

// The list has gone by the time of the chat's last activity, and will not come to it any more.
function isPast({ lastActivityAt }: Chat, oldest: string): boolean {
  return lastActivityAt === null || lastActivityAt > oldest;
}

async function lastMessageOf(
  connection: Connection,
  accountId: string,
  chatId: string,
  call: Call,
): Promise<Message | null> {
  const { lastMessage } = await connection.client.getChat(chatId, accountId, call);
  const [message = null] = connection.messages(lastMessage ? [lastMessage] : [], [accountId]);
  return message;
}

/**
 * Who is in many chats: in direct ones the counterpart and the owner, as far as they are known or on the first pages of
 * everybody; in all others whom the chat's own list names. One answer per chat, in their order.
 */
export async function chatAttendees(
  connection: Connection,
  people: People,
  chats: readonly Chat[],
  call: Call,
): Promise<(readonly Attendee[] | Failure)[]> {
  const counterparts = chats.flatMap(({ accountId, counterpartId }) =>
    counterpartId === null ? [] : [{ accountId, attendeeId: counterpartId }],
  );
  const trouble = await failureIn(() => people.meet(counterparts, call));
  return concurrently(AT_ONCE, chats, (chat) => {
    const attendees = known(connection, people, chat);
    if (attendees !== null) return Promise.resolve(attendees);
    return orFailure(trouble, () => people.ofChat(chat, call));
  });
}

function known(connection: Connection, people: People, chat: Chat): Attendee[] | null {
  const account = connection.account(chat.accountId);
  if (chat.counterpartId === null || account === null) return null;
  const counterpart = connection.directory.attendee(chat.accountId, chat.counterpartId);
  if (counterpart === null) return null;
  const owner = people.ownerIfKnown(account);
  return ownerLast(owner === null || counterpart.isSelf ? [counterpart] : [counterpart, owner]);
}

function onlyAccount(chats: readonly Chat[]): string | null {
  const [account = null, another] = new Set(chats.map(({ accountId }) => accountId));
  return another === undefined ? account : null;
}

async function failureIn(ask: () => Promise<void>): Promise<Failure | null> {
  try {
    await ask();
    return null;
  } catch (error) {
    const failure = failureOf(error);
    if (failure === null) throw error;
    return failure;
  }
}

/** Where the wide list has failed, the vendor is not asked for each chat on top of it. */
async function orFailure<T>(trouble: Failure | null, ask: () => Promise<T>): Promise<T | Failure> {
  if (trouble !== null) return trouble;
  try {
    return await ask();
  } catch (error) {
    const failure = failureOf(error);
    if (failure === null) throw error;
    return failure;
  }
}
