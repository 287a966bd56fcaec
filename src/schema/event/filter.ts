import type { LoggedEvent } from '../../events/log.ts';
import { accountKey } from '../../messaging/account.ts';
import type { EventType as EventTypeValue } from '../../messaging/event.ts';
import type { MessageDirection as Direction } from '../../messaging/message.ts';
import type { Opened } from '../../reading/reading.ts';
import { builder } from '../builder.ts';
import { chatKey } from '../chat/load-chat.ts';
import type { Context } from '../context.ts';
import { MessageDirection } from '../message/enums.ts';
import { EventType } from './event-type.ts';

const accountIds =
  'Only of these accounts. An id that is unknown, or not for this credential to see, matches nothing.';
const chatIds =
  'Only what happens in these chats. An id that is unknown, or not for this credential to see, matches nothing.';

export const EventFilter = builder.inputType('EventFilter', {
  description: 'Which events. All that is given must hold; CaughtUp and Gap always come.',
  fields: (t) => ({
    accountIds: t.idList({ description: accountIds }),
    chatIds: t.idList({ description: chatIds }),
    types: t.field({ type: [EventType], description: 'Only of these types.' }),
    direction: t.field({
      type: MessageDirection,
      description: 'Holds back MessageCreated of the other direction, and nothing else.',
    }),
  }),
});

export const MessageCreatedFilter = builder.inputType('MessageCreatedFilter', {
  description: 'Which new messages. All that is given must hold.',
  fields: (t) => ({
    accountIds: t.idList({ description: accountIds }),
    chatIds: t.idList({ description: chatIds }),
    direction: t.field({ type: MessageDirection, description: 'Only inbound or outbound ones.' }),
  }),
});

/** Either filter, as a caller may give it. */
export interface FilterGiven {
  readonly accountIds?: readonly string[] | null | undefined;
  readonly chatIds?: readonly string[] | null | undefined;
  readonly types?: readonly EventTypeValue[] | null | undefined;
  readonly direction?: Direction | null | undefined;
}

/** What the filter leaves, but for `direction`: the log does not know that of a thin event, so delivery looks at it. */
export function matches(context: Context, given: FilterGiven): (logged: LoggedEvent) => boolean {
  const accounts = given.accountIds && openAll(context, given.accountIds, 'Account', accountKey);
  const chats = given.chatIds && openAll(context, given.chatIds, 'Chat', chatKey);
  const types = given.types && new Set(given.types);
  return ({ connectionId, event }) => {
    const { accountId } = event;
    if (accounts && !accounts.has(accountKey({ connectionId, accountId }))) return false;
    if (types && !types.has(event.type)) return false;
    if (!chats) return true;
    const chatId = 'chatId' in event ? event.chatId : null;
    return chatId !== null && chats.has(chatKey({ connectionId, accountId, chatId }));
  };
}

function openAll<Type extends 'Account' | 'Chat'>(
  { reading, viewer }: Context,
  ids: readonly string[],
  type: Type,
  keyOf: (id: Opened<Type>['id']) => string,
): ReadonlySet<string> {
  return new Set(
    ids.flatMap((text) => {
      const opened = reading.open(viewer, text, [type]);
      return opened === null ? [] : [keyOf(opened.id)];
    }),
  );
}
