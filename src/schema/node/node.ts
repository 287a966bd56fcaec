import type { Account } from '../../messaging/account.ts';
import type { Attachment } from '../../messaging/attachment.ts';
import type { Attendee } from '../../messaging/attendee.ts';
import type { Chat } from '../../messaging/chat.ts';
import { type GlobalId, makeId } from '../../messaging/id.ts';
import type { Inbox } from '../../messaging/inbox.ts';
import type { Message } from '../../messaging/message.ts';
import { attachmentTypeNames } from '../attachment/type-names.ts';
import { builder } from '../builder.ts';

export type NodeValue = Account | Inbox | Chat | Message | Attachment | Attendee;

/** What names a node. A noun is told by the most particular id that it has: attachments have their message's too. */
export function nameOf(node: NodeValue): GlobalId {
  if ('attachmentId' in node) return { ...node, type: 'Attachment' };
  if ('messageId' in node) return { ...node, type: 'Message' };
  if ('chatId' in node) return { ...node, type: 'Chat' };
  if ('attendeeId' in node) return { ...node, type: 'Attendee' };
  if ('inboxId' in node) return { ...node, type: 'Inbox' };
  return { ...node, type: 'Account' };
}

/** The opaque id of a node, as `Node.id` shows it. */
export const idOf = (node: NodeValue): string => makeId(nameOf(node));

export const Node = builder.interfaceRef<NodeValue>('Node').implement({
  description: 'Whatever can be fetched again by its id.',
  resolveType: (node) => ('attachmentId' in node ? attachmentTypeNames[node.type] : nameOf(node).type),
  fields: (t) => ({
    id: t.id({
      description:
        'Opaque, and the same after a restart. No two nodes of any type share one. It is a name, not a permission.',
      resolve: idOf,
    }),
  }),
});
