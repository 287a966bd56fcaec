import { randomUUID } from 'node:crypto';
import type { AccountRef } from '../messaging/account.ts';
import type { IncomingEvent } from '../messaging/event.ts';
import type { AccountPort, Provider } from '../messaging/provider.ts';
import { replacing } from './replacing.ts';

export interface Teller {
  /** Appends to the log. Must not throw: what was done at the vendor stays done. */
  readonly tell: (connectionId: string, events: readonly IncomingEvent[]) => Promise<void>;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** The provider; where its vendor pushes nothing of chats, what is changed of them through here becomes an event here. */
export function toldHere(provider: Provider, teller: Teller): Provider {
  if (!provider.pushesNoChats) return provider;
  return replacing(provider, { open: (open) => (account) => tellingPort(open(account), teller) });
}

function tellingPort(port: AccountPort, { tell, now }: Teller): AccountPort {
  /** A write that names its chat first. */
  const thenTell =
    (type: 'CHAT_UPDATED' | 'CHAT_DELETED') =>
    <Rest extends unknown[]>(write: (chatId: string, ...rest: Rest) => Promise<void>) =>
    async (chatId: string, ...rest: Rest) => {
      await write(chatId, ...rest);
      await tell(port.account.connectionId, [event(type, port.account, chatId, now())]);
    };
  const updated = thenTell('CHAT_UPDATED');
  return replacing(port, {
    setRead: updated,
    setArchived: updated,
    setPinned: updated,
    setMuted: updated,
    rename: updated,
    addAttendee: updated,
    removeAttendee: updated,
    deleteChat: thenTell('CHAT_DELETED'),
  });
}

/** Nobody else tells it, so none is the repeat of another. */
function event(
  type: 'CHAT_UPDATED' | 'CHAT_DELETED',
  { accountId }: AccountRef,
  chatId: string,
  now: number,
): IncomingEvent {
  return {
    event: { type, accountId, chatId, at: new Date(now).toISOString() },
    identity: { once: JSON.stringify([type, randomUUID()]) },
  };
}
