import type { Call } from '../../messaging/call.ts';
import { type Failure, FailureError, failureOf as failureIn } from '../../messaging/errors.ts';
import type { ProviderTools } from '../../messaging/provider.ts';
import { HttpClient, type HttpRequest } from '../http.ts';
import { readable, unreadable } from '../lenient.ts';
import { type Path, path } from '../path.ts';
import { type Answered, keyOf, matched, readSplitting } from './batches.ts';
import { type Channel, channels } from './channels.ts';
import { type Client, done, type Job, lost, type Reading, type ReadTarget, type Target } from './client.ts';
import { actionFailure, failureOf, isOfLostJob } from './errors.ts';
import { linkedPath, pathOfJob } from './result-link.ts';
import type { Settings } from './settings.ts';
import type { Wait } from './wait.ts';
import * as wire from './wire.ts';

const FOLLOW_AFTER_MS = 1_000;

/** The seed's form: three requests, answered at once or later under a link (linked-api.md §4). */
export class ConversationsClient implements Client {
  private readonly http: HttpClient;
  private readonly base: URL;
  private readonly account: string;
  private readonly tools: ProviderTools;
  private readonly wait: Wait;
  private readonly connectionId: string;

  constructor(settings: Settings, account: string, tools: ProviderTools, wait: Wait) {
    const { id: connectionId, tokenHeader = 'account-api-token' } = settings;
    const secrets = {
      [tokenHeader]: settings.linkedApiToken,
      'identification-token': settings.identificationToken,
    };
    this.base = belowAccount(settings.baseUrl);
    this.http = new HttpClient({ connectionId, baseUrl: this.base.href, secrets, failureOf }, tools);
    this.account = account;
    this.tools = tools;
    this.wait = wait;
    this.connectionId = connectionId;
  }

  /** This form has nothing that tells (§13.2). */
  whoAmI(): Promise<null> {
    return Promise.resolve(null);
  }

  startSync({ channel, url }: Target, _withPerson: boolean, call: Call): Promise<Job> {
    const json = { [arrays[channel]]: [{ person: url }] };
    return this.start(path`/conversations.synchronize`, json, call);
  }

  startSend({ channel, url }: Target, text: string, subject: string | null, call: Call): Promise<Job> {
    const item = { person: url, text, ...(subject === null ? {} : { subject }) };
    return this.start(path`/conversations.sendMessage`, { [arrays[channel]]: [item] }, call);
  }

  async checkJob(jobId: string, call: Call): Promise<Job> {
    try {
      return this.toJob(await this.follow(jobId, call));
    } catch (error) {
      const reason = failureIn(error);
      if (reason === null || isOfRequest(reason)) throw error;
      return isOfLostJob(reason) ? lost : done(reason);
    }
  }

  read(targets: readonly ReadTarget[], call: Call): Promise<readonly (Reading | Failure)[]> {
    return readSplitting(targets, async (batch) => {
      const completion = (await this.get(batch, call)).completion;
      if (!completion) throw unreadable();
      const answers = channels.flatMap((channel) => {
        const own = batch.filter((target) => target.channel === channel);
        const items = completion[arrays[channel]] ?? [];
        const readings = matched(
          own.map(({ url }) => keyOf(channel, url)),
          items.map((item) => this.reading(channel, item)),
        );
        return own.map((target, index) => [target, readings[index] ?? unreadable().failure] as const);
      });
      const byTarget = new Map<ReadTarget, Reading | Failure>(answers);
      return batch.map((target) => byTarget.get(target) ?? unreadable().failure);
    });
  }

  /** Near-instant, as a rule; where it is not, its link is followed until the caller's time is over (§4.1, §4.3). */
  private async get(batch: readonly ReadTarget[], call: Call): Promise<wire.SeedAnswer> {
    const json: Partial<Record<string, object[]>> = {};
    for (const { channel, url, since } of batch) {
      const item = { person: url, ...(since === null ? {} : { since }) };
      json[arrays[channel]] = [...(json[arrays[channel]] ?? []), item];
    }
    const headers = { 'result-handling': 'long' };
    let answer = await this.ask({ method: 'POST', path: path`/conversations.get`, json, headers }, call);
    while (answer.process) {
      const jobId = this.jobOf(answer.process.resultLink);
      if (jobId === null || this.tools.now() + FOLLOW_AFTER_MS >= call.deadline) throw unreadable();
      await this.wait(FOLLOW_AFTER_MS, call.signal);
      answer = await this.follow(jobId, call);
    }
    return answer;
  }

  private reading(channel: Channel, value: unknown): Answered<Reading | Failure> | null {
    const item = wire.seedItem.safeParse(value).data;
    if (!item?.result) return null;
    const { success, error, data } = item.result;
    const key = keyOf(channel, item.person);
    if (success === false || error) return { key, value: actionFailure(error) };
    if (!data) return null;
    const leftOut = () =>
      this.tools.log.warn({ connectionId: this.connectionId }, 'A message that cannot be read is left out.');
    return { key, value: { messages: readable(wire.message, data.messages, leftOut), syncUntil: null } };
  }

  private async start(where: Path, json: object, call: Call): Promise<Job> {
    const headers = { 'result-handling': 'reslink' };
    const body = await this.http.write(
      { method: 'POST', path: where, json, headers, account: this.account },
      call,
    );
    return this.toJob(envelopeOf(body));
  }

  private follow(jobId: string, call: Call): Promise<wire.SeedAnswer> {
    return this.ask({ method: 'GET', ...pathOfJob(jobId) }, call);
  }

  private async ask(request: Omit<HttpRequest, 'account'>, call: Call): Promise<wire.SeedAnswer> {
    const answer = envelopeOf(await this.http.read({ ...request, account: this.account }, call));
    if (answer === null) throw unreadable();
    return answer;
  }

  /** Of a request for one person on one channel. */
  private toJob(answer: wire.SeedAnswer | null): Job {
    if (answer?.process) {
      const jobId = this.jobOf(answer.process.resultLink);
      return jobId === null ? lost : { state: 'RUNNING', jobId };
    }
    const [value] = channels.flatMap((channel) => answer?.completion?.[arrays[channel]] ?? []);
    const result = wire.seedItem.safeParse(value).data?.result;
    if (!result) return lost;
    if (result.success === false || result.error) return done(actionFailure(result.error));
    return result.success === true ? done(null) : lost;
  }

  /** A link elsewhere is refused: following it would take the tokens there (§13.9). */
  private jobOf(link: string | null | undefined): string | null {
    const jobId = linkedPath(this.base, link ?? '');
    if (jobId === null) {
      this.tools.log.warn(
        { connectionId: this.connectionId },
        'A result link leads elsewhere and is refused.',
      );
    }
    return jobId;
  }
}

/** How this form names the channels: each is an array of its own (linked-api.md §4.2). */
const arrays = { st: 'standard', nv: 'salesNavigator' } as const satisfies Record<Channel, string>;

/** Its endpoints are below /account, whether the settings say so or not. */
function belowAccount(baseUrl: string): URL {
  const base = new URL(baseUrl);
  const trimmed = base.pathname.replace(/\/+$/, '');
  base.pathname = trimmed.endsWith('/account') ? trimmed : `${trimmed}/account`;
  return base;
}

/** Null where it makes no sense. Throws what an error with a good status means. */
function envelopeOf(body: unknown): wire.SeedAnswer | null {
  const answer = wire.seedAnswer.safeParse(body).data;
  if (answer === undefined) return null;
  if (answer.status === 'error' || answer.error) throw new FailureError(failureOf(200, body));
  return answer.process || answer.completion ? answer : null;
}

/** Whether an error under a result link speaks of asking for the result, and not of the job itself. */
function isOfRequest({ code, providerType }: Failure): boolean {
  const isPause = code === 'RATE_LIMITED' && providerType !== 'limitExceeded';
  const isToken = providerType !== null && providerType !== undefined && /Token/.test(providerType);
  return code === 'PROVIDER_UNAVAILABLE' || code === 'NOT_ALLOWED' || isPause || isToken;
}
