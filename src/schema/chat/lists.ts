import type { Account } from '../../messaging/account.ts';
import type { Attendee } from '../../messaging/attendee.ts';
import type { Chat } from '../../messaging/chat.ts';
import type { Inbox } from '../../messaging/inbox.ts';
import type { ListSource } from '../../paging/page.ts';
import { accountOf, filterAccounts, refOf } from '../account/visible.ts';
import { byConnection } from '../by-connection.ts';
import type { List } from '../connection.ts';
import type { Context } from '../context.ts';
import { type ChatFilterInput, passingChats, toChatFilter } from './chat-filter.ts';

/** Chats move to the top of a list when something happens in them. */
type Chats = Pick<List<Chat>, 'sources' | 'accepts'> & { readonly movesUp: true };

/** The chats of several accounts: one source per connection where its provider lists them together, else one per account. */
export function chatsOfAccounts(
  context: Context,
  accounts: readonly Account[],
  input: ChatFilterInput,
): Chats {
  const { reading } = context;
  const filter = toChatFilter(input);
  const sources = [...byConnection(filterAccounts(context, accounts, input))].flatMap(
    ([connectionId, group]): ListSource<Chat>[] => {
      const together = reading.provider(connectionId).chats?.(
        group.map(({ accountId }) => accountId),
        filter,
      );
      if (together) return [{ source: together, accounts: group.map(refOf) }];
      return group.map((account) => ({
        source: reading.port(account).chats(filter),
        accounts: [refOf(account)],
      }));
    },
  );
  return { sources, movesUp: true, ...passingChats(filter) };
}

/** The chats of one inbox. A chat names the primary inbox of its product, so only of views the provider's word is taken. */
export function chatsOfInbox(context: Context, inbox: Inbox, input: ChatFilterInput): Chats {
  const filter = toChatFilter(input);
  const { accepts: passes = () => true } = passingChats(filter);
  return {
    sources: filterAccounts(context, [accountOf(context, inbox)], input).map((account) => ({
      source: context.reading.port(account).chats({ ...filter, inboxId: inbox.inboxId }),
      accounts: [refOf(account)],
    })),
    movesUp: true,
    accepts: (chat) => passes(chat) && (!inbox.isPrimary || chat.inboxId === inbox.inboxId),
  };
}

/** The direct chats with somebody; where the provider has no such list, those of the account are looked through. */
export function chatsWith(context: Context, attendee: Attendee): Chats {
  const port = context.reading.port(attendee);
  const accounts = [refOf(attendee)];
  const ready = port.chatsWith?.(attendee.attendeeId);
  if (ready) return { sources: [{ source: ready, accounts }], movesUp: true };
  return {
    sources: [{ source: port.chats({ kind: 'DIRECT' }), accounts }],
    movesUp: true,
    accepts: ({ kind, counterpartId, attendees }) =>
      kind === 'DIRECT' &&
      (counterpartId === attendee.attendeeId ||
        (attendees?.some(({ attendeeId }) => attendeeId === attendee.attendeeId) ?? false)),
  };
}
