import type { Call } from '../../messaging/call.ts';
import type { Message } from '../../messaging/message.ts';
import type { PageSource, Position } from '../../messaging/page.ts';
import { SEARCHED_PAGES } from './assumptions.ts';

/** A message of a chat, searched for on the newest pages of its list; null where it is not on them. */
export async function findMessage(
  messages: PageSource<Message>,
  messageId: string,
  call: Call,
): Promise<Message | null> {
  let position: Position | null = null;
  for (let pages = 0; pages < SEARCHED_PAGES; pages += 1) {
    const page = await messages.fetch(position, messages.maxPageSize, call);
    const found = page.items.find((message) => message.messageId === messageId);
    if (found !== undefined) return found;
    if (page.next === null) return null;
    position = page.next;
  }
  return null;
}
