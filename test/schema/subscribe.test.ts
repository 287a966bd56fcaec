import { type ExecutionResult, GraphQLError, parse } from 'graphql';
import { beforeEach, describe, expect, it } from 'vitest';
import { failure } from '../../src/messaging/errors.ts';
import type { IncomingEvent } from '../../src/messaging/event.ts';
import type { Context } from '../../src/schema/context.ts';
import { schema } from '../../src/schema/index.ts';
import { type FreshContext, subscribe } from '../../src/schema/subscribe.ts';
import { aChat, aMessage, type FakeAccount, fakeAccount } from './fake-account.ts';
import { type Gateway, openGateway } from './gateway.ts';

let account: FakeAccount;
let gateway: Gateway;
beforeEach(async () => {
  account = fakeAccount();
  gateway = await openGateway([account]);
});

let number = 0;
function created(): IncomingEvent {
  number += 1;
  const ref = { accountId: 'a1', chatId: 'c1', messageId: `m${number}` };
  return {
    event: {
      type: 'MESSAGE_CREATED',
      at: '2026-03-01T09:00:00.000Z',
      isBackfill: false,
      message: aMessage(ref),
      ...ref,
    },
    identity: { once: ref.messageId },
  };
}
const append = (count = 1) => gateway.events.append('sales', Array.from({ length: count }, created));

async function answers(
  query: string,
  fresh: FreshContext = async () => gateway.context(),
  start: Context = gateway.context(),
): Promise<AsyncIterableIterator<ExecutionResult>> {
  const result = await subscribe({ schema, document: parse(query), contextValue: start }, fresh);
  if (!(Symbol.asyncIterator in result)) throw new Error(JSON.stringify(result.errors));
  return result;
}

describe('a context per event', () => {
  it('shows what is true at each event, and shares nothing with the one before', async () => {
    const made = new Set<Context>();
    const stream = await answers(
      'subscription { messageCreated { chat { title } message { chat { title } } } }',
      async () => {
        const context = gateway.context();
        made.add(context);
        return context;
      },
    );
    const titles: unknown[] = [];
    for (const title of ['One', 'Two', 'Three']) {
      account.knownChats.set('c1', aChat({ title }));
      await append();
      titles.push((await stream.next()).value.data);
    }
    expect(titles).toEqual(
      ['One', 'Two', 'Three'].map((title) => ({
        messageCreated: { chat: { title }, message: { chat: { title } } },
      })),
    );
    expect(made.size).toBe(3);
    // Within an event a chat is asked for once.
    expect(account.reads).toHaveLength(3);
    await stream.return?.();
  });

  it('that cannot be made is the last answer', async () => {
    const stream = await answers('subscription { messageCreated { id } }', async () => {
      throw new GraphQLError('The token has expired.', { extensions: { code: 'UNAUTHENTICATED' } });
    });
    await append(2);
    const { value } = await stream.next();
    expect(value.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });
});

describe('pulling', () => {
  it('makes no context and asks nobody before somebody takes', async () => {
    let made = 0;
    const stream = await answers('subscription { messageCreated { chat { title } } }', async () => {
      made += 1;
      return gateway.context();
    });
    await append(500);
    expect([made, account.reads.length]).toEqual([0, 0]);
    await stream.next();
    expect([made, account.reads.length]).toEqual([1, 1]);
    await stream.return?.();
  });

  it('brings 5,000 events of one tick to a fast reader', async () => {
    const stream = await answers('subscription { messageCreated { id } }');
    await append(5_000);
    const seen = new Set<string>();
    while (seen.size < 5_000) seen.add((await stream.next()).value.data.messageCreated.id);
    expect(seen.size).toBe(5_000);
    await stream.return?.();
  });
});

describe('leaving', () => {
  it('ends a stream that waits, at once', async () => {
    const stream = await answers('subscription { messageCreated { id } }');
    const waiting = stream.next();
    await stream.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    await append();
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it('tells the context of an event that is being answered', async () => {
    let left: AbortSignal | undefined;
    const stream = await answers('subscription { messageCreated { chat { title } } }', async (signal) => {
      left = signal;
      return gateway.context();
    });
    let reached = () => {};
    const asking = new Promise<void>((resolve) => {
      reached = resolve;
    });
    Object.assign(account, {
      chat: () => {
        reached();
        return new Promise((_, reject) => {
          left?.addEventListener('abort', () => reject(failure('PROVIDER_UNAVAILABLE', 'The caller left.')));
        });
      },
    });
    await append();
    const waiting = stream.next();
    await asking;
    expect(left?.aborted).toBe(false);
    await stream.return?.();
    expect(left?.aborted).toBe(true);
    await waiting;
  });
});

it('answers errors of the log as the last answer instead of breaking the transport', async () => {
  const start = gateway.context();
  const broken: Context = {
    ...start,
    events: {
      ...start.events,
      read: async () => {
        throw new Error('disk on fire');
      },
    },
  };
  const stream = await answers('subscription { messageCreated { id } }', undefined, broken);
  const { value } = await stream.next();
  expect(value.errors?.[0]?.originalError?.message).toBe('disk on fire');
  expect(await stream.next()).toEqual({ done: true, value: undefined });
});

it('answers a document that cannot be subscribed to without a stream', async () => {
  const result = await subscribe(
    { schema, document: parse('subscription { nothing }'), contextValue: gateway.context() },
    async () => gateway.context(),
  );
  expect(result).toMatchObject({ errors: [expect.any(GraphQLError)] });
});
