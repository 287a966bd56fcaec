import type { Chat } from '../messaging/chat.ts';
import type { Message } from '../messaging/message.ts';
import type { Names } from '../messaging/names.ts';
import type { PageSource } from '../messaging/page.ts';
import { replacing } from './replacing.ts';

export function namedMessages(source: PageSource<Message>, names: Names): PageSource<Message> {
  return replacing(source, {
    fetch: (fetch) => async (position, limit, call) => {
      const page = await fetch(position, limit, call);
      return { ...page, items: await names.nameMessages(page.items) };
    },
  });
}

export function namedChats(source: PageSource<Chat>, names: Names): PageSource<Chat> {
  return replacing(source, {
    fetch: (fetch) => async (position, limit, call) => {
      const page = await fetch(position, limit, call);
      return { ...page, items: await Promise.all(page.items.map((chat) => namedChat(chat, names))) };
    },
  });
}

export async function namedChat(chat: Chat, names: Names): Promise<Chat> {
  return chat.lastMessage ? { ...chat, lastMessage: await namedMessage(chat.lastMessage, names) } : chat;
}

export async function namedMessage(message: Message, names: Names): Promise<Message> {
  const [named = message] = await names.nameMessages([message]);
  return named;
}
