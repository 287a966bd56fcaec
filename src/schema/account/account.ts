import type { Account as AccountValue } from '../../messaging/account.ts';
import type { Attendee as AttendeeValue } from '../../messaging/attendee.ts';
import type { Chat as ChatValue } from '../../messaging/chat.ts';
import type { Inbox as InboxValue } from '../../messaging/inbox.ts';
import type { Message as MessageValue } from '../../messaging/message.ts';
import { Attendee, AttendeeConnection } from '../attendee/attendee.ts';
import { AttendeeInput } from '../attendee/attendee-input.ts';
import { findAttendee } from '../attendee/find-attendee.ts';
import { accountAttendees } from '../attendee/lists.ts';
import { builder } from '../builder.ts';
import { ChatConnection } from '../chat/chat.ts';
import { ChatFilter } from '../chat/chat-filter.ts';
import { chatsOfAccounts } from '../chat/lists.ts';
import { connect, connectFound, connectionType, pageArguments } from '../connection.ts';
import { InboxConnection } from '../inbox/inbox.ts';
import { messagesOfAccounts } from '../message/lists.ts';
import { MessageConnection } from '../message/message.ts';
import { MessageFilter } from '../message/message-filter.ts';
import { idOf, Node } from '../node/node.ts';
import { wholeSource } from '../whole-source.ts';
import { AccountCapabilities } from './capabilities.ts';
import { AccountStatus, Network, Provider } from './enums.ts';
import { InMailCredits } from './in-mail-credits.ts';
import { refOf } from './visible.ts';

export const Account = builder.objectRef<AccountValue>('Account');
export const AccountConnection = connectionType(
  Account,
  "Accounts, in a fixed order: by connection, then by the provider's id.",
);

Account.implement({
  description:
    'A login at a network, held by a provider: the owner of inboxes and chats. What differs between providers and networks is told by its capabilities, not by its name.',
  interfaces: [Node],
  fields: (t) => ({
    providerId: t.exposeString('providerId', {
      nullable: true,
      description:
        "The id that the provider's own tools show, to find the account there; null where there is none. It is no argument of anything here: pass `id`.",
    }),
    provider: t.expose('provider', { type: Provider, description: 'Who carries its messages.' }),
    network: t.expose('network', { type: Network, description: 'Where its conversations take place.' }),
    name: t.exposeString('name', {
      description: 'As the provider names it: usually the name of its owner, their address or number.',
    }),
    status: t.expose('status', {
      type: AccountStatus,
      description: 'Whether it works, as far as was heard last. Costs no call.',
    }),
    owner: t.field({
      type: Attendee,
      nullable: true,
      description: 'The person whose account it is, as others see them; null where the provider cannot tell.',
      resolve: (account, _arguments, { reading, call }) => reading.port(account).owner(call),
    }),
    capabilities: t.field({
      type: AccountCapabilities,
      description: 'What it can do as a whole.',
      resolve: (account, _arguments, { reading }) => reading.port(account).accountCapabilities(),
    }),
    inboxes: t.field({
      type: InboxConnection,
      description:
        'Its inboxes, primary ones first: the choice of what to list, and of where to start a chat.',
      args: pageArguments,
      resolve: (account, page, context) => {
        const port = context.reading.port(account);
        const inboxes = wholeSource<InboxValue>(
          'inboxes',
          ({ inboxId }) => inboxId,
          (call) => port.inboxes(call),
        );
        return connect(
          context,
          {
            field: 'Account.inboxes',
            parentId: idOf(account),
            sources: [{ source: inboxes, accounts: [refOf(account)] }],
          },
          page,
        );
      },
    }),
    chats: t.field({
      type: ChatConnection,
      description:
        'The chats of all its inboxes together, archived ones too unless the filter says otherwise.',
      args: {
        ...pageArguments,
        filter: t.arg({ type: ChatFilter, description: 'Which of them; all when left out.' }),
      },
      resolve: (account, { filter, ...page }, context) =>
        connectFound<ChatValue>(
          context,
          { field: 'Account.chats', parentId: idOf(account), filter },
          () => chatsOfAccounts(context, [account], filter ?? {}),
          page,
        ),
    }),
    messages: t.field({
      type: MessageConnection,
      description:
        'The messages of all its chats together. A provider without such a list stands in `unavailable` with NOT_SUPPORTED.',
      args: {
        ...pageArguments,
        filter: t.arg({ type: MessageFilter, description: 'Which of them; all when left out.' }),
      },
      resolve: (account, { filter, ...page }, context) =>
        connect<MessageValue>(
          context,
          {
            field: 'Account.messages',
            parentId: idOf(account),
            filter,
            ...messagesOfAccounts(context, [account], filter ?? {}),
          },
          page,
        ),
    }),
    attendees: t.field({
      type: AttendeeConnection,
      description:
        'Everybody in its chats, as a phone book. A provider without such a list stands in `unavailable` with NOT_SUPPORTED.',
      args: pageArguments,
      resolve: (account, page, context) =>
        connect<AttendeeValue>(
          context,
          { field: 'Account.attendees', parentId: idOf(account), ...accountAttendees(context, account) },
          page,
        ),
    }),
    attendee: t.field({
      type: Attendee,
      nullable: true,
      description:
        'Anybody on the network, also somebody without a chat: to see who it is before starting one. Null when there is nobody; NOT_SUPPORTED where nobody but those who are followed can be looked up. The network may count and limit such look-ups, so do not walk lists with it.',
      args: {
        by: t.arg({ type: AttendeeInput, required: true, description: 'How they are named.' }),
      },
      resolve: (account, { by }, context) => findAttendee(context, account, by),
    }),
    inMailCredits: t.field({
      type: InMailCredits,
      nullable: true,
      description:
        'What is left to send InMails with, asked from LinkedIn now; null where the provider cannot tell.',
      resolve: (account, _arguments, { reading, call }) =>
        reading.port(account).inMailCredits?.(call) ?? null,
    }),
  }),
});
