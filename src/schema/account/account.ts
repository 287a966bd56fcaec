import type { Account as AccountValue } from '../../messaging/account.ts';
import { builder } from '../builder.ts';
import { connectionType } from '../connection.ts';
import { Node } from '../node/node.ts';

export const Account = builder.objectRef<AccountValue>('Account').implement({
  description:
    'A login at a network, held by a provider: the owner of inboxes and chats. What differs between providers and networks is told by its capabilities, not by its name.',
  interfaces: [Node],
});

export const AccountConnection = connectionType(
  Account,
  "Accounts, in a fixed order: by connection, then by the provider's id.",
);
