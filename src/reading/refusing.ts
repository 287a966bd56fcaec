import type { Account } from '../messaging/account.ts';
import { failure } from '../messaging/errors.ts';
import type { PageSource } from '../messaging/page.ts';
import type { AccountPort, Provider } from '../messaging/provider.ts';
import { replacing } from './replacing.ts';

/**
 * The provider, where it answers nothing about an account that must be connected again: it is not asked then. A port is
 * of one status, because it is opened anew when its account's record changes.
 */
export function refusingDisconnected(provider: Provider): Provider {
  if (!provider.refusesDisconnected) return provider;
  return replacing(provider, {
    open: (open) => (account) =>
      account.status === 'NEEDS_RECONNECT' ? refusing(open(account), account) : open(account),
  });
}

function refusing(port: AccountPort, { connectionId, accountId }: Account): AccountPort {
  const refuse = async (): Promise<never> => {
    throw failure('ACCOUNT_DISCONNECTED', 'The account must be connected again at its provider.', {
      account: { connectionId, accountId },
    });
  };
  const asked = () => refuse;
  /** A list of which no page comes. */
  const listed =
    <Arguments extends unknown[], T>(list: (...given: Arguments) => PageSource<T>) =>
    (...given: Arguments): PageSource<T> =>
      replacing(list(...given), { fetch: asked });

  return replacing(port, {
    owner: asked,
    inboxes: asked,
    chats: listed,
    chatSources: asked,
    chat: asked,
    messages: listed,
    message: asked,
    attendeesOf: listed,
    allMessages: listed,
    attendees: listed,
    attendee: asked,
    findAttendee: asked,
    chatsWith: listed,
    messagesFrom: listed,
    attachmentBytes: asked,
    attendeePicture: asked,
    chatPicture: asked,
    inMailCredits: asked,
    send: asked,
    startChat: asked,
    forward: asked,
    addReaction: asked,
    removeReaction: asked,
    editMessage: asked,
    deleteMessage: asked,
    setRead: asked,
    setArchived: asked,
    setPinned: asked,
    setMuted: asked,
    rename: asked,
    deleteChat: asked,
    addAttendee: asked,
    removeAttendee: asked,
    setTyping: asked,
    synchronizeChat: asked,
    synchronizeConversations: asked,
  });
}
