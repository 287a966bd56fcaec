import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openPlaces } from '../../src/events/places.ts';

const key = randomBytes(32);
const places = openPlaces(key);
const place = fc.maxSafeNat();
const kinds = ['CAUGHT_UP', 'GAP', 'CURSOR'] as const;

describe('places', () => {
  it('open again, by whichever id, and the ids of one place all differ', () => {
    fc.assert(
      fc.property(place, (value) => {
        const ids = [places.eventId(value), ...kinds.map((kind) => places.markerId(kind, value))];
        expect(new Set(ids).size).toBe(4);
        expect(ids.map((id) => places.open(id))).toEqual([value, value, value, value]);
      }),
    );
  });

  it('look the same after a restart, and are nothing under another key', () => {
    expect(openPlaces(Buffer.from(key)).eventId(7)).toBe(places.eventId(7));
    expect(openPlaces(randomBytes(32)).open(places.eventId(7))).toBeNull();
  });

  it('are nothing when a character is changed, added or taken away', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/= \n\u0000é';
    fc.assert(
      fc.property(place, fc.nat(31), fc.constantFrom(...alphabet), (value, index, character) => {
        const id = places.eventId(value);
        const changed = id.slice(0, index) + character + id.slice(index + 1);
        expect(places.open(changed)).toBe(changed === id ? value : null);
        expect(places.open(id + character)).toBeNull();
        expect(places.open(id.slice(0, index))).toBeNull();
      }),
    );
  });

  it('are nothing when somebody makes them up', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.uint8Array({ minLength: 24, maxLength: 24 })), (made) => {
        const text = typeof made === 'string' ? made : Buffer.from(made).toString('base64url');
        expect(places.open(text)).toBeNull();
      }),
    );
  });

  it('do not show how much happens: neighbours have nothing in common', () => {
    const [one, next] = [places.eventId(1000), places.eventId(1001)].map((id) =>
      Buffer.from(id, 'base64url'),
    );
    const same = [...(one ?? [])].filter((byte, index) => byte === next?.[index]).length;
    expect(same).toBeLessThan(6);
  });
});
