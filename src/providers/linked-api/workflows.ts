import type { Call } from '../../messaging/call.ts';
import { type Failure, FailureError, failureOf as failureIn } from '../../messaging/errors.ts';
import type { ProviderTools } from '../../messaging/provider.ts';
import { HttpClient, type HttpRequest } from '../http.ts';
import { readable, unreadable } from '../lenient.ts';
import { path } from '../path.ts';
import { type Answered, keyOf, matched, readSplitting } from './batches.ts';
import {
  type Client,
  type DoneJob,
  done,
  type Job,
  lost,
  type Reading,
  type ReadTarget,
  type Target,
} from './client.ts';
import { actionFailure, failureOf, isOfLostJob } from './errors.ts';
import type { Settings } from './settings.ts';
import * as wire from './wire.ts';

type Request = Pick<HttpRequest, 'method' | 'path' | 'json'>;

/** The present form: workflows that are checked until they end, and conversations that are read at once (linked-api.md §5). */
export class WorkflowsClient implements Client {
  private readonly http: HttpClient;
  private readonly account: string;
  private readonly leftOut: () => void;

  constructor(settings: Settings, account: string, tools: ProviderTools) {
    const { id: connectionId, baseUrl, tokenHeader = 'linked-api-token' } = settings;
    const secrets = {
      [tokenHeader]: settings.linkedApiToken,
      'identification-token': settings.identificationToken,
    };
    this.http = new HttpClient({ connectionId, baseUrl, secrets, failureOf }, tools);
    this.account = account;
    this.leftOut = () => tools.log.warn({ connectionId }, 'A message that cannot be read is left out.');
  }

  async whoAmI(call: Call) {
    const result = await this.ask({ method: 'GET', path: path`/account` }, call);
    const { name = null, url = null } = wire.identity.safeParse(result).data ?? {};
    return { name, url };
  }

  startSync({ channel, url }: Target, withPerson: boolean, call: Call): Promise<Job> {
    const sync = { actionType: `${channel}.syncConversation` };
    // Only standard messaging opens a page by a public address (§5.7).
    const action =
      withPerson && channel === 'st'
        ? { actionType: 'st.openPersonPage', personUrl: url, basicInfo: true, [wire.CHILDREN]: sync }
        : { ...sync, personUrl: url };
    return this.start(action, call);
  }

  startSend({ channel, url }: Target, text: string, subject: string | null, call: Call): Promise<Job> {
    const action = { actionType: `${channel}.sendMessage`, personUrl: url, text };
    return this.start(subject === null ? action : { ...action, subject }, call);
  }

  async checkJob(jobId: string, call: Call): Promise<Job> {
    try {
      return toJob(jobId, await this.ask({ method: 'GET', path: path`/workflows/${jobId}` }, call));
    } catch (error) {
      const reason = failureIn(error);
      if (reason !== null && isOfLostJob(reason)) return lost;
      throw error;
    }
  }

  read(targets: readonly ReadTarget[], call: Call): Promise<readonly (Reading | Failure)[]> {
    return readSplitting(targets, async (batch) => {
      const json = batch.map(({ url, channel, since }) => ({
        personUrl: url,
        type: channel,
        ...(since === null ? {} : { since }),
      }));
      const result = await this.ask({ method: 'POST', path: path`/conversations/poll`, json }, call);
      if (!Array.isArray(result)) throw unreadable();
      const readings = matched(
        batch.map(({ channel, url }) => keyOf(channel, url)),
        result.map((entry) => this.reading(entry)),
      );
      return readings.map((reading) => reading ?? unreadable().failure);
    });
  }

  private reading(entry: unknown): Answered<Reading> | null {
    const polled = wire.polled.safeParse(entry).data;
    if (polled === undefined) return null;
    const messages = readable(wire.message, polled.messages, this.leftOut);
    return {
      key: keyOf(polled.type ?? '', polled.personUrl),
      value: { messages, syncUntil: polled.syncUntil ?? null },
    };
  }

  private async start(json: object, call: Call): Promise<Job> {
    const answer = await this.http.write(this.filled({ method: 'POST', path: path`/workflows`, json }), call);
    const { workflowId } = wire.workflow.safeParse(resultOf(answer)).data ?? {};
    return workflowId ? { state: 'RUNNING', jobId: workflowId } : lost;
  }

  private async ask(request: Request, call: Call): Promise<unknown> {
    const result = resultOf(await this.http.read(this.filled(request), call));
    if (result === undefined) throw unreadable();
    return result;
  }

  private filled(request: Request): HttpRequest {
    return { ...request, account: this.account, headers: { client: 'parley' } };
  }
}

/** What an answer with a good status holds; an error may come with one too (§5.1). Undefined where it makes no sense. */
function resultOf(body: unknown): unknown {
  const { success, result, error } = wire.answer.safeParse(body).data ?? {};
  if (success === false || (error && result === undefined)) throw new FailureError(failureOf(200, { error }));
  return result;
}

function toJob(jobId: string, result: unknown): Job {
  const { workflowStatus, completion, failure } = wire.workflow.safeParse(result).data ?? {};
  if (workflowStatus === 'pending' || workflowStatus === 'running') return { state: 'RUNNING', jobId };
  if (completion) return completed(completion);
  return failure ? done(failureOf(200, { error: failure })) : lost;
}

/** A completed workflow is not yet a successful one, and its child counts too (§5.2, §5.6). */
function completed({ success, error, data }: wire.Completion): Job {
  if (success === false || error) return done(actionFailure(error));
  if (success !== true) return lost;
  const told = wire.actionData.safeParse(data).data;
  if (told === undefined) return done(null);
  const followed = told[wire.CHILDREN];
  const child = followed ? completed(followed) : done(null);
  if (child.state !== 'DONE') return child;
  return { ...child, person: personOf(told), syncUntil: told.syncUntil ?? child.syncUntil };
}

function personOf({ name, headline, publicUrl, hashedUrl }: wire.ActionData): DoneJob['person'] {
  const urls = [publicUrl, hashedUrl].filter((url): url is string => Boolean(url));
  if (!name && urls.length === 0) return null;
  return { name: name?.trim() || null, headline: headline?.trim() || null, urls };
}
