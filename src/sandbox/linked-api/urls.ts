import type { Random } from '../random.ts';

/** The segment of a hashed address: LinkedIn's own name of a person. */
export function opaqueId(random: Random): string {
  return `ACoAA${random.letters(30, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789')}`;
}

export function profileUrl(segment: string): string {
  return `https://www.linkedin.com/in/${segment}`;
}

/**
 * The comparable form of a LinkedIn profile's address: no scheme, host, query or slash at the end; vanity names in lower
 * case, opaque ids as they are (linked-api.md §13.3). Null where it is no address of a profile.
 */
export function profileKey(url: string): string | null {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return null;
  }
  if (!/(^|\.)linkedin\.com$/.test(parsed.hostname)) return null;
  const [kind, place, ...rest] = parsed.pathname.split('/').filter((part) => part !== '');
  const segment = kind === 'sales' ? rest[0] : place;
  if (segment === undefined || (kind !== 'in' && kind !== 'sales')) return null;
  const name = decoded(segment.split(',')[0] ?? segment);
  return /^AC[ow]A/.test(name) ? name : name.toLowerCase();
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Whether two addresses name the same profile. */
export function sameProfile(one: string, other: string): boolean {
  const key = profileKey(one);
  return key !== null && key === profileKey(other);
}
