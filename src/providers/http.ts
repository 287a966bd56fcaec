import { Agent, type Dispatcher, type FormData, request as send } from 'undici';
import type { Bytes } from '../messaging/attachment.ts';
import type { Call } from '../messaging/call.ts';
import { type ErrorCode, type Failure, FailureError, failure } from '../messaging/errors.ts';
import { toInstant } from '../messaging/instant.ts';
import type { ProviderTools } from '../messaging/provider.ts';
import type { Secret } from '../messaging/secret.ts';
import { cappedStream, header, parseJson, plainLength, readBody, UnreadableBody } from './http-body.ts';
import { broken, fateOf, noAnswer, outOfTime, redirected, refused, type Trouble } from './http-trouble.ts';
import { Lanes } from './lanes.ts';
import type { Path } from './path.ts';
import { Patience } from './patience.ts';
import { retryAfterMs } from './retry-after.ts';
import { Traffic } from './traffic.ts';

const MAX_JSON_BYTES = 10 * 1024 * 1024;
const MAX_FILE_BYTES = 100 * 1024 * 1024;
const MAX_FILE_MS = 5 * 60_000;
const MAX_TRIES = 3;
const FIRST_RETRY_MS = 200;
const PAUSE_MS = 5_000;

export interface HttpSettings {
  readonly connectionId: string;
  /** Origin and the beginning of every path; a query in it goes along with every request. */
  readonly baseUrl: string;
  /** Headers that are sent to that origin, and to no other. */
  readonly secrets: Readonly<Record<string, Secret>>;
  /** What an answer that is no success means; `body` is its JSON, or null where that could not be read. */
  readonly failureOf: (status: number, body: unknown) => Failure;
  /** How long an account is left alone after a 429 that names no time, in milliseconds; 5 s where the vendor says nothing of it. */
  readonly pauseMs?: number;
}

/** Null and undefined are left out. */
export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: Path;
  /** The vendor's account whose traffic it is; null where it concerns the whole key. */
  readonly account: string | null;
  readonly query?: Query;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly form?: FormData;
}

type Response = Dispatcher.ResponseData;
type Outcome<T> = { readonly value: T } | { readonly trouble: Trouble };

/**
 * The one way to call a vendor. Every method throws FailureError only, and nothing of what a vendor wrote is in it.
 * Redirects are never followed. All tries of a call share one deadline, and each of them counts.
 */
export class HttpClient {
  private readonly settings: HttpSettings;
  private readonly tools: ProviderTools;
  private readonly base: URL;
  private readonly traffic: Traffic;
  private readonly lanes = new Lanes();
  // Wide enough for many lanes. The deadline is ours and total; undici's own would begin anew with every byte.
  private readonly agent = new Agent({ connections: 512, headersTimeout: 0, bodyTimeout: 0 });

  constructor(settings: HttpSettings, tools: ProviderTools) {
    this.settings = settings;
    this.tools = tools;
    this.base = new URL(settings.baseUrl);
    this.traffic = new Traffic(tools.now);
  }

  /** Asks for JSON (at most 10 MB), with whatever method: it is tried up to three times, so it must have no effect. */
  read(request: HttpRequest, call: Call): Promise<unknown> {
    return this.reading(request, call, 'gzip', readJson);
  }

  /** Asks for a file (at most 100 MB and 5 minutes), which comes as it is read. */
  bytes(request: HttpRequest, call: Call): Promise<Bytes> {
    return this.reading(request, call, 'identity', ({ body, headers }) => {
      const sizeBytes = plainLength(headers);
      if ((sizeBytes ?? 0) > MAX_FILE_BYTES) {
        body.on('error', () => undefined).destroy();
        throw failure('NOT_SUPPORTED', 'The file is larger than 100 MB.');
      }
      const patience = new Patience(call, MAX_FILE_MS, this.tools.now);
      const stream = cappedStream(body, headers, MAX_FILE_BYTES, patience.signal);
      stream.once('close', () => patience.end());
      return Promise.resolve({ body: stream, mimeType: header(headers, 'content-type'), sizeBytes });
    });
  }

  /**
   * Does something at the vendor, once. Answers the JSON of its success, or null where that is empty: it was done.
   * Throws OUTCOME_UNKNOWN where nobody can say whether it was done; after every other failure it was not.
   */
  async write(request: HttpRequest, call: Call): Promise<unknown> {
    const patience = new Patience(call, this.tools.timeouts.send, this.tools.now);
    try {
      const outcome = await this.attempt(request, call, patience, 'gzip', readJsonOrNothing);
      if ('value' in outcome) return outcome.value;
      throw new FailureError(fateOf(outcome.trouble));
    } finally {
      patience.end();
    }
  }

  private async reading<T>(
    request: HttpRequest,
    call: Call,
    encoding: string,
    take: (response: Response) => Promise<T>,
  ): Promise<T> {
    const { read, backgroundRead } = this.tools.timeouts;
    const patience = new Patience(call, call.background ? backgroundRead : read, this.tools.now);
    try {
      let hasWaited = false;
      for (let tries = 1; ; tries += 1) {
        const outcome = await this.attempt(request, call, patience, encoding, take);
        if ('value' in outcome) return outcome.value;
        const { failure: reason, retry } = outcome.trouble;
        const isToldToWait = typeof retry === 'object';
        const waitMs = isToldToWait ? retry.afterMs + Math.random() * 100 : paceMs(tries);
        const isOver = retry === 'never' || tries === MAX_TRIES || (isToldToWait && hasWaited);
        if (isOver || !patience.allows(waitMs)) throw new FailureError(reason);
        hasWaited ||= isToldToWait;
        await patience.sleep(waitMs);
        if (isToldToWait) await this.untilFree(request.account, patience);
      }
    } finally {
      patience.end();
    }
  }

  /** Waits on where another answer has put off the account's time meanwhile, unless that is beyond all patience. */
  private async untilFree(account: string | null, patience: Patience): Promise<void> {
    for (;;) {
      const waitMs = this.traffic.pausedUntil(account) - this.tools.now();
      if (waitMs <= 0 || !patience.allows(waitMs)) return;
      await patience.sleep(waitMs);
    }
  }

  /** One try. What it throws was decided on our side: nothing went out, or the answer is understood and of no use. */
  private async attempt<T>(
    request: HttpRequest,
    call: Call,
    patience: Patience,
    encoding: string,
    take: (response: Response) => Promise<T>,
  ): Promise<Outcome<T>> {
    if (patience.isOver) return { trouble: outOfTime };
    const pass = this.traffic.enter(request.account);
    let leave: (() => void) | null = null;
    try {
      leave = await this.lanes.enter(request.account, patience.signal);
      if (leave === null) {
        // What waits in vain behind others that hang speaks against the account as they do.
        if (!patience.callerLeft) pass.failed();
        return { trouble: outOfTime };
      }
      pass.renew();
      call.count();
      const outcome = await this.exchange(request, patience, encoding, take);
      if ('value' in outcome || !outcome.trouble.isBreakdown) pass.succeeded();
      else pass.failed();
      return outcome;
    } finally {
      leave?.();
      pass.abandoned();
    }
  }

  private async exchange<T>(
    request: HttpRequest,
    patience: Patience,
    encoding: string,
    take: (response: Response) => Promise<T>,
  ): Promise<Outcome<T>> {
    let status: number | null = null;
    let code: ErrorCode | null = null;
    const began = performance.now();
    try {
      const response = await this.dispatch(request, encoding, patience.signal);
      status = response.statusCode;
      if (status >= 200 && status < 300) return { value: await take(response) };
      const trouble = await this.refusal(request, response);
      ({ code } = trouble.failure);
      return { trouble };
    } catch (error) {
      if (error instanceof FailureError) throw error;
      return { trouble: patience.isOver ? noAnswer(patience.callerLeft) : broken(error) };
    } finally {
      this.tools.observe({
        connectionId: this.settings.connectionId,
        accountId: request.account,
        route: `${request.method} ${request.path.pattern}`,
        status,
        seconds: (performance.now() - began) / 1000,
        code,
      });
    }
  }

  private dispatch(request: HttpRequest, encoding: string, signal: AbortSignal): Promise<Response> {
    const url = new URL(this.base.origin + this.base.pathname.replace(/\/+$/, '') + request.path.text);
    url.search = this.base.search;
    for (const [name, value] of Object.entries(request.query ?? {})) {
      if (value !== null && value !== undefined) url.searchParams.append(name, String(value));
    }
    const headers: Record<string, string> = {
      accept: 'application/json',
      'accept-encoding': encoding,
      'user-agent': 'parley',
      ...request.headers,
    };
    for (const [name, secret] of Object.entries(this.settings.secrets)) headers[name] = secret.reveal();
    if (request.json !== undefined) headers['content-type'] = 'application/json';
    const body = request.json === undefined ? (request.form ?? null) : JSON.stringify(request.json);
    return send(url, { method: request.method, headers, body, signal, dispatcher: this.agent });
  }

  private async refusal(request: HttpRequest, response: Response): Promise<Trouble> {
    const { statusCode: status, headers } = response;
    const body = await readJsonOrNull(response);
    if (status < 400) return redirected;
    const now = this.tools.now();
    const asked = retryAfterMs(header(headers, 'retry-after'), now);
    const waitMs = status === 429 ? (asked ?? this.settings.pauseMs ?? PAUSE_MS) : asked;
    const meaning = this.settings.failureOf(status, body);
    if (waitMs === null || (status !== 429 && status !== 503)) {
      return refused(status, this.about(request, meaning), null);
    }
    this.traffic.pause(request.account, now + waitMs);
    return refused(status, this.about(request, { ...meaning, retryAt: toInstant(now + waitMs) }), waitMs);
  }

  private about(request: HttpRequest, reason: Failure): Failure {
    const { connectionId } = this.settings;
    return request.account === null
      ? reason
      : { ...reason, account: { connectionId, accountId: request.account } };
  }
}

async function readJson({ body, headers }: Response): Promise<unknown> {
  return parseJson(await readBody(body, headers, MAX_JSON_BYTES), headers);
}

/** Null for an empty body. A page in its place comes from somebody in between, who may not have passed the request on. */
async function readJsonOrNothing({ body, headers }: Response): Promise<unknown> {
  const bytes = await readBody(body, headers, MAX_JSON_BYTES);
  return bytes.length === 0 ? null : parseJson(bytes, headers);
}

async function readJsonOrNull(response: Response): Promise<unknown> {
  try {
    return await readJson(response);
  } catch (error) {
    if (error instanceof UnreadableBody) return null;
    throw error;
  }
}

function paceMs(tries: number): number {
  return FIRST_RETRY_MS * 2 ** (tries - 1) * (0.5 + Math.random());
}
