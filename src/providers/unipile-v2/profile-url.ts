/** The name in the address of a LinkedIn profile or page; null where it is an address of something else. Nothing is called. */
export function profileNameOf(profileUrl: string): string | null {
  if (!URL.canParse(profileUrl)) return null;
  const { protocol, hostname, pathname } = new URL(profileUrl);
  if (protocol !== 'https:' && protocol !== 'http:') return null;
  if (!/^([a-z]+\.)?linkedin\.com$/.test(hostname)) return null;
  const [, kind, name] = pathname.split('/');
  if (!name || !['in', 'company', 'school'].includes(kind ?? '')) return null;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
