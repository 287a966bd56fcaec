import type { AccountRef } from '../messaging/account.ts';
import type { AccountPort, Provider } from '../messaging/provider.ts';
import { replacing } from './replacing.ts';

/** The provider whose accounts, where they are polled, are polled soon after what will bring news of them. */
export function polledSoon(provider: Provider, pollNow: (account: AccountRef) => void): Provider {
  return replacing(provider, {
    open: (open) => (account) => {
      const port = open(account);
      return port.changes === undefined ? port : portPolledSoon(port, pollNow);
    },
  });
}

function portPolledSoon(port: AccountPort, pollNow: (account: AccountRef) => void): AccountPort {
  /** Also where it failed: it may have been done. */
  const thenPoll =
    <Arguments extends unknown[], T>(write: (...given: Arguments) => Promise<T>) =>
    async (...given: Arguments) => {
      try {
        return await write(...given);
      } finally {
        pollNow(port.account);
      }
    };
  return replacing(port, {
    send: thenPoll,
    forward: thenPoll,
    startChat: thenPoll,
    synchronizeChat: thenPoll,
    synchronizeConversations: thenPoll,
  });
}
