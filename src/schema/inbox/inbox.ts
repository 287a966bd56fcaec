import type { Inbox as InboxValue } from '../../messaging/inbox.ts';
import { builder } from '../builder.ts';
import { connectionType } from '../connection.ts';
import { Node } from '../node/node.ts';

export const Inbox = builder.objectRef<InboxValue>('Inbox').implement({
  description:
    'A place in which an account has chats. LinkedIn products (Classic, Sales Navigator, Recruiter, a Company Page) have one each; other networks have one in all.',
  interfaces: [Node],
});

export const InboxConnection = connectionType(Inbox, 'Inboxes of an account, primary ones first.');
