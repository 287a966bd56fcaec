import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Generations } from '../../src/reading/generations.ts';
import { Kept } from '../../src/reading/kept.ts';

describe('kept answers', () => {
  it('are at most so many; what was not used for longest goes first', () => {
    const kept = new Kept({ answers: 2, bytes: 1_000_000 });
    kept.put('a', { value: 'a', askedAt: 0 });
    kept.put('b', { value: 'b', askedAt: 0 });
    kept.get('a');
    kept.put('c', { value: 'c', askedAt: 0 });
    expect(['a', 'b', 'c'].map((key) => kept.get(key)?.value)).toEqual(['a', undefined, 'c']);
  });

  it('are at most so large together, and one that is too large by itself is not kept', () => {
    const kept = new Kept({ answers: 1_000, bytes: 10_000 });
    for (let index = 0; index < 100; index += 1) {
      kept.put(`${index}`, { value: { items: ['x'.repeat(500)] }, askedAt: 0 });
    }
    const left = Array.from({ length: 100 }, (_, index) => kept.get(`${index}`)).filter(Boolean).length;
    expect(left).toBeGreaterThan(4);
    expect(left).toBeLessThan(10);
    kept.put('huge', { value: 'x'.repeat(10_000), askedAt: 0 });
    expect(kept.get('huge')).toBeUndefined();
    expect(kept.get('99')).toBeDefined();
  });
});

describe('generations', () => {
  it('grow when one of the topics changes, whatever is forgotten to save memory', () => {
    const topic = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const topics = fc.uniqueArray(topic, { minLength: 1 });
    fc.assert(
      fc.property(topics, fc.array(topics), (watched, changes) => {
        const generations = new Generations(3);
        for (const changed of changes) {
          const before = generations.of(watched);
          generations.change(changed);
          const after = generations.of(watched);
          expect(after).toBeGreaterThanOrEqual(before);
          if (changed.some((name) => watched.includes(name))) expect(after).toBeGreaterThan(before);
        }
      }),
    );
  });

  it('stay when something else changes', () => {
    const roomy = new Generations();
    roomy.change(['b']);
    expect(roomy.of(['a'])).toBe(0);
  });
});
