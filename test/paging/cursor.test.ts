import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../../src/messaging/errors.ts';
import type { Position } from '../../src/messaging/page.ts';
import { ByteReader, ByteWriter } from '../../src/paging/bytes.ts';
import { readWalk, writeWalk } from '../../src/paging/encode.ts';
import { createPaging } from '../../src/paging/index.ts';
import type { Mark } from '../../src/paging/mark.ts';
import { hasBegun, type SourceState, type WalkState } from '../../src/paging/place.ts';
import { seed } from '../support/seed.ts';
import {
  type Asked,
  account,
  ask,
  call,
  type FakeSource,
  ids,
  listed,
  MovingList,
  sourceOf,
} from './lists.ts';

const key = Buffer.alloc(32, 5);
const now = () => 0;

async function failureFrom(asked: Asked, paging = createPaging({ key, now })) {
  try {
    await ask(paging, asked);
  } catch (error) {
    return failureOf(error);
  }
  throw new Error('nothing was refused');
}

async function listAndCursor(): Promise<{ source: FakeSource; cursor: string }> {
  const source = sourceOf(new MovingList(50), 'keyset cursor');
  const page = await ask(createPaging({ key, now }), { sources: [listed(source)], first: 3 });
  return { source, cursor: page.edges[1]?.cursor ?? '' };
}

describe(`a cursor that is not ours as it was (seed ${seed})`, () => {
  it('is refused whichever byte was changed, before any call', async () => {
    const { source, cursor } = await listAndCursor();
    const calls = source.calls;
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ .';
    const intact = await failureFrom({ sources: [listed(source)], after: 'x' });
    expect(intact).toMatchObject({ code: 'INVALID_INPUT', field: ['after'], retryable: false });
    for (let place = 0; place < cursor.length; place++) {
      const other = alphabet.replace(cursor.charAt(place), '').charAt((seed + place) % (alphabet.length - 1));
      const after = cursor.slice(0, place) + other + cursor.slice(place + 1);
      expect(await failureFrom({ sources: [listed(source)], after })).toEqual(intact);
    }
    const texts = fc.oneof(fc.string(), fc.string({ unit: 'binary', maxLength: 5_000 }), fc.base64String());
    const cuts = fc.nat({ max: cursor.length - 1 }).map((length) => cursor.slice(0, length));
    const longer = fc.string({ minLength: 1 }).map((tail) => cursor + tail);
    await fc.assert(
      fc.asyncProperty(fc.oneof(texts, cuts, longer), async (after) => {
        expect(await failureFrom({ sources: [listed(source)], after })).toEqual(intact);
      }),
      { seed, numRuns: 300 },
    );
    expect(source.calls).toBe(calls);
  });

  it('is refused for another list, another key, and where one of its accounts is not seen', async () => {
    const { source, cursor } = await listAndCursor();
    const damaged = await failureFrom({ sources: [listed(source)], after: 'x' });
    const calls = source.calls;
    const after = cursor;
    expect(await failureFrom({ sources: [listed(source)], after, list: 'chats unread' })).toEqual(damaged);
    const stranger = createPaging({ key: Buffer.alloc(32, 6), now });
    expect(await failureFrom({ sources: [listed(source)], after }, stranger)).toEqual(damaged);
    const elsewhere = { source, accounts: [account('account', 'another connection')] };
    expect(await failureFrom({ sources: [elsewhere], after })).toEqual(damaged);
    expect(await failureFrom({ sources: [], after })).toEqual(damaged);
    expect(source.calls).toBe(calls);
    const more = { source, accounts: [account('new'), account(source.name)] };
    expect(ids([await ask(createPaging({ key, now }), { sources: [more], after, first: 1 })])).toEqual([
      'chat-48',
    ]);
  });

  it.each([0, -1, 101, 2 ** 31 - 1, 1.5, Number.NaN])('a page of %d is refused too', async (first) => {
    const { source } = await listAndCursor();
    const calls = source.calls;
    expect(await failureFrom({ sources: [listed(source)], first })).toMatchObject({
      code: 'INVALID_INPUT',
      field: ['first'],
    });
    expect(source.calls).toBe(calls);
  });
});

describe('a cursor', () => {
  it('shows nothing of what it holds', async () => {
    const { cursor } = await listAndCursor();
    const bytes = Buffer.from(cursor, 'base64url');
    expect(cursor).toMatch(/^[\w-]+$/);
    for (const secret of ['chat-', 'after|', 'account']) expect(bytes.includes(secret)).toBe(false);
  });

  it('stands on every edge, and each goes on behind its item', async () => {
    const source = sourceOf(new MovingList(50), 'offset');
    const paging = createPaging({ key, now });
    const page = await ask(paging, { sources: [listed(source)], first: 30 });
    expect(page.endCursor).toBe(page.edges.at(-1)?.cursor);
    for (const gateway of [paging, createPaging({ key, now })]) {
      for (const [index, edge] of page.edges.entries()) {
        const next = await ask(gateway, { sources: [listed(source)], first: 1, after: edge.cursor });
        expect(ids([next])).toEqual([`chat-${49 - index}`]);
        expect(next.hasPreviousPage).toBe(true);
      }
    }
  });

  it('keeps the state of a walk to the last bit', () => {
    const time = fc.option(fc.integer({ min: -1_000_000_000_000, max: 4_102_444_800_000 }));
    const hash = fc.integer({ min: 0, max: 2 ** 40 - 1 });
    const mark: fc.Arbitrary<Mark> = fc.record({ hash, time });
    const position: fc.Arbitrary<Position | null> = fc.oneof(
      fc.constant(null),
      fc.record({ at: fc.constant('cursor' as const), cursor: fc.string({ unit: 'grapheme' }) }),
      fc.record({ at: fc.constant('offset' as const), offset: fc.maxSafeNat() }),
      fc.record({ at: fc.constant('date' as const), before: fc.constant('2026-01-01T00:00:00.000Z') }),
    );
    const place = fc.record({
      position,
      index: fc.integer({ min: -1, max: 300 }),
      trail: fc.array(mark, { maxLength: 4 }),
    });
    const newest = fc.option(fc.array(mark, { minLength: 1, maxLength: 16 }));
    const circle = fc.oneof(
      fc.constant({ steps: 0, landmark: 0 }),
      fc.record({ steps: fc.integer({ min: 1, max: 100_000 }), landmark: hash }),
    );
    const source: fc.Arbitrary<SourceState> = fc
      .record({ place: fc.option(place), ended: fc.boolean(), top: newest, floor: newest, circle })
      .filter(hasBegun);
    const state: fc.Arbitrary<WalkState> = fc.record({
      walk: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
      round: fc.nat({ max: 16 }),
      stalled: fc.nat({ max: 3 }),
      last: fc.option(fc.record({ source: hash, trail: fc.array(mark, { maxLength: 4 }) })),
      sources: fc.array(fc.tuple(hash, source), { maxLength: 300 }).map((entries) => new Map(entries)),
    });
    fc.assert(
      fc.property(state, (walk) => {
        const writer = new ByteWriter();
        writeWalk(writer, walk);
        expect(readWalk(new ByteReader(writer.bytes()))).toEqual(walk);
      }),
      { seed, numRuns: 300 },
    );
  });

  it('gives up where the caller left', async () => {
    const source = sourceOf(new MovingList(50), 'offset');
    const left = AbortSignal.abort(new Error('the caller left'));
    const asked = ask(createPaging({ key, now }), {
      sources: [listed(source)],
      call: call({ signal: left }),
    });
    await expect(asked).rejects.toThrow('the caller left');
    expect(source.calls).toBe(0);
  });
});
