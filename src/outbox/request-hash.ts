import { createHash } from 'node:crypto';
import type { Json } from '../messaging/account.ts';

/** SHA-256 as lower-case hex; the same for equal requests, in whatever order their members were written. */
export function requestHash(request: Json): string {
  return createHash('sha256').update(canonicalJson(request)).digest('hex');
}

function canonicalJson(value: Json): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  );
}
