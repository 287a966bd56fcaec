import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EventLog } from '../events/log.ts';
import type { Log } from '../messaging/log.ts';
import type { Provider, WebhookVerdict } from '../messaging/provider.ts';
import { StorageUnavailable } from '../store/store.ts';
import { answerText, discardBody } from './answers.ts';
import { readBody } from './body.ts';
import { RequestError } from './errors.ts';
import type { Metrics } from './metrics.ts';
import type { Registrations } from './registration.ts';
import type { ServerSettings } from './settings.ts';

export interface WebhookOptions {
  readonly providers: ReadonlyMap<string, Provider>;
  readonly events: EventLog;
  readonly registrations: Pick<Registrations, 'confirm'>;
  readonly settings: Pick<ServerSettings, 'limits' | 'timeouts'>;
  readonly metrics: Metrics;
  readonly log: Log;
}

export type WebhookHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  connectionId: string,
) => Promise<void>;

/** Takes the raw bytes, lets the provider verify and parse them, stores what came, and only then answers 200. */
export function createWebhookHandler(options: WebhookOptions): WebhookHandler {
  const { providers, events, registrations, settings, metrics, log } = options;

  async function receive(connectionId: string, request: IncomingMessage): Promise<number> {
    let body: Buffer;
    try {
      body = await readBody(request, settings.limits.webhookBytes);
    } catch (error) {
      return error instanceof RequestError ? error.status : 400;
    }
    const verdict = verify(providers.get(connectionId), request, body);
    if (verdict.kind === 'REFUSED') return 401;
    registrations.confirm(connectionId);
    if (verdict.kind === 'MALFORMED') {
      log.warn({ connectionId, detail: verdict.detail }, 'A webhook is not what the provider documents');
      return 400;
    }
    if (verdict.unknown.length > 0) {
      await events.park(connectionId, verdict.unknown);
      log.warn({ connectionId, names: verdict.unknown }, 'A webhook holds events that are not known');
    }
    if (verdict.events.length > 0) await events.append(connectionId, verdict.events);
    return 200;
  }

  return async (request, response, connectionId) => {
    let status: number;
    try {
      status = await within(settings.timeouts.webhook, receive(connectionId, request));
    } catch (error) {
      status = error instanceof StorageUnavailable ? 503 : 500;
      log.error({ connectionId, error }, 'A webhook could not be stored');
    }
    metrics.countWebhook(providers.has(connectionId) ? connectionId : 'unknown', status);
    discardBody(request);
    if (status === 503) response.setHeader('Retry-After', '5');
    answerText(response, status, texts[status] ?? 'Not stored.');
  };
}

const texts: Readonly<Record<number, string>> = {
  200: 'Stored.',
  400: 'Malformed.',
  401: 'Refused.',
  413: 'Too large.',
};

/** A connection that is not there, or whose provider pushes nothing, refuses like one whose secret was not given. */
function verify(provider: Provider | undefined, request: IncomingMessage, body: Buffer): WebhookVerdict {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
  return provider?.webhook?.receive({ headers, body }) ?? { kind: 'REFUSED' };
}

/** What is stored later all the same is recognised when the provider sends it again. */
async function within<T>(seconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StorageUnavailable(new Error('It took too long.'))), seconds * 1000);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
