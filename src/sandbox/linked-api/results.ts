import { json, type Reply, replyPieces, type SandboxRequest } from '../http.ts';
import type { Webhooks } from '../webhooks.ts';
import { malformed } from './batch.ts';
import { accountOf } from './customer.ts';
import { LinkedApiError } from './errors.ts';
import type { Stage } from './stage.ts';
import type { Account } from './world.ts';

/** Work of the seed's form that was accepted. */
export interface Work {
  account: Account;
  /** Resolves when there is nothing more to wait for. */
  ended: Promise<void>;
  /** The answer that it comes to; null while it is under way. */
  envelope(): Reply | null;
}

/** The links to results lead below this. */
export const RESULTS_PATH = '/account/results/';

/** Who asks chooses how a result comes: with the answer, under a link, or pushed (linked-api.md §4.1). */
export class Results {
  private readonly kept = new Map<string, Work>();
  private readonly stage: Stage;
  private readonly webhooks: Webhooks;

  constructor(stage: Stage, webhooks: Webhooks) {
    this.stage = stage;
    this.webhooks = webhooks;
  }

  /** Begins the work and answers as the request wants it. Throws invalidRequestBody, with nothing begun, where it cannot. */
  async answer(request: SandboxRequest, begin: () => Work): Promise<Reply> {
    const handling = request.headers['result-handling'] ?? 'long';
    const { resultWebhook } = this.stage.switches;
    if (handling === 'webhook' && resultWebhook === null) throw malformed('Nothing is pushed here.');
    if (typeof handling !== 'string' || !['long', 'reslink', 'webhook'].includes(handling)) {
      throw malformed('result-handling is long, reslink or webhook.');
    }
    const work = begin();
    const hash = this.stage.random.letters(16, '0123456789abcdef');
    this.kept.set(hash, work);
    if (handling === 'webhook' && resultWebhook !== null) {
      void work.ended.then(() => this.push(resultWebhook, hash));
      return processing({ webhook: resultWebhook });
    }
    if (handling === 'long') await work.ended;
    return (handling === 'long' ? work.envelope() : null) ?? linked(request, hash);
  }

  /** What is found under a link. Throws where there is nothing, or nothing for this account. */
  find(request: SandboxRequest): Reply {
    const hash = request.params.hash ?? '';
    const account = this.stage.switches.openResultLinks ? null : accountOf(this.stage.world, request);
    const work = this.kept.get(hash);
    if (work === undefined || (account !== null && account !== work.account)) {
      throw new LinkedApiError('resultNotFound', 'There is no such result.', 'conversations');
    }
    return work.envelope() ?? linked(request, hash);
  }

  clear(): void {
    this.kept.clear();
  }

  private push(url: string, hash: string): void {
    const work = this.kept.get(hash);
    const envelope = work?.envelope() ?? null;
    if (work === undefined || envelope === null) return;
    this.webhooks.send({
      receiver: hash,
      url,
      event: 'result',
      body: Buffer.concat(replyPieces(envelope)).toString('utf8'),
      headers: () => ({ 'content-type': 'application/json' }),
      lane: work.account.id,
    });
  }
}

function linked(request: SandboxRequest, hash: string): Reply {
  const origin = `http://${request.headers.host ?? '127.0.0.1'}`;
  return processing({ resultLink: origin + RESULTS_PATH + hash });
}

function processing(where: { resultLink: string } | { webhook: string }): Reply {
  return json({ status: 'processing', process: { message: 'The request is being processed.', ...where } });
}
