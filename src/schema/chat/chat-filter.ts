import type { Chat, ChatFilter as Filter } from '../../messaging/chat.ts';
import { Network } from '../account/enums.ts';
import { builder } from '../builder.ts';
import type { Passing } from '../connection.ts';
import { DateTime } from '../scalar/date-time.ts';
import { ChatKind } from './enums.ts';

export const ChatFilter = builder.inputType('ChatFilter', {
  description:
    'Which chats. All that is given must hold. It holds on every provider: where the provider cannot filter, the gateway does, over a bounded number of pages, so a page may come out short.',
  fields: (t) => ({
    accountIds: t.idList({
      description:
        'Only of these accounts. An id that is unknown, or not for this credential to see, matches nothing.',
    }),
    networks: t.field({ type: [Network], description: 'Only of accounts on these networks.' }),
    unread: t.boolean({ description: 'As `Chat.isUnread`.' }),
    archived: t.boolean({
      description:
        'As `Chat.isArchived`. When left out, archived chats come too: an inbox usually wants `false`.',
    }),
    kind: t.field({ type: ChatKind, description: 'Only of this kind.' }),
    activeAfter: t.field({
      type: DateTime,
      description: 'Only with activity later than this. Chats that never had any do not match.',
    }),
    activeBefore: t.field({
      type: DateTime,
      description: 'Only whose latest activity was earlier than this. Chats that never had any do not match.',
    }),
  }),
});

export type ChatFilterInput = typeof ChatFilter.$inferInput;

/** What a provider is asked to narrow its answer by; the accounts are chosen by which of them are asked. */
export function toChatFilter({ unread, archived, kind, activeAfter, activeBefore }: ChatFilterInput): Filter {
  return {
    ...(unread != null && { unread }),
    ...(archived != null && { archived }),
    ...(kind != null && { kind }),
    ...(activeAfter != null && { activeAfter }),
    ...(activeBefore != null && { activeBefore }),
  };
}

/** What passes, whatever the provider made of the filter. Absent where everything does: then the size of a list can be told. */
export function passingChats(filter: Filter): Passing<Chat> {
  if (Object.keys(filter).length === 0) return {};
  const { unread, archived, kind, activeAfter, activeBefore } = filter;
  const accepts = ({ isUnread, isArchived, kind: ofKind, lastActivityAt }: Chat) =>
    (unread === undefined || isUnread === unread) &&
    (archived === undefined || isArchived === archived) &&
    (kind === undefined || ofKind === kind) &&
    (activeAfter === undefined || (lastActivityAt !== null && lastActivityAt > activeAfter)) &&
    (activeBefore === undefined || (lastActivityAt !== null && lastActivityAt < activeBefore));
  return { accepts, ...(activeAfter !== undefined && { newerThan: activeAfter }) };
}
