import type { Clock } from '../clock.ts';
import type { Reply, SandboxRequest } from '../http.ts';

const HOUR = 3_600_000;

/** The vendor's cache of GETs: one hour, emptied by writes of the same account (unipile-v2.md §1). */
export class Cache {
  private readonly kept = new Map<string, { at: number; reply: Reply }>();
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** The answer of a GET, from the cache where Cache-Control allows it. */
  answer(request: SandboxRequest, work: () => Reply): Reply {
    const key = `${request.path}?${request.query}`;
    const { mayKeep, maxAge } = wishes(request.headers['cache-control'] ?? '');
    const known = this.kept.get(key);
    const age = known === undefined ? Number.POSITIVE_INFINITY : this.clock.now() - known.at;
    if (known !== undefined && age < maxAge) return marked(known.reply, 'HIT', age);
    const reply = work();
    if (mayKeep && reply.status === 200) this.kept.set(key, { at: this.clock.now(), reply });
    return marked(reply, 'MISS', 0);
  }

  /** Forgets what was answered about an account. */
  forget(accountId: string): void {
    for (const key of this.kept.keys()) if (key.startsWith(`/${accountId}/`)) this.kept.delete(key);
  }

  clear(): void {
    this.kept.clear();
  }
}

/** What a client wants: whether its answer may be kept, and how old it may be (milliseconds). */
function wishes(header: string): { mayKeep: boolean; maxAge: number } {
  const directives = header.split(',').map((directive) => directive.trim().toLowerCase());
  const mayKeep = !directives.includes('no-store');
  if (!mayKeep || directives.includes('no-cache')) return { mayKeep, maxAge: 0 };
  const seconds = directives.flatMap((directive) => /^max-age=(\d+)$/.exec(directive)?.[1] ?? []);
  return { mayKeep, maxAge: Math.min(HOUR, ...seconds.map((count) => Number(count) * 1000)) };
}

function marked(reply: Reply, state: 'HIT' | 'MISS', age: number): Reply {
  return { ...reply, headers: { ...reply.headers, 'x-cache': state, age: String(Math.floor(age / 1000)) } };
}
