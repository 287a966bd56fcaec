import type { Call } from '../../../src/messaging/call.ts';
import type { AccountPort, Provider } from '../../../src/messaging/provider.ts';

/** Something that a provider can be asked for, beginning anew each time. */
export interface Deed {
  readonly name: string;
  ask(): Promise<unknown>;
}

/** All that a provider and its first accounts can be asked for, about a direct chat and a group of each. */
export async function deedsOf(provider: Provider, call: Call): Promise<Deed[]> {
  const accounts = await provider.listAccounts(call);
  const { webhook } = provider;
  const address = 'http://127.0.0.1:9/webhooks';
  const deeds = offered({
    listAccounts: () => provider.listAccounts(call),
    registered: webhook && (() => webhook.registered(address, call)),
    register: webhook && (() => webhook.register(address, call)),
    chatsOfAll: provider.chats && (() => provider.chats?.(ids, {}).fetch(null, 8, call)),
    messagesOfAll: provider.messages && (() => provider.messages?.(ids, {}).fetch(null, 8, call)),
  });
  const ids = accounts.map(({ accountId }) => accountId);
  for (const account of accounts.slice(0, 4)) {
    deeds.push(...(await deedsOfAccount(provider, provider.open(account), call)));
  }
  return deeds;
}

async function deedsOfAccount(provider: Provider, port: AccountPort, call: Call): Promise<Deed[]> {
  const { items: chats } = await port.chats({}).fetch(null, 20, call);
  const deeds = offered({
    owner: () => port.owner(call),
    inboxes: () => port.inboxes(call),
    chats: () => port.chats({}).fetch(null, 8, call),
    chatSources:
      port.chatSources &&
      (async () => {
        for (const source of (await port.chatSources?.({}, call)) ?? []) await source.fetch(null, 5, call);
      }),
    allMessages: port.allMessages && (() => port.allMessages?.({}).fetch(null, 8, call)),
    attendees: port.attendees && (() => port.attendees?.().fetch(null, 8, call)),
    credits: port.inMailCredits && (() => port.inMailCredits?.(call)),
    find:
      port.findAttendee &&
      (() => port.findAttendee?.({ profileUrl: 'https://www.linkedin.com/in/somebody' }, call)),
    changes: port.changes && (() => port.changes?.(null, call)),
  });
  const accountIds = [port.account.accountId];
  for (const kind of ['DIRECT', 'GROUP']) {
    const chat = chats.find((one) => one.kind === kind);
    if (chat === undefined) continue;
    const { chatId } = chat;
    const [message] = (await port.messages(chatId, {}).fetch(null, 5, call)).items;
    const [attendee] = (await port.attendeesOf(chat).fetch(null, 8, call)).items;
    const messageId = message?.messageId ?? '';
    const attendeeId = attendee?.attendeeId ?? '';
    const request = { text: 'Hello', attachments: [], replyTo: null };
    deeds.push(
      ...offered({
        chat: () => port.chat(chatId, call),
        messages: () => port.messages(chatId, {}).fetch(null, 8, call),
        attendeesOf: () => port.attendeesOf(chat).fetch(null, 8, call),
        message: () => port.message(chatId, messageId, call),
        lastMessages: provider.lastMessages && (() => provider.lastMessages?.([chat], accountIds, call)),
        chatAttendees: provider.chatAttendees && (() => provider.chatAttendees?.([chat], accountIds, call)),
        attendee: port.attendee && (() => port.attendee?.(attendeeId, call)),
        chatsWith: port.chatsWith && (() => port.chatsWith?.(attendeeId).fetch(null, 5, call)),
        messagesFrom: port.messagesFrom && (() => port.messagesFrom?.(attendeeId).fetch(null, 5, call)),
        send: () => port.send(chat, request, call),
        synchronizeChat: port.synchronizeChat && (() => port.synchronizeChat?.(chatId, call)),
      }),
    );
  }
  return deeds;
}

function offered(deeds: Readonly<Record<string, (() => Promise<unknown> | undefined) | undefined>>): Deed[] {
  return Object.entries(deeds).flatMap(([name, ask]) =>
    ask === undefined ? [] : { name, ask: async () => ask() },
  );
}
