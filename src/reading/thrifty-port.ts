import type { AccountPort } from '../messaging/provider.ts';
import type { Answers } from './answers.ts';
import type { Topic } from './generations.ts';
import { type Replacements, replacing } from './replacing.ts';
import { thriftySource } from './thrifty-source.ts';
import {
  aboutChat,
  aboutMessages,
  chatAndMessages,
  lists,
  members,
  people,
  wholeAccount,
  wholeChat,
} from './topics.ts';

/**
 * The port with its reads shared and kept, and its writes dropping what they change. Bytes, typing and the poll for
 * changes pass as they are.
 */
export function thriftyPort(port: AccountPort, answers: Answers): AccountPort {
  return replacing(replacing(port, reads(port, answers)), writes(port, answers));
}

function reads(port: AccountPort, answers: Answers): Replacements<AccountPort> {
  const { account } = port;
  const ofChat = (chatId: string) => [chatAndMessages({ ...account, chatId })];
  const question = (what: readonly unknown[], topics: readonly Topic[]) => ({
    what,
    accounts: [account],
    topics,
  });
  return {
    owner: (owner) => (call) => answers.read(question(['owner'], []), call, owner),
    inboxes: (inboxes) => (call) => answers.read(question(['inboxes'], []), call, inboxes),
    inMailCredits: (credits) => (call) =>
      answers.read({ ...question(['credits'], []), brief: true }, call, credits),

    chats: (chats) => (filter) =>
      thriftySource(chats(filter), question(['chats', filter], [lists(account)]), answers),
    chatSources: (chatSources) => async (filter, call) =>
      (await chatSources(filter, call)).map((source) =>
        thriftySource(source, question(['chats', filter], [lists(account)]), answers),
      ),
    chatsWith: (chatsWith) => (attendeeId) =>
      thriftySource(chatsWith(attendeeId), question(['chats with', attendeeId], [lists(account)]), answers),
    chat: (chat) => (chatId, call) =>
      answers.read(question(['chat', chatId], ofChat(chatId)), call, (shared) => chat(chatId, shared)),

    messages: (messages) => (chatId, filter) =>
      thriftySource(
        messages(chatId, filter),
        question(['messages', chatId, filter], ofChat(chatId)),
        answers,
      ),
    allMessages: (allMessages) => (filter) =>
      thriftySource(allMessages(filter), question(['all messages', filter], [lists(account)]), answers),
    messagesFrom: (messagesFrom) => (attendeeId) =>
      thriftySource(
        messagesFrom(attendeeId),
        question(['messages from', attendeeId], [lists(account)]),
        answers,
      ),
    message: (message) => (chatId, messageId, call) =>
      answers.read(question(['message', chatId, messageId], ofChat(chatId)), call, (shared) =>
        message(chatId, messageId, shared),
      ),

    attendeesOf: (attendeesOf) => (chat) =>
      thriftySource(attendeesOf(chat), question(['attendees of', chat.chatId], [members(chat)]), answers),
    attendees: (attendees) => () =>
      thriftySource(attendees(), question(['attendees'], [people(account)]), answers),
    attendee: (attendee) => (attendeeId, call) =>
      answers.read(question(['attendee', attendeeId], [people(account)]), call, (shared) =>
        attendee(attendeeId, shared),
      ),
    findAttendee: (findAttendee) => (query, call) =>
      answers.read({ ...question(['find attendee', query], []), brief: true }, call, (shared) =>
        findAttendee(query, shared),
      ),
  };
}

function writes(port: AccountPort, answers: Answers): Replacements<AccountPort> {
  const { account } = port;
  const chatOf = (chatId: string) => aboutChat({ ...account, chatId });
  const messagesOf = (chatId: string) => aboutMessages({ ...account, chatId });
  const allOf = (chatId: string) => wholeChat({ ...account, chatId });

  /** Before, so that nobody joins a read that began earlier; after, whatever came of it, because it may have been done. */
  async function changing<T>(topics: readonly Topic[], write: () => Promise<T>): Promise<T> {
    answers.changeByWriting(topics);
    try {
      return await write();
    } finally {
      answers.changeByWriting(topics);
    }
  }
  /** A write that names its chat first. */
  const inChat =
    (topicsOf: (chatId: string) => readonly Topic[]) =>
    <Rest extends unknown[], T>(write: (chatId: string, ...rest: Rest) => Promise<T>) =>
    (chatId: string, ...rest: Rest) =>
      changing(topicsOf(chatId), () => write(chatId, ...rest));

  return {
    send: (send) => (chat, request, call) =>
      changing(messagesOf(chat.chatId), () => send(chat, request, call)),
    forward: (forward) => (chatId, messageId, toChat, text, call) =>
      changing(messagesOf(toChat.chatId), () => forward(chatId, messageId, toChat, text, call)),
    startChat: (startChat) => (request, call) =>
      changing([lists(account), people(account)], async () => {
        const started = await startChat(request, call);
        if (started.chatId !== null) answers.changeByWriting(allOf(started.chatId));
        return started;
      }),
    synchronizeConversations: (synchronize) => (profileUrls, product, call) =>
      changing([wholeAccount(account)], () => synchronize(profileUrls, product, call)),

    addReaction: inChat(messagesOf),
    removeReaction: inChat(messagesOf),
    editMessage: inChat(messagesOf),
    deleteMessage: inChat(messagesOf),
    setRead: inChat(chatOf),
    setArchived: inChat(chatOf),
    setPinned: inChat(chatOf),
    setMuted: inChat(chatOf),
    rename: inChat(chatOf),
    deleteChat: inChat(allOf),
    addAttendee: inChat(allOf),
    removeAttendee: inChat(allOf),
    synchronizeChat: inChat(allOf),
  };
}
