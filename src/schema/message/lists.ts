import type { Account } from '../../messaging/account.ts';
import type { Attendee } from '../../messaging/attendee.ts';
import type { Chat } from '../../messaging/chat.ts';
import { notSupported } from '../../messaging/errors.ts';
import type { Message, MessageFilter } from '../../messaging/message.ts';
import type { Unavailable } from '../../messaging/page.ts';
import type { ListSource } from '../../paging/page.ts';
import { accountOf, filterAccounts, isSameAccount, refOf } from '../account/visible.ts';
import { byConnection } from '../by-connection.ts';
import type { List } from '../connection.ts';
import type { Context } from '../context.ts';
import { type MessageFilterInput, passingMessages, toMessageFilter } from './message-filter.ts';

type Messages = Pick<List<Message>, 'sources' | 'unavailable' | 'accepts' | 'newerThan'>;

/** The messages of several accounts: one source per connection where its provider lists them together, else one per account. */
export function messagesOfAccounts(
  context: Context,
  accounts: readonly Account[],
  input: MessageFilterInput,
): Messages {
  const { left, filter } = narrow(context, accounts, input);
  const sources: ListSource<Message>[] = [];
  const unavailable: Unavailable[] = [];
  for (const [connectionId, group] of byConnection(left)) {
    const together = context.reading.provider(connectionId).messages?.(
      group.map(({ accountId }) => accountId),
      filter,
    );
    if (together) {
      sources.push({ source: together, accounts: group.map(refOf) });
      continue;
    }
    for (const account of group) {
      const { sources: own, unavailable: missing = [] } = messagesOfAccount(context, account, filter);
      sources.push(...own);
      unavailable.push(...missing);
    }
  }
  return { sources, unavailable, ...passingMessages(filter) };
}

/** The messages of one chat. */
export function messagesOfChat(context: Context, chat: Chat, input: MessageFilterInput): Messages {
  const { left, filter } = narrow(context, [accountOf(context, chat)], input);
  return {
    sources: left.map((account) => ({
      source: context.reading.port(chat).messages(chat.chatId, filter),
      accounts: [refOf(account)],
    })),
    ...passingMessages(filter),
  };
}

/** What somebody wrote; where the provider has no such list, the messages of the account are looked through. */
export function messagesFrom(context: Context, attendee: Attendee): Messages {
  const ready = context.reading.port(attendee).messagesFrom?.(attendee.attendeeId);
  if (ready) return { sources: [{ source: ready, accounts: [refOf(attendee)] }] };
  const filter = { senderId: attendee.attendeeId };
  return { ...messagesOfAccount(context, accountOf(context, attendee), filter), ...passingMessages(filter) };
}

function messagesOfAccount(context: Context, account: Account, filter: MessageFilter): Messages {
  const port = context.reading.port(account);
  const source = port.allMessages?.(filter);
  if (source) return { sources: [{ source, accounts: [refOf(account)] }] };
  const { reason } = port.accountCapabilities().listAllMessages;
  const { failure } = notSupported(reason ?? 'This provider lists messages chat by chat only.');
  return { sources: [], unavailable: [{ account: refOf(account), failure }] };
}

/** The accounts that a filter leaves, and the rest of it. A sender whom the viewer may not see wrote nothing, like one who never was. */
function narrow(context: Context, accounts: readonly Account[], input: MessageFilterInput) {
  const left = filterAccounts(context, accounts, input);
  if (input.senderId == null) return { left, filter: toMessageFilter(input, null) };
  const sender = context.reading.open(context.viewer, input.senderId, ['Attendee'])?.id;
  return {
    left: sender ? left.filter((account) => isSameAccount(account, sender)) : [],
    filter: toMessageFilter(input, sender?.attendeeId ?? null),
  };
}
