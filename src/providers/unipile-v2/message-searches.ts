import type { Call } from '../../messaging/call.ts';
import type { Message } from '../../messaging/message.ts';
import type { PageSource } from '../../messaging/page.ts';
import { MessageSearch } from './message-search.ts';

/** The searches for messages that cannot be asked for by their ids; one per chat at a time. */
export class MessageSearches {
  private readonly searches = new Map<string, MessageSearch>();

  /** Null where the message is not on the newest pages of its chat's list, which is `messages`. */
  find(
    accountId: string,
    chatId: string,
    messages: PageSource<Message>,
    messageId: string,
    call: Call,
  ): Promise<Message | null> {
    const key = keyOf(accountId, chatId);
    const search = this.searches.get(key) ?? this.begin(key, messages);
    return search.find(messageId, call);
  }

  /** To be called when something has happened in a chat: what was read before is not given to who asks after that. */
  forget(accountId: string, chatId: string): void {
    this.searches.delete(keyOf(accountId, chatId));
  }

  private begin(key: string, messages: PageSource<Message>): MessageSearch {
    const search = new MessageSearch(messages, () => {
      if (this.searches.get(key) === search) this.searches.delete(key);
    });
    this.searches.set(key, search);
    return search;
  }
}

function keyOf(...ids: readonly string[]): string {
  return JSON.stringify(ids);
}
