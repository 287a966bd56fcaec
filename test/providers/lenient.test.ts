import { expect, it } from 'vitest';
import { z } from 'zod';
import { readable, whole } from '../../src/providers/lenient.ts';

it.each([
  [0, 0],
  [2.5, 3],
  [2 ** 31 - 1, 2 ** 31 - 1],
  [2 ** 31 - 0.5, null],
  [3e9, null],
  [1e308, null],
  [-1, null],
  [Number.NaN, null],
  [null, null],
  [undefined, null],
])('%s is the whole number %s', (value, expected) => {
  expect(whole(value)).toBe(expected);
});

it('a list of a million items is refused at once, not read', () => {
  const values = Array.from({ length: 1_000_000 }, () => 0);
  let read = 0;
  const counting = z.unknown().transform(() => {
    read += 1;
  });
  expect(() => readable(counting, values)).toThrow(/PROVIDER_UNAVAILABLE/);
  expect(read).toBe(0);
});

it('a long history is read', () => {
  const values = Array.from({ length: 10_000 }, (_, index) => index);
  expect(readable(z.number(), values)).toHaveLength(10_000);
});
