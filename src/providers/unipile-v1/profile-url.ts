import type { Network } from '../../messaging/account.ts';
import { meaning } from '../lenient.ts';

const hosts: Readonly<Record<string, Network>> = {
  'linkedin.com': 'LINKEDIN',
  'instagram.com': 'INSTAGRAM',
  't.me': 'TELEGRAM',
  'telegram.me': 'TELEGRAM',
  'x.com': 'TWITTER',
  'twitter.com': 'TWITTER',
  'facebook.com': 'MESSENGER',
  'm.me': 'MESSENGER',
};

/** Whom an address of a profile names on that network; null where it is an address of something else. Nothing is called. */
export function profileNameOf(
  network: Network,
  profileUrl: string,
): { readonly name: string; readonly isCompany: boolean } | null {
  if (!URL.canParse(profileUrl)) return null;
  const { protocol, hostname, pathname } = new URL(profileUrl);
  if (protocol !== 'https:' && protocol !== 'http:') return null;
  const host = hostname.replace(/^www\./, '').replace(/^.+\.(linkedin\.com|facebook\.com)$/, '$1');
  if (meaning(hosts, host) !== network) return null;
  const [first, second] = pathname
    .split('/')
    .filter((segment) => segment !== '')
    .map(decoded);
  if (network !== 'LINKEDIN') return first ? { name: first.replace(/^@/, ''), isCompany: false } : null;
  if (!second) return null;
  if (first === 'in') return { name: second, isCompany: false };
  return first === 'company' || first === 'school' ? { name: second, isCompany: true } : null;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
