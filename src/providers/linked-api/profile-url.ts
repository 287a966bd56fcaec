/** Whose profile an address is of. */
export interface Profile {
  /** The part of the address that names them: `ada-example`, or an opaque id. */
  readonly key: string;
  /** The one spelling that is compared, kept and sent: https://www.linkedin.com/in/… */
  readonly url: string;
}

/** Opaque ids tell capitals apart, chosen names do not (unverified, linked-api.md §13.3). */
const opaqueId = /^A[CDE][a-zA-Z]A[\w-]{15,}$/;
const MAX_KEY_LENGTH = 200;

/**
 * Reads the address of a person's profile, whatever its host's language, its case, slashes or query; also one of Sales
 * Navigator (`/sales/people/…`, `/sales/lead/…`), whose id the classic address takes too. Null where it is none.
 */
export function profileOf(address: string): Profile | null {
  if (!URL.canParse(address)) return null;
  const { protocol, hostname, pathname } = new URL(address);
  if (protocol !== 'https:' && protocol !== 'http:') return null;
  if (!/^([a-z0-9-]+\.)*linkedin\.com$/.test(hostname)) return null;
  const key = keyOf(pathname.split('/').filter((segment) => segment !== ''));
  return key === null ? null : { key, url: `https://www.linkedin.com/in/${encodeURIComponent(key)}` };
}

function keyOf([first, second, third]: readonly string[]): string | null {
  const kind = first?.toLowerCase();
  if (kind === 'in') return spelled(second);
  const isLead = kind === 'sales' && (second === 'people' || second === 'lead');
  return isLead ? spelled(third?.split(',')[0]) : null;
}

function spelled(segment: string | undefined): string | null {
  const name = decoded(segment ?? '')?.trim();
  if (!name || name.length > MAX_KEY_LENGTH || /[/\\\p{Cc}]/u.test(name)) return null;
  if (name === '.' || name === '..') return null;
  return opaqueId.test(name) ? name : name.toLowerCase().normalize('NFC');
}

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

/** What to call somebody of whom only the address is known: `ada-example-4b1c2a9` is Ada Example. */
export function nameFrom({ key }: Profile): string {
  if (opaqueId.test(key)) return 'LinkedIn member';
  const words = key.split('-').filter((word) => word !== '');
  const isSuffix = words.length > 1 && /\d/.test(words.at(-1) ?? '');
  const name = (isSuffix ? words.slice(0, -1) : words).map(capitalized).join(' ');
  return name || key;
}

function capitalized(word: string): string {
  const [first = '', ...rest] = word;
  return first.toUpperCase() + rest.join('');
}
