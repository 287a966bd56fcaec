import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Call } from '../../../src/messaging/call.ts';
import { failure } from '../../../src/messaging/errors.ts';
import type { Message } from '../../../src/messaging/message.ts';
import type { PageSource, SourcePage } from '../../../src/messaging/page.ts';
import { MessageSearches } from '../../../src/providers/unipile-v2/message-searches.ts';
import { caller, failing } from '../support.ts';

const chat = ['acc_1', 'c'] as const;

interface Asked {
  readonly call: Call;
  answer(...messageIds: readonly string[]): void;
  fail(error: unknown): void;
}

/** A list of messages whose every page the test answers; it never ends. */
function list() {
  const asked: Asked[] = [];
  const source: PageSource<Message> = {
    name: 'messages',
    kind: 'offset',
    maxPageSize: 100,
    idOf: ({ messageId }) => messageId,
    timeOf: ({ sentAt }) => sentAt,
    fetch: (position, limit, call) =>
      new Promise<SourcePage<Message>>((resolve, reject) => {
        const offset = (position?.at === 'offset' ? position.offset : 0) + limit;
        asked.push({
          call,
          answer: (...ids) =>
            resolve({
              items: ids.map((messageId) => ({ messageId }) as Message),
              next: { at: 'offset', offset },
            }),
          fail: reject,
        });
      }),
  };
  return { asked, source };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
const rateLimited = failure('RATE_LIMITED', 'No calls are left.');

let searches: MessageSearches;
let asked: Asked[];
let find: (messageId: string, call?: Call) => Promise<string | null>;

beforeEach(() => {
  searches = new MessageSearches();
  const { asked: pages, source } = list();
  asked = pages;
  find = async (messageId, call = caller().call) =>
    (await searches.find(...chat, source, messageId, call))?.messageId ?? null;
});

describe('who looks for messages of one chat at the same time', () => {
  it('shares each page, also one that was read before', async () => {
    const found = [find('a'), find('b')];
    asked[0]?.answer('a');
    expect(await found[0]).toBe('a');
    found.push(find('c'), find('a'));
    await settled();
    asked[1]?.answer('b', 'c');
    expect(await Promise.all(found)).toEqual(['a', 'b', 'c', 'a']);
    expect(asked).toHaveLength(2);
  });

  it('goes on by itself where the one who reads leaves, or has no calls left', async () => {
    for (const reason of [failure('PROVIDER_UNAVAILABLE', 'It was given up.'), rateLimited]) {
      const [first, second] = [caller().call, caller().call];
      const left = failing(find('a', first));
      const waiting = find('a', second);
      expect(asked.at(-1)?.call).toBe(first);
      asked.at(-1)?.fail(reason);
      expect(await left).toEqual(reason.failure);
      await settled();
      expect(asked.at(-1)?.call).toBe(second);
      asked.at(-1)?.answer('a');
      expect(await waiting).toBe('a');
      searches.forget(...chat);
    }
  });

  it('is told by one answer that the vendor refuses, and the next one asks again', async () => {
    const refused = failure('NOT_ALLOWED', 'The account may not do this.', { providerStatus: 403 });
    const all = Promise.all([failing(find('a')), failing(find('b')), failing(find('c'))]);
    asked[0]?.fail(refused);
    expect(await all).toEqual([refused.failure, refused.failure, refused.failure]);
    const next = find('a');
    asked[1]?.answer('a');
    expect(await next).toBe('a');
    expect(asked).toHaveLength(2);
  });

  it('leaves when its own time is over, and holds up nobody', async () => {
    const patient = find('a');
    const leaving = new AbortController();
    const impatient = failing(find('b', caller({ signal: leaving.signal }).call));
    leaving.abort();
    expect(await impatient).toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    asked[0]?.answer('a');
    expect(await patient).toBe('a');
    expect(asked).toHaveLength(1);
  });

  it('finds nothing behind the pages that are searched, without a call', async () => {
    const last = find('e');
    for (const id of ['a', 'b', 'c', 'd', 'e']) {
      asked.at(-1)?.answer(id);
      await settled();
    }
    expect(await last).toBe('e');
    expect(await find('f')).toBeNull();
    expect(asked).toHaveLength(5);
  });
});

describe('what was read', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is not given to who asks after something has happened in the chat', async () => {
    const before = find('a');
    searches.forget(...chat);
    const after = find('a');
    expect(asked).toHaveLength(2);
    asked[0]?.answer('a');
    expect(await before).toBe('a');
    asked[1]?.answer('b');
    await settled();
    asked[2]?.answer('a');
    expect(await after).toBe('a');
  });

  it('is forgotten after a second, however often it was used', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const first = find('a');
    asked[0]?.answer('a');
    expect(await first).toBe('a');
    vi.advanceTimersByTime(999);
    expect(await find('a')).toBe('a');
    vi.advanceTimersByTime(1);
    void find('a');
    expect(asked).toHaveLength(2);
  });
});
