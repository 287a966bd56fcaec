import { type Handler, type Reply, Router, type SandboxRequest } from '../http.ts';
import { findAccount } from './find.ts';
import type { RateLimits } from './limits.ts';
import type { Stage } from './stage.ts';
import { withUnknownKeys } from './unknown.ts';
import type { Account } from './world.ts';

/** Checks a call, throws where it is refused, and answers what does it: so what is refused has changed nothing. */
export type AccountHandler = (account: Account, request: SandboxRequest) => () => Reply;

/** The vendor's routes. */
export class Routes extends Router {
  private readonly stage: Stage;
  private readonly limits: RateLimits;

  constructor(stage: Stage, limits: RateLimits) {
    super();
    this.stage = stage;
    this.limits = limits;
  }

  override add(name: string, handler: Handler): this {
    return super.add(name, async (request) => {
      const reply = await handler(request);
      const isDressed = this.stage.switches.unknownKeys && 'json' in reply.content;
      return isDressed && 'json' in reply.content
        ? { ...reply, content: { json: withUnknownKeys(reply.content.json) } }
        : reply;
    });
  }

  /**
   * A route below an account. Its account comes before everything, the rate limit after every other check (unipile-v2.md
   * §10); GETs may come from the cache, which does not count (§0.2, quirk 12), and writes empty it.
   */
  ofAccount(name: string, handler: AccountHandler): this {
    return this.add(name, (request) => {
      const { stage, limits } = this;
      const account = findAccount(stage, request);
      const work = () => {
        const effect = handler(account, request);
        limits.count(stage, account.id);
        return effect();
      };
      if (request.method === 'GET') {
        return stage.switches.cache === 'off' ? work() : stage.cache.answer(request, work);
      }
      const reply = work();
      stage.cache.forget(account.id);
      return reply;
    });
  }
}
