import { expect, it } from 'vitest';
import { z } from 'zod';
import { readable } from '../../src/providers/lenient.ts';

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
