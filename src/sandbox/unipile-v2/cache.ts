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

  /** The answer of a GET, from the cache where it may be. */
  async answer(request: SandboxRequest, work: () => Promise<Reply> | Reply): Promise<Reply> {
    const key = `${request.path}?${request.query}`;
    const known = this.kept.get(key);
    const age = known === undefined ? Number.POSITIVE_INFINITY : this.clock.now() - known.at;
    const mayKeep = !/no-cache|no-store/.test(request.headers['cache-control'] ?? '');
    if (known !== undefined && mayKeep && age < HOUR) return marked(known.reply, 'HIT', age);
    const reply = await work();
    if (reply.status === 200) this.kept.set(key, { at: this.clock.now(), reply });
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

function marked(reply: Reply, state: 'HIT' | 'MISS', age: number): Reply {
  return { ...reply, headers: { ...reply.headers, 'x-cache': state, age: String(Math.floor(age / 1000)) } };
}
