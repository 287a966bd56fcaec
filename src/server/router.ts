import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Log } from '../messaging/log.ts';
import type { Store } from '../store/store.ts';
import { answerText, refuse } from './answers.ts';
import type { Authenticator } from './auth.ts';
import { publicErrors, requestError } from './errors.ts';
import type { FileHandler } from './files.ts';
import type { GraphiqlHandler } from './graphiql.ts';
import type { GraphqlHandler } from './graphql.ts';
import { answerHealth, answerReadiness } from './health.ts';
import type { Metrics } from './metrics.ts';
import { allowReading, answerPreflight, isAllowedOrigin, isKnownHost, type OriginPolicy } from './origin.ts';
import type { ServerSettings } from './settings.ts';
import type { WebhookHandler } from './webhooks.ts';
import type { WebSockets } from './websocket.ts';

export interface RouterOptions {
  readonly settings: ServerSettings;
  readonly authenticator: Authenticator;
  readonly graphql: GraphqlHandler;
  /** Null: switched off. */
  readonly graphiql: GraphiqlHandler | null;
  readonly webhooks: WebhookHandler;
  readonly files: FileHandler;
  readonly webSockets: WebSockets;
  readonly store: Pick<Store, 'check'>;
  readonly metrics: Metrics;
  readonly log: Log;
}

export interface Router {
  /** Never rejects. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** From now on the gateway is not ready, and each answer is the last on its connection. */
  drain(): void;
}

/** What is served where, and who gets that far. */
export function createRouter(options: RouterOptions): Router {
  const { settings, authenticator, graphiql, webSockets, log } = options;
  const policy: OriginPolicy = {
    cors: settings.cors,
    publicUrl: settings.publicUrl,
    allowsLoopbackPages: settings.profile === 'open',
    checksHost: !authenticator.required,
  };
  let isDraining = false;

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = pathOf(request);
    const webhook = /^\/webhooks\/([\w.-]+)$/.exec(path)?.[1];
    if (path === '/graphql') return answerGraphql(request, response);
    if (webhook !== undefined) {
      if (isMethod(request, response, 'POST')) await options.webhooks(request, response, webhook);
    } else if (path.startsWith('/files/')) {
      if (request.method === 'OPTIONS') return answerPreflight(request.headers, response, policy);
      allowReading(request.headers, response, policy);
      if (isMethod(request, response, 'GET', 'HEAD')) await options.files(request, response);
    } else if (path === '/health') {
      if (isMethod(request, response, 'GET', 'HEAD')) answerHealth(response);
    } else if (path === '/ready') {
      if (isMethod(request, response, 'GET', 'HEAD'))
        await answerReadiness(response, options.store, isDraining);
    } else if (path === '/metrics') {
      if (isMethod(request, response, 'GET')) await answerMetrics(request, response);
    } else {
      answerText(response, 404, 'There is nothing here. The API is at /graphql.');
    }
  }

  async function answerGraphql(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { headers, method } = request;
    if (method === 'OPTIONS') return answerPreflight(headers, response, policy);
    allowReading(headers, response, policy);
    // A page, not an operation: whoever follows a link to it may see it.
    const wantsPage = method === 'GET' && headers.accept?.includes('text/html');
    if (wantsPage && graphiql !== null) return graphiql(response);
    const methods = settings.profile === 'open' ? ['GET', 'POST'] : ['POST'];
    if (!isMethod(request, response, ...methods)) return;
    if (!isAllowedOrigin(headers, policy)) {
      const message = 'Operations from pages of this origin are refused; `cors` lists those that are not.';
      return refuse(request, response, requestError('FORBIDDEN', message));
    }
    await options.graphql(request, response, authenticator.authenticate(headers.authorization));
  }

  async function answerMetrics(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const viewer = authenticator.authenticate(request.headers.authorization);
    if (!viewer.scopes.has('ADMIN')) {
      throw requestError('FORBIDDEN', 'This credential lacks the scope ADMIN.');
    }
    const { contentType, text } = await options.metrics.render();
    response.writeHead(200, { 'Content-Type': contentType, 'Cache-Control': 'no-store' }).end(text);
  }

  return {
    async answer(request, response) {
      const begun = performance.now();
      response.on('close', () => {
        const milliseconds = Math.round(performance.now() - begun);
        const { method } = request;
        log.debug({ method, route: routeOf(request), status: response.statusCode, milliseconds }, 'Answered');
      });
      response.setHeader('X-Content-Type-Options', 'nosniff');
      if (isDraining) response.setHeader('Connection', 'close');
      try {
        if (isKnownHost(request.headers, policy)) await route(request, response);
        else answerText(response, 403, 'This host name is not served here.');
      } catch (error) {
        const [first] = publicErrors(error, log);
        if (response.headersSent || first === undefined) response.destroy();
        else refuse(request, response, first);
      }
    },

    upgrade(request, socket, head) {
      const { headers } = request;
      socket.on('error', () => socket.destroy());
      if (pathOf(request) !== '/graphql') refuseUpgrade(socket, '404 Not Found');
      else if (!isKnownHost(headers, policy) || !isAllowedOrigin(headers, policy)) {
        refuseUpgrade(socket, '403 Forbidden');
      } else if (isDraining) refuseUpgrade(socket, '503 Service Unavailable');
      else webSockets.accept(request, socket, head);
    },

    drain() {
      isDraining = true;
    },
  };
}

function pathOf(request: IncomingMessage): string {
  return request.url?.split('?')[0] ?? '';
}

const routes: ReadonlySet<string> = new Set([
  '/graphql',
  '/webhooks',
  '/files',
  '/health',
  '/ready',
  '/metrics',
]);

/** For logs: file URLs are permissions, and in a path that we do not serve anything may stand. */
function routeOf(request: IncomingMessage): string {
  const route = pathOf(request).split('/').slice(0, 2).join('/');
  return routes.has(route) ? route : 'other';
}

function isMethod(request: IncomingMessage, response: ServerResponse, ...allowed: string[]): boolean {
  if (allowed.includes(request.method ?? '')) return true;
  response.setHeader('Allow', allowed.join(', '));
  answerText(response, 405, `Use ${allowed.join(' or ')}.`);
  return false;
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
