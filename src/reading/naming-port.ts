import { failure } from '../messaging/errors.ts';
import type { Names } from '../messaging/names.ts';
import type { AccountPort } from '../messaging/provider.ts';
import { namedChat, namedChats, namedMessage, namedMessages } from './naming-messages.ts';
import { replacing } from './replacing.ts';

/**
 * The port with its messages under the ids that were given out first. Of a message that the vendor has not named yet,
 * nothing is read (null), and what would change it or refer to it throws NOT_FOUND, retryable, without a call.
 */
export function namedPort(port: AccountPort, names: Names): AccountPort {
  const { connectionId, accountId } = port.account;
  const vendorId = (chatId: string, messageId: string) =>
    names.vendorId({ connectionId, accountId, chatId, messageId });

  async function nameable(chatId: string, messageId: string): Promise<string> {
    const id = await vendorId(chatId, messageId);
    if (id === null) {
      throw failure('NOT_FOUND', 'The provider has not named this message yet; in a while it will have.', {
        retryable: true,
        account: { connectionId, accountId },
      });
    }
    return id;
  }
  /** A write that names its chat and its message first. */
  const toMessage =
    <Rest extends unknown[], T>(write: (chatId: string, messageId: string, ...rest: Rest) => Promise<T>) =>
    async (chatId: string, messageId: string, ...rest: Rest) =>
      write(chatId, await nameable(chatId, messageId), ...rest);

  return replacing(port, {
    chats: (chats) => (filter) => namedChats(chats(filter), names),
    chatSources: (chatSources) => async (filter, call) =>
      (await chatSources(filter, call)).map((source) => namedChats(source, names)),
    chatsWith: (chatsWith) => (attendeeId) => namedChats(chatsWith(attendeeId), names),
    chat: (chat) => async (chatId, call) => {
      const found = await chat(chatId, call);
      return found && namedChat(found, names);
    },

    messages: (messages) => (chatId, filter) => namedMessages(messages(chatId, filter), names),
    allMessages: (allMessages) => (filter) => namedMessages(allMessages(filter), names),
    messagesFrom: (messagesFrom) => (attendeeId) => namedMessages(messagesFrom(attendeeId), names),
    message: (message) => async (chatId, messageId, call) => {
      const id = await vendorId(chatId, messageId);
      const found = id === null ? null : await message(chatId, id, call);
      return found && namedMessage(found, names);
    },
    attachmentBytes: (attachmentBytes) => async (chatId, messageId, attachmentId, call) => {
      const id = await vendorId(chatId, messageId);
      return id === null ? null : attachmentBytes(chatId, id, attachmentId, call);
    },

    send: (send) => async (chat, request, call) => {
      const { replyTo } = request;
      const quoted = replyTo && { ...replyTo, messageId: await nameable(replyTo.chatId, replyTo.messageId) };
      return send(chat, { ...request, replyTo: quoted }, call);
    },
    forward: toMessage,
    addReaction: toMessage,
    removeReaction: toMessage,
    editMessage: toMessage,
    deleteMessage: toMessage,
  });
}
