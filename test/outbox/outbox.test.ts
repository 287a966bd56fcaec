import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Call } from '../../src/messaging/call.ts';
import { type Failure, failure, failureOf } from '../../src/messaging/errors.ts';
import type { Log } from '../../src/messaging/log.ts';
import { type Dispatch, type Dispatched, openOutbox } from '../../src/outbox/outbox.ts';
import { openStore } from '../../src/store/open.ts';
import { StorageUnavailable, type Store } from '../../src/store/store.ts';
import { message } from '../events/happenings.ts';
import { silentLog } from '../store/silent-log.ts';

const account = { connectionId: 'sales', accountId: 'acc-1' };
const now = () => Date.UTC(2026, 2, 1, 9);
let folder: string;
let store: Store;

const reopen = () => openStore(`sqlite:${join(folder, 'parley.db')}`, silentLog);
const outboxOf = (of: Store, log: Log = silentLog) => openOutbox(of, { log, now, sendTimeoutMs: 90_000 });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-outbox-'));
  store = await reopen();
});
afterEach(async () => {
  vi.useRealTimers();
  await store.close();
  rmSync(folder, { recursive: true });
});

/** A provider that counts what reaches it. */
function upstream(answer: (call: Call) => Promise<{ messageIds: string[]; chatId: string | null }>) {
  const calls: Call[] = [];
  const perform = (call: Call) => {
    calls.push(call);
    return answer(call);
  };
  return { calls, perform };
}

const accepts = (...messageIds: string[]) =>
  upstream(async () => {
    await turn();
    return { messageIds, chatId: null };
  });
const refuses = (error: Error) =>
  upstream(async () => {
    throw error;
  });

function send(
  perform: Dispatch['perform'],
  given: { key?: string | null; text?: string } & Partial<Dispatch> = {},
): Dispatch {
  const { key = 'key-1', text = 'Hello', ...rest } = given;
  return {
    account,
    kind: 'SEND',
    chatId: 'chat-1',
    clientMessageId: key,
    request: { text },
    perform,
    compose: (sent) => ({ ...message(0, text), ...sent, direction: 'OUTBOUND' }),
    ...rest,
  };
}

async function failureFrom(dispatching: Promise<Dispatched>): Promise<Failure | null> {
  return dispatching.then(
    () => null,
    (error: unknown) => {
      const found = failureOf(error);
      if (found === null) throw error;
      return found;
    },
  );
}

describe('the same key', () => {
  it('is one send and one answer: at the same time, later and after a restart', async () => {
    const provider = accepts('vendor-1');
    const outbox = outboxOf(store);
    const many = await Promise.all(Array.from({ length: 50 }, () => outbox.dispatch(send(provider.perform))));
    const [first] = many;
    expect(first?.message).toMatchObject({
      messageId: 'vendor-1',
      text: 'Hello',
      sentAt: '2026-03-01T09:00:00.000Z',
    });
    for (const answer of many) expect(answer).toEqual(first);
    expect(await outbox.dispatch(send(provider.perform))).toEqual(first);
    await store.close();
    store = await reopen();
    expect(await outboxOf(store).dispatch(send(provider.perform))).toEqual(first);
    expect(provider.calls).toHaveLength(1);
  });

  it('with another request is CONFLICT: another text, kind or chat, in flight and afterwards', async () => {
    let answer = () => {};
    const provider = upstream(async () => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return { messageIds: ['vendor-1'], chatId: null };
    });
    const outbox = outboxOf(store);
    const first = outbox.dispatch(send(provider.perform));
    await vi.waitUntil(() => provider.calls.length === 1);
    const others = [
      send(provider.perform, { text: 'Goodbye' }),
      send(provider.perform, { kind: 'FORWARD' }),
      send(provider.perform, { chatId: 'chat-2' }),
    ];
    const conflict = { code: 'CONFLICT', field: ['clientMessageId'], retryable: false };
    for (const other of others) expect(await failureFrom(outbox.dispatch(other))).toMatchObject(conflict);
    answer();
    await first;
    for (const other of others) expect(await failureFrom(outbox.dispatch(other))).toMatchObject(conflict);
    expect(provider.calls).toHaveLength(1);
  });

  it('means the same request in whatever order its members are written', async () => {
    const provider = accepts('vendor-1');
    const outbox = outboxOf(store);
    await outbox.dispatch(
      send(provider.perform, { request: { text: 'a', files: [{ name: 'x', hash: '1' }] } }),
    );
    await outbox.dispatch(
      send(provider.perform, { request: { files: [{ hash: '1', name: 'x' }], text: 'a' } }),
    );
    expect(provider.calls).toHaveLength(1);
  });

  it('belongs to its account', async () => {
    const provider = accepts('vendor-1');
    const outbox = outboxOf(store);
    await outbox.dispatch(send(provider.perform));
    await outbox.dispatch(send(provider.perform, { account: { ...account, accountId: 'acc-2' } }));
    await outbox.dispatch(send(provider.perform, { account: { ...account, connectionId: 'hiring' } }));
    expect(provider.calls).toHaveLength(3);
  });

  it('left out makes each send its own', async () => {
    const provider = accepts('vendor-1');
    const outbox = outboxOf(store);
    const dispatch = send(provider.perform, { key: null });
    await Promise.all([outbox.dispatch(dispatch), outbox.dispatch(dispatch)]);
    expect(provider.calls).toHaveLength(2);
  });
});

describe('what comes of a send', () => {
  it('is written down before the call', async () => {
    const outbox = outboxOf(store);
    const seen = upstream(async () => {
      const rows = await store.db.selectFrom('outbox').selectAll().execute();
      expect(rows).toMatchObject([{ state: 'SENDING', client_message_id: 'key-1', chat_id: 'chat-1' }]);
      return { messageIds: [], chatId: null };
    });
    await outbox.dispatch(send(seen.perform));
  });

  it('is nothing at all where it cannot be written down', async () => {
    const provider = accepts('vendor-1');
    const outbox = outboxOf(store);
    await store.close();
    await expect(outbox.dispatch(send(provider.perform))).rejects.toBeInstanceOf(StorageUnavailable);
    expect(provider.calls).toEqual([]);
  });

  it('left by a process that died is unknown, and stays so', async () => {
    let leave = () => {};
    const hanging = upstream(
      () =>
        new Promise((_, reject) => {
          leave = () => reject(failure('OUTCOME_UNKNOWN', 'Nobody listens any more.'));
        }),
    );
    const lost = failureFrom(outboxOf(store).dispatch(send(hanging.perform)));
    await vi.waitUntil(() => hanging.calls.length === 1);
    await store.close();
    leave();
    await lost;
    store = await reopen();
    const provider = accepts('vendor-1');
    const outbox = outboxOf(store);
    expect(await failureFrom(outbox.dispatch(send(provider.perform, { text: 'Other' })))).toMatchObject({
      code: 'CONFLICT',
    });
    const unknown = await failureFrom(outbox.dispatch(send(provider.perform)));
    expect(unknown).toMatchObject({ code: 'OUTCOME_UNKNOWN', account, retryable: false });
    expect(await failureFrom(outbox.dispatch(send(provider.perform)))).toEqual(unknown);
    expect(await store.db.selectFrom('outbox').select('state').execute()).toEqual([{ state: 'UNKNOWN' }]);
    expect(provider.calls).toEqual([]);
  });

  it.each([
    ['OUTCOME_UNKNOWN', failure('OUTCOME_UNKNOWN', 'No answer came.', { account })],
    ['a refusal', failure('RECIPIENT_UNREACHABLE', 'Not connected.', { providerStatus: 422 })],
  ])('%s is kept and told again', async (_, error) => {
    const provider = refuses(error);
    const outbox = outboxOf(store);
    expect(await failureFrom(outbox.dispatch(send(provider.perform)))).toEqual(error.failure);
    expect(await failureFrom(outbox.dispatch(send(provider.perform)))).toEqual(error.failure);
    await store.close();
    store = await reopen();
    expect(await failureFrom(outboxOf(store).dispatch(send(provider.perform)))).toEqual(error.failure);
    expect(provider.calls).toHaveLength(1);
  });

  it('not sent and worth another try leaves the key free', async () => {
    const limited = refuses(failure('RATE_LIMITED', 'Too fast.'));
    const outbox = outboxOf(store);
    expect(await failureFrom(outbox.dispatch(send(limited.perform)))).toMatchObject({ code: 'RATE_LIMITED' });
    const provider = accepts('vendor-1');
    expect((await outbox.dispatch(send(provider.perform))).message).toMatchObject({ messageId: 'vendor-1' });
  });

  it('is unknown where a fault of ours hides it, and that is logged', async () => {
    const error = vi.fn();
    const provider = refuses(new TypeError('undefined is not a function'));
    const outbox = outboxOf(store, { ...silentLog, error });
    const unknown = { code: 'OUTCOME_UNKNOWN', account };
    expect(await failureFrom(outbox.dispatch(send(provider.perform)))).toMatchObject(unknown);
    expect(await failureFrom(outbox.dispatch(send(provider.perform)))).toMatchObject(unknown);
    expect(provider.calls).toHaveLength(1);
    expect(error).toHaveBeenCalledOnce();
  });

  it('is the answer also where it cannot be recorded; the key then is unknown, never sent again', async () => {
    const error = vi.fn();
    const provider = upstream(async () => {
      await store.close();
      return { messageIds: ['vendor-1'], chatId: null };
    });
    const answer = await outboxOf(store, { ...silentLog, error }).dispatch(send(provider.perform));
    expect(answer.message).toMatchObject({ messageId: 'vendor-1' });
    expect(error).toHaveBeenCalledOnce();
    store = await reopen();
    expect(await failureFrom(outboxOf(store).dispatch(send(provider.perform)))).toMatchObject({
      code: 'OUTCOME_UNKNOWN',
    });
    expect(provider.calls).toHaveLength(1);
  });
});

describe('the call of a send', () => {
  it('has its own time, and counts for who asked', async () => {
    const count = vi.fn();
    const provider = upstream(async (call) => {
      call.count();
      return { messageIds: [], chatId: null };
    });
    await outboxOf(store).dispatch(send(provider.perform, { count }));
    expect(count).toHaveBeenCalledOnce();
    expect(provider.calls).toMatchObject([{ deadline: now() + 90_000, background: false }]);
  });

  it('is told to end in time, and what it says then is the outcome', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const provider = upstream(
      (call) =>
        new Promise((_, reject) => {
          call.signal.addEventListener('abort', () =>
            reject(failure('PROVIDER_UNAVAILABLE', 'Not connected.')),
          );
        }),
    );
    const outcome = failureFrom(outboxOf(store).dispatch(send(provider.perform)));
    while (provider.calls.length === 0) await turn();
    vi.advanceTimersByTime(89_999);
    expect(provider.calls[0]?.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(await outcome).toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
  });

  it('that does not end even then leaves the outcome unknown', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const provider = upstream(() => new Promise(() => {}));
    const outbox = outboxOf(store);
    const outcome = failureFrom(outbox.dispatch(send(provider.perform)));
    while (provider.calls.length === 0) await turn();
    vi.advanceTimersByTime(92_000);
    expect(await outcome).toMatchObject({ code: 'OUTCOME_UNKNOWN', account });
    await outbox.idle();
  });
});

describe('idle', () => {
  it('comes when the last send is recorded', async () => {
    let answer = () => {};
    const provider = upstream(async () => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return { messageIds: ['vendor-1'], chatId: null };
    });
    const outbox = outboxOf(store);
    await outbox.idle();
    void outbox.dispatch(send(provider.perform));
    void failureFrom(
      outbox.dispatch(send(refuses(failure('NOT_FOUND', 'No such chat.')).perform, { key: null })),
    );
    await vi.waitUntil(() => provider.calls.length === 1);
    const states = () => store.db.selectFrom('outbox').select('state').orderBy('state').execute();
    const idle = outbox.idle().then(states);
    answer();
    expect(await idle).toEqual([{ state: 'FAILED' }, { state: 'SENT' }]);
  });
});

describe('messages and their names', () => {
  it('have an id of ours where the vendor gives none, by which they are known', async () => {
    const outbox = outboxOf(store);
    const sent = await outbox.dispatch(send(accepts().perform));
    expect(sent.message?.messageId).toMatch(/^parley-[0-9a-f-]{36}$/);
    if (sent.message === null) return;
    await store.close();
    store = await reopen();
    const later = outboxOf(store);
    expect(await later.message(sent.message)).toEqual(sent.message);
    expect(await later.message({ ...sent.message, chatId: 'chat-2' })).toBeNull();
    expect(await later.message({ ...sent.message, accountId: 'acc-2' })).toBeNull();
    expect(await later.message({ ...sent.message, messageId: 'parley-none' })).toBeNull();
  });

  it('with an id of the vendor are left to the vendor', async () => {
    const outbox = outboxOf(store);
    const { message: sent } = await outbox.dispatch(send(accepts('vendor-1').perform));
    expect(sent && (await outbox.message(sent))).toBeNull();
  });

  it('show the key that their client gave them, and nobody else’s', async () => {
    const outbox = outboxOf(store);
    await outbox.dispatch(send(accepts('vendor-1').perform, { key: 'first' }));
    const own = await outbox.dispatch(send(accepts().perform, { key: 'second' }));
    await outbox.dispatch(send(accepts('vendor-3').perform, { key: null }));
    const ref = (messageId: string) => ({ ...account, chatId: 'chat-1', messageId });
    expect(
      await outbox.clientMessageIds([
        ref('vendor-3'),
        ref(own.message?.messageId ?? ''),
        ref('vendor-1'),
        { ...ref('vendor-1'), accountId: 'acc-2' },
        { ...ref('vendor-1'), chatId: 'chat-2' },
        ref('never'),
      ]),
    ).toEqual([null, 'second', 'first', null, null, null]);
    expect(await outbox.clientMessageIds([])).toEqual([]);
  });

  it('of a chat that is started', async () => {
    const outbox = outboxOf(store);
    const start = { kind: 'START', chatId: null } as const;
    const named = upstream(async () => ({ messageIds: ['vendor-1'], chatId: 'chat-9' }));
    const answer = await outbox.dispatch(send(named.perform, { ...start, key: 'named' }));
    expect(answer).toMatchObject({ chatId: 'chat-9', message: { chatId: 'chat-9', messageId: 'vendor-1' } });

    const wordless = send(named.perform, { ...start, key: 'wordless', compose: () => null });
    expect(await outbox.dispatch(wordless)).toEqual({ chatId: 'chat-9', message: null });
    expect(await outbox.dispatch(wordless)).toEqual({ chatId: 'chat-9', message: null });

    const nameless = send(accepts('vendor-2').perform, { ...start, key: 'nameless' });
    expect(await outbox.dispatch(nameless)).toEqual({ chatId: null, message: null });
    const found = { ...account, chatId: 'chat-10', messageId: 'vendor-2' };
    expect(await outbox.clientMessageIds([found])).toEqual(['nameless']);
  });
});
