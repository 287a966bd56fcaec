import type { HttpRequest } from '../http.ts';

/**
 * What of a result link lies below the base address, as `/results/4f1c…`: it is what is remembered of the job. Null
 * where the link leads elsewhere (linked-api.md §13.9).
 */
export function linkedPath(base: URL, link: string): string | null {
  if (!URL.canParse(link)) return null;
  const { origin, pathname, search, username, password } = new URL(link);
  const prefix = base.pathname.replace(/\/+$/, '');
  if (origin !== base.origin || username || password) return null;
  const rest = pathname.startsWith(`${prefix}/`) ? pathname.slice(prefix.length) : null;
  return rest === null || rest === '/' ? null : rest + search;
}

/** The request for what a job came to; the opposite of `linkedPath`. */
export function pathOfJob(jobId: string): Pick<HttpRequest, 'path' | 'query'> {
  const [text = '', search = ''] = jobId.split('?');
  return {
    path: { text, pattern: '/results/:id' },
    query: Object.fromEntries(new URLSearchParams(search)),
  };
}
