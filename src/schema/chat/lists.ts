import type { Account } from '../../messaging/account.ts';
import type { Attendee } from '../../messaging/attendee.ts';
import type { Call } from '../../messaging/call.ts';
import type { Chat, ChatFilter } from '../../messaging/chat.ts';
import { failureOf } from '../../messaging/errors.ts';
import type { Inbox } from '../../messaging/inbox.ts';
import type { Unavailable } from '../../messaging/page.ts';
import type { ListSource } from '../../paging/page.ts';
import { accountOf, filterAccounts, refOf } from '../account/visible.ts';
import { byConnection } from '../by-connection.ts';
import type { List } from '../connection.ts';
import type { Context } from '../context.ts';
import { type ChatFilterInput, passingChats, toChatFilter } from './chat-filter.ts';

/** Chats move to the top of a list when something happens in them. */
type Chats = Pick<List<Chat>, 'sources' | 'accepts' | 'newerThan'> & { readonly movesUp: true };

/** The chats of several accounts: one source per connection where its provider lists them together, else those of each account. */
export async function chatsOfAccounts(
  context: Context,
  accounts: readonly Account[],
  input: ChatFilterInput,
): Promise<Chats & Chosen> {
  const filter = toChatFilter(input);
  const left = filterAccounts(context, accounts, input);
  const find: Find | undefined =
    left.length > 1 ? (work) => context.paging.withinBudget(context.call, work) : undefined;
  const asked = [...byConnection(left)].flatMap(([connectionId, group]): (Chosen | Promise<Chosen>)[] => {
    const together = context.reading.provider(connectionId).chats?.(
      group.map(({ accountId }) => accountId),
      filter,
    );
    if (together) return [{ sources: [{ source: together, accounts: group.map(refOf) }], unavailable: [] }];
    return group.map((account) => chatsOfAccount(context, account, filter, find));
  });
  const chosen = await Promise.all(asked);
  return {
    sources: chosen.flatMap(({ sources }) => sources),
    unavailable: chosen.flatMap(({ unavailable }) => unavailable),
    movesUp: true,
    ...passingChats(filter),
  };
}

interface Chosen {
  readonly sources: readonly ListSource<Chat>[];
  readonly unavailable: readonly Unavailable[];
}

/** How long it may take to find the sources of an account. */
type Find = <R>(work: (call: Call) => Promise<R>) => Promise<R>;

async function chatsOfAccount(
  context: Context,
  account: Account,
  filter: ChatFilter,
  find: Find = (work) => work(context.call),
): Promise<Chosen> {
  const port = context.reading.port(account);
  const accounts = [refOf(account)];
  const { chatSources } = port;
  if (!chatSources) return { sources: [{ source: port.chats(filter), accounts }], unavailable: [] };
  try {
    const sources = await find((call) => chatSources.call(port, filter, call));
    return { sources: sources.map((source) => ({ source, accounts })), unavailable: [] };
  } catch (error) {
    const failure = failureOf(error);
    if (failure === null) throw error;
    return { sources: [], unavailable: [{ account: refOf(account), failure }] };
  }
}

/** The chats of one inbox. A chat names the primary inbox of its product, so only of views the provider's word is taken. */
export async function chatsOfInbox(
  context: Context,
  inbox: Inbox,
  input: ChatFilterInput,
): Promise<Chats & Chosen> {
  const filter = toChatFilter(input);
  const { accepts: passes = () => true, ...passing } = passingChats(filter);
  const [account] = filterAccounts(context, [accountOf(context, inbox)], input);
  const chosen = account && (await chatsOfAccount(context, account, { ...filter, inboxId: inbox.inboxId }));
  return {
    ...(chosen ?? { sources: [], unavailable: [] }),
    movesUp: true,
    ...passing,
    accepts: (chat) => passes(chat) && (!inbox.isPrimary || chat.inboxId === inbox.inboxId),
  };
}

/** The direct chats with somebody; where the provider has no such list, those of the account are looked through. */
export async function chatsWith(context: Context, attendee: Attendee): Promise<Chats> {
  const ready = context.reading.port(attendee).chatsWith?.(attendee.attendeeId);
  if (ready) return { sources: [{ source: ready, accounts: [refOf(attendee)] }], movesUp: true };
  return {
    ...(await chatsOfAccount(context, accountOf(context, attendee), { kind: 'DIRECT' })),
    movesUp: true,
    accepts: ({ kind, counterpartId, attendees }) =>
      kind === 'DIRECT' &&
      (counterpartId === attendee.attendeeId ||
        (attendees?.some(({ attendeeId }) => attendeeId === attendee.attendeeId) ?? false)),
  };
}
