import { LRUCache } from 'lru-cache';
import type { AccountRef } from '../../messaging/account.ts';
import type { Call } from '../../messaging/call.ts';
import { type Failure, FailureError, failure } from '../../messaging/errors.ts';
import type { Instant } from '../../messaging/instant.ts';
import type { Message, MessageFilter } from '../../messaging/message.ts';
import type { PageSource, Position } from '../../messaging/page.ts';
import { unreadable } from '../lenient.ts';
import type { Client } from './client.ts';
import { toMessage } from './convert.ts';
import type { Ledgers } from './ledger.ts';
import type { Conversation } from './people.ts';
import type { Synchronizer } from './synchronizer.ts';
import type * as wire from './wire.ts';

const KEPT_MESSAGES = 50_000;
/** Who begins at the top sees what is there now; who goes on walks through what was there then. */
const FRESH_MS = 2_000;
const KEPT_MS = 5 * 60_000;
const MAX_PAGE_SIZE = 1_000;

interface Kept {
  /** Newest first. */
  readonly messages: readonly Message[];
  readonly readAt: number;
}

/** Oldest first, each once; within a second as the vendor has them, whichever end its list begins with. */
export function inOrder(messages: readonly wire.Message[]): wire.Message[] {
  const [first] = messages;
  const last = messages.at(-1);
  const isReversed = first !== undefined && last !== undefined && first.time > last.time;
  const once = new Map((isReversed ? messages.toReversed() : messages).map((one) => [one.id, one]));
  return [...once.values()].sort((one, other) => Date.parse(one.time) - Date.parse(other.time));
}

/**
 * Whole conversations. Linked API pages nothing (linked-api.md §4.3), so each read brings all, and is kept for as long as
 * somebody may be walking through it.
 */
export class Histories {
  private readonly account: AccountRef;
  private readonly client: Client;
  private readonly ledgers: Ledgers;
  private readonly synchronizer: Synchronizer;
  private readonly now: () => number;
  private readonly kept = new LRUCache<string, Kept>({
    maxSize: KEPT_MESSAGES,
    sizeCalculation: ({ messages }) => messages.length + 1,
  });

  constructor(
    account: AccountRef,
    client: Client,
    ledgers: Ledgers,
    synchronizer: Synchronizer,
    now: () => number,
  ) {
    this.account = account;
    this.client = client;
    this.ledgers = ledgers;
    this.synchronizer = synchronizer;
    this.now = now;
  }

  forget(chatId: string): void {
    this.kept.delete(chatId);
  }

  /** Newest first. `find` answers the conversation, or null where there is none. */
  source(name: string, find: () => Promise<Conversation | null>, filter: MessageFilter): PageSource<Message> {
    return {
      name,
      kind: 'cursor',
      maxPageSize: MAX_PAGE_SIZE,
      fetch: async (position, limit, call) => {
        const conversation = await find();
        if (conversation === null) return { items: [], next: null, total: 0 };
        const messages = await this.read(conversation, position === null ? FRESH_MS : KEPT_MS, call);
        const matching = messages.filter((message) => fits(message, filter));
        const start = placeOf(position, matching);
        const items = matching.slice(start, start + limit);
        const last = items.at(-1);
        const isEnd = last === undefined || start + limit >= matching.length;
        return { items, next: isEnd ? null : behind(last), total: matching.length };
      },
      idOf: (message) => message.messageId,
      timeOf: (message) => message.sentAt,
      positionBefore: (before) => ({ at: 'date', before }),
    };
  }

  /** One message; null where the conversation does not have it. */
  async message(conversation: Conversation, messageId: string, call: Call): Promise<Message | null> {
    const find = (messages: readonly Message[]) =>
      messages.find((message) => message.messageId === messageId) ?? null;
    return (
      find(this.kept.get(conversation.chatId)?.messages ?? []) ??
      find(await this.read(conversation, FRESH_MS, call))
    );
  }

  /** Throws FailureError, NOT_SYNCHRONIZED where Linked API does not follow the conversation. */
  private async read(conversation: Conversation, maxAgeMs: number, call: Call): Promise<readonly Message[]> {
    const { chatId } = conversation;
    const kept = this.kept.get(chatId);
    if (kept !== undefined && this.now() - kept.readAt <= maxAgeMs) return kept.messages;
    const readAt = this.now();
    const [answer] = await this.client.read([{ ...conversation, since: null }], call);
    if (answer === undefined || 'code' in answer) throw await this.refusal(conversation, answer);
    await this.synchronizer.wasRead(chatId, answer);
    const ordered = inOrder(answer.messages);
    const named = (await this.ledgers.of(chatId))?.named(ordered) ?? ordered;
    const messages = named.map((message) => toMessage(this.account, conversation, message)).reverse();
    this.kept.set(chatId, { messages, readAt });
    return messages;
  }

  private async refusal({ chatId }: Conversation, reason: Failure | undefined): Promise<FailureError> {
    if (reason === undefined) return unreadable();
    if (reason.code !== 'NOT_SYNCHRONIZED') return new FailureError(reason);
    const { sync, failure: cause } = (await this.synchronizer.wasNotSynchronized(chatId)) ?? {};
    if (sync === 'FAILED' && cause) return new FailureError(cause);
    const { providerType = null, providerStatus = null } = reason;
    return failure(
      'NOT_SYNCHRONIZED',
      sync === 'RUNNING' || sync === 'QUEUED'
        ? 'This conversation is being synchronized, which takes minutes: read it when SynchronizationChanged says DONE. synchronizeChat puts it first in line.'
        : reason.detail,
      { account: this.account, providerType, providerStatus },
    );
  }
}

/** A place in the list as a cursor: behind this message, or where it would be. */
function behind({ sentAt, messageId }: Message): Position {
  return { at: 'cursor', cursor: JSON.stringify([sentAt, messageId]) };
}

function placeOf(position: Position | null, messages: readonly Message[]): number {
  if (position === null) return 0;
  if (position.at === 'offset') return position.offset;
  if (position.at === 'date') return firstWhere(messages, ({ sentAt }) => sentAt < position.before);
  const [sentAt, messageId] = JSON.parse(position.cursor) as [Instant, string];
  const place = messages.findIndex((message) => message.messageId === messageId);
  // Where it is gone, its whole second is shown again rather than left out.
  return place < 0 ? firstWhere(messages, (message) => message.sentAt <= sentAt) : place + 1;
}

function firstWhere(messages: readonly Message[], isSo: (message: Message) => boolean): number {
  const place = messages.findIndex(isSo);
  return place < 0 ? messages.length : place;
}

function fits(message: Message, filter: MessageFilter): boolean {
  const { senderId, direction, sentAfter, sentBefore } = filter;
  return (
    (senderId === undefined || message.senderId === senderId) &&
    (direction === undefined || message.direction === direction) &&
    (sentAfter === undefined || message.sentAt > sentAfter) &&
    (sentBefore === undefined || message.sentAt < sentBefore)
  );
}
