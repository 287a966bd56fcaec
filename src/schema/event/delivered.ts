import type { LoggedEvent } from '../../events/log.ts';
import type { StreamItem } from '../../events/stream.ts';
import type { Account } from '../../messaging/account.ts';
import type { EventType, MessagingEvent } from '../../messaging/event.ts';
import type { Instant } from '../../messaging/instant.ts';
import type { MessageDirection } from '../../messaging/message.ts';
import type { Context } from '../context.ts';
import { requireScope } from '../viewer/require-scope.ts';
import { messageOfEvent } from './filled.ts';

/** An event of the log on its way to one subscriber. */
export interface DeliveredEvent {
  readonly kind: 'EVENT';
  readonly logged: LoggedEvent;
  /** What the subscriber's filter leaves of MESSAGE_CREATED; null: both. */
  readonly direction: MessageDirection | null;
}

/** What is no event of the log; `at` is when it was noticed. */
export type Marker = Exclude<StreamItem, { readonly kind: 'EVENT' }> & { readonly at: Instant };

/** What subscriptions yield, and what the event types resolve. */
export type Delivered = DeliveredEvent | Marker;

/** An event of one type, so that its resolvers need not ask which it is. */
export type DeliveredOf<Type extends EventType> = DeliveredEvent & {
  readonly logged: { readonly event: Extract<MessagingEvent, { readonly type: Type }> };
};

/** Looks at the viewer's rights as they are now. Throws FORBIDDEN where the credential has lost READ. */
export async function mayReceive(context: Context, delivered: Delivered): Promise<boolean> {
  requireScope(context, 'READ');
  if (delivered.kind !== 'EVENT') return true;
  if (accountOfEvent(context, delivered) === null) return false;
  return (
    delivered.direction === null || (await isInDirection(context, delivered.logged, delivered.direction))
  );
}

/** The account that an event is about; null where the viewer may not see it. */
export function accountOfEvent({ reading, viewer }: Context, { logged }: DeliveredEvent): Account | null {
  return reading.account(viewer, { connectionId: logged.connectionId, accountId: logged.event.accountId });
}

/** A thin event does not say its direction: its message does. One that cannot be loaded passes, for silence would be a loss. */
async function isInDirection(context: Context, logged: LoggedEvent, direction: MessageDirection) {
  if (logged.event.type !== 'MESSAGE_CREATED') return true;
  const message = await messageOfEvent(context, logged);
  return message === null || message.direction === direction;
}
