import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Place } from './log.ts';

/**
 * Places as clients see them: opaque, authenticated, the same for every viewer. An Event's id and the id of what is no
 * event (CaughtUp, Gap, eventCursor) differ for the same place, as normalizing caches expect; all of them are a valid `after`.
 */
export interface Places {
  eventId(place: Place): string;
  markerId(kind: 'CAUGHT_UP' | 'GAP' | 'CURSOR', place: Place): string;
  /** Null where it is not one of ours. */
  open(text: string): Place | null;
}

const kinds = ['EVENT', 'CAUGHT_UP', 'GAP', 'CURSOR'] as const;
const tagBytes = 16;

/**
 * Seals 8 bytes (the kind, then the place) under a key of 32: first a MAC of them, then the bytes encrypted with that MAC
 * as the initial vector. So the same place always looks the same, and nobody reads in it how much happens to others.
 */
export function openPlaces(key: Buffer): Places {
  const derived = (purpose: string) => Buffer.from(hkdfSync('sha256', key, '', purpose, 32));
  const macKey = derived('authenticates places');
  const cipherKey = derived('hides places');
  const tagOf = (plain: Buffer) => createHmac('sha256', macKey).update(plain).digest().subarray(0, tagBytes);

  function seal(kind: (typeof kinds)[number], place: Place): string {
    const plain = Buffer.alloc(8);
    plain.writeBigUInt64BE(BigInt(place));
    plain.writeUInt8(kinds.indexOf(kind), 0);
    const tag = tagOf(plain);
    return Buffer.concat([tag, createCipheriv('aes-256-ctr', cipherKey, tag).update(plain)]).toString(
      'base64url',
    );
  }

  return {
    eventId: (place) => seal('EVENT', place),
    markerId: seal,
    open(text) {
      // 24 bytes are 32 characters without a rest, so exactly one text means them.
      if (!/^[\w-]{32}$/.test(text)) return null;
      const bytes = Buffer.from(text, 'base64url');
      const tag = bytes.subarray(0, tagBytes);
      const plain = createDecipheriv('aes-256-ctr', cipherKey, tag).update(bytes.subarray(tagBytes));
      if (!timingSafeEqual(tagOf(plain), tag)) return null;
      plain.writeUInt8(0, 0);
      return Number(plain.readBigUInt64BE());
    },
  };
}
