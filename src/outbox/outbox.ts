import { randomUUID } from 'node:crypto';
import { type AccountRef, accountKey, type Json } from '../messaging/account.ts';
import type { Call } from '../messaging/call.ts';
import { type Failure, FailureError, failure } from '../messaging/errors.ts';
import type { Instant } from '../messaging/instant.ts';
import type { Log } from '../messaging/log.ts';
import type { Message, MessageRef } from '../messaging/message.ts';
import type { Store } from '../store/store.ts';
import type { OutboxRow } from '../store/tables.ts';
import type { NamingOfSend } from './account-names.ts';
import { type OutboxNames, openNames } from './names.ts';
import { isOwnMessageId, ownMessageId } from './own-id.ts';
import { openRecords, readMessage } from './records.ts';
import { requestHash } from './request-hash.ts';
import { withinTime } from './send-call.ts';

export type SendKind = 'SEND' | 'START' | 'FORWARD';

/** One send as its caller asked for it. */
export interface Dispatch {
  readonly account: AccountRef;
  readonly kind: SendKind;
  /** Null for a chat that is about to be started. */
  readonly chatId: string | null;
  /** The caller's key, idempotent per account; null: each call is a send of its own. */
  readonly clientMessageId: string | null;
  /** All that makes it this request (texts, ids, files by hash): the same key with another one is CONFLICT. */
  readonly request: Json;
  /**
   * The one upstream call. Its `call` is the send's own: it does not end when the caller leaves. Throws FailureError:
   * OUTCOME_UNKNOWN where bytes have left and no answer came, a retryable one only where nothing was sent.
   */
  readonly perform: (
    call: Call,
  ) => Promise<{ readonly messageIds: readonly string[]; readonly chatId: string | null }>;
  /** Makes the message from what was sent, without a read; null where nothing was said (a chat started without text). */
  readonly compose: (sent: {
    readonly messageId: string;
    readonly chatId: string;
    readonly sentAt: Instant;
  }) => Message | null;
  /** Counts the upstream request for the operation that asked for the send; must not throw. */
  readonly count?: () => void;
}

/** What names a send: whose it is, its caller's key, and the request that was made under it. */
export type Asked = Pick<Dispatch, 'account' | 'kind' | 'chatId' | 'clientMessageId' | 'request'>;

export interface Dispatched {
  /** Null only where the chat is not known yet (startChat). */
  readonly chatId: string | null;
  /** Null where nothing was said (a chat started without text) or its chat is not known yet. */
  readonly message: Message | null;
}

/** Sends: accepted once, delivered once, known afterwards. */
export interface Outbox {
  /**
   * Written down before the call. Throws FailureError: CONFLICT, OUTCOME_UNKNOWN, or what the provider answered; and
   * StorageUnavailable, before anything is sent, where it cannot be written down.
   */
  dispatch(dispatch: Dispatch): Promise<Dispatched>;
  /**
   * The answer of an earlier send under the same key, so that nobody needs to be asked again for what it takes to send;
   * null where there is none yet. Throws as `dispatch`.
   */
  recall(asked: Asked): Promise<Dispatched | null>;
  /** The client's keys of messages, where it sent them; one answer per message, in their order. */
  clientMessageIds(messages: readonly MessageRef[]): Promise<readonly (string | null)[]>;
  /** A message that has an id of ours and none of its vendor's yet, as it was sent; null for all others. */
  message(ref: MessageRef): Promise<Message | null>;
  /** Resolves when no send is in flight. */
  idle(): Promise<void>;
}

export interface OutboxOptions {
  readonly log: Log;
  /** Of the same store; given where others use them too. */
  readonly names?: OutboxNames;
  /** Milliseconds after which the upstream call of a send is given up. */
  readonly sendTimeoutMs?: number;
  /** Unix milliseconds. */
  readonly now?: () => number;
  /** Makes the id of a send; never the same twice. */
  readonly makeId?: () => string;
}

interface InFlight {
  readonly hash: string;
  readonly outcome: Promise<Dispatched>;
}

/**
 * Opens the outbox of a store, from which one process sends at a time. What a process that died has left in it is never
 * sent again: its outcome is unknown.
 */
export function openOutbox(store: Store, options: OutboxOptions): Outbox {
  const { log, sendTimeoutMs = 90_000, now = Date.now, makeId = randomUUID } = options;
  const { names = openNames(store, { now }) } = options;
  const records = openRecords(store.db, now);
  const running = new Set<Promise<Dispatched>>();
  const byKey = new Map<string, InFlight>();

  async function accept(dispatch: Dispatch, hash: string): Promise<Dispatched> {
    const id = makeId();
    const { account, chatId } = dispatch;
    const message = composeAs(dispatch, { messageId: ownMessageId(id), chatId });
    const naming = await names.begin(account, { id, chatId, message });
    try {
      const earlier = await records.begin(dispatch, id, hash);
      return earlier === null ? await send(dispatch, id, naming) : await repeat(dispatch, earlier, hash);
    } finally {
      naming.end();
    }
  }

  function composeAs(
    { compose }: Dispatch,
    sent: { readonly messageId: string; readonly chatId: string | null },
  ): Message | null {
    const sentAt = new Date(now()).toISOString();
    return compose({ ...sent, chatId: sent.chatId ?? noChat, sentAt });
  }

  /** The same answer as the first time. */
  async function repeat(asked: Asked, row: OutboxRow, hash: string): Promise<Dispatched> {
    if (row.request_hash !== hash) throw conflict(asked);
    if (row.state === 'SENT') {
      return { chatId: row.chat_id, message: row.chat_id === null ? null : readMessage(row.message) };
    }
    if (row.failure !== null) throw new FailureError(JSON.parse(row.failure) as Failure);
    // It was being sent, and not by us: the process that did it is gone.
    const unknown = outcomeUnknown(asked, 'The gateway ended while this was being sent');
    await records.fail(row.id, 'UNKNOWN', unknown.failure);
    throw unknown;
  }

  async function send(dispatch: Dispatch, id: string, naming: NamingOfSend): Promise<Dispatched> {
    try {
      const { messageIds, chatId: startedId } = await withinTime(dispatch, sendTimeoutMs, now);
      const chatId = startedId ?? dispatch.chatId;
      const taken = { chatId, vendorMessageId: messageIds[0] ?? null };
      const message = await naming.taken(taken, async (given) => {
        const composed = composeAs(dispatch, { messageId: given.messageId ?? ownMessageId(id), chatId });
        const message = composed && { ...composed, providerId: taken.vendorMessageId };
        await recorded(id, records.succeed(id, { chatId, ...given, message }));
        return message;
      });
      return { chatId, message: chatId === null ? null : message };
    } catch (error) {
      const known = error instanceof FailureError ? error : null;
      if (known === null)
        log.error({ err: error, send: id }, 'a send failed in a way that is a fault of ours');
      const failed = known ?? outcomeUnknown(dispatch, 'Something went wrong while this was being sent');
      await recorded(id, recordFailure(id, failed));
      throw failed;
    }
  }

  function recordFailure(id: string, { failure }: FailureError): Promise<void> {
    if (failure.code === 'OUTCOME_UNKNOWN') return records.fail(id, 'UNKNOWN', failure);
    // Nothing was sent and it may be tried again, also with the same key.
    if (failure.retryable) return records.forget(id);
    return records.fail(id, 'FAILED', failure);
  }

  /** What has happened upstream is the answer, also where it cannot be written down: the row then says it was being sent. */
  async function recorded(id: string, writing: Promise<void>): Promise<void> {
    try {
      await writing;
    } catch (error) {
      log.error({ err: error, send: id }, 'the outcome of a send could not be recorded');
    }
  }

  function track(outcome: Promise<Dispatched>): Promise<Dispatched> {
    running.add(outcome);
    const done = () => running.delete(outcome);
    outcome.then(done, done);
    return outcome;
  }

  /** The outcome of the send that is in flight under the key. Throws CONFLICT. */
  function inFlight(asked: Asked, hash: string): Promise<Dispatched> | null {
    const current = byKey.get(keyOf(asked));
    if (current !== undefined && current.hash !== hash) throw conflict(asked);
    return current?.outcome ?? null;
  }

  return {
    async dispatch(dispatch) {
      const hash = hashOf(dispatch);
      if (dispatch.clientMessageId === null) return track(accept(dispatch, hash));

      const current = inFlight(dispatch, hash);
      if (current !== null) return current;
      const key = keyOf(dispatch);
      const outcome = track(accept(dispatch, hash));
      byKey.set(key, { hash, outcome });
      try {
        return await outcome;
      } finally {
        byKey.delete(key);
      }
    },

    async recall(asked) {
      const { account, clientMessageId } = asked;
      if (clientMessageId === null) return null;
      const hash = hashOf(asked);
      const current = inFlight(asked, hash);
      if (current !== null) return current;
      const earlier = await records.find(account, clientMessageId);
      // One that is being sent may have begun just now: `dispatch` knows.
      return earlier === null || earlier.state === 'SENDING' ? null : repeat(asked, earlier, hash);
    },

    clientMessageIds: (messages) => records.clientMessageIds(messages),
    message: async (ref) => (isOwnMessageId(ref.messageId) ? records.message(ref) : null),

    async idle() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}

/** Until its chat is known, a message is kept without, so that it is recognised when it is read back; nobody is shown it. */
const noChat = '';

const hashOf = ({ kind, chatId, request }: Asked) => requestHash([kind, chatId, request]);
const keyOf = ({ account, clientMessageId }: Asked) => JSON.stringify([accountKey(account), clientMessageId]);

function conflict({ account }: Asked): FailureError {
  return failure('CONFLICT', 'This clientMessageId has been used for another request.', {
    field: ['clientMessageId'],
    account,
  });
}

function outcomeUnknown({ account }: Asked, what: string): FailureError {
  return failure('OUTCOME_UNKNOWN', `${what}; whether it arrived is not known.`, { account });
}
