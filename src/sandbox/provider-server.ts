import type { ServerResponse } from 'node:http';
import type { Clock } from './clock.ts';
import { type ErrorReply, type Faults, playFault } from './faults.ts';
import { json, type Reply, type Router, readBody, type SandboxRequest, type Server, serve } from './http.ts';
import { type LoggedRequest, loggedBody, type RequestLog } from './request-log.ts';
import { type Manner, transmit } from './transmit.ts';

export interface ProviderServerOptions {
  /** 0: a free one. */
  port: number;
  /** The provider's routes begin below this path: "/api/v1", or "" for none. */
  basePath: string;
  routes: Router;
  /** Begin below "/control"; are neither logged nor harmed by faults. */
  controlRoutes: Router;
  clock: Clock;
  faults: Faults;
  log: RequestLog;
  /** Bytes; a file that is larger is cut off and marked so. */
  maxFileBytes: number;
  /** Throws if the caller may not come in; also asked where there is no such route. */
  authorize(request: SandboxRequest): void;
  /** The vendor's answer where there is no such route. */
  unknownRoute(request: SandboxRequest): Reply;
  /** The vendor's envelope of something thrown by a route. */
  failure(error: unknown): Reply;
  errorReply: ErrorReply;
}

/** Starts a vendor's HTTP server on loopback, with its control routes beside it. */
export function startProviderServer(options: ProviderServerOptions): Promise<Server> {
  return serve(options.port, async (incoming, response) => {
    const url = new URL(incoming.url ?? '/', 'http://sandbox');
    const request: SandboxRequest = {
      method: incoming.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers: incoming.headers,
      body: await readBody(incoming, options.maxFileBytes),
      params: {},
    };
    if (url.pathname.startsWith('/control/')) {
      await transmit(response, await controlled(options, request), {}, options.clock);
    } else {
      await provided(options, request, response);
    }
  });
}

async function controlled(options: ProviderServerOptions, request: SandboxRequest): Promise<Reply> {
  const route = options.controlRoutes.find(request.method, request.path.slice('/control'.length));
  if (route === null) return json({ error: 'no such control', controls: options.controlRoutes.names() }, 404);
  try {
    return await route.handler({ ...request, params: route.params });
  } catch (error) {
    return json({ error: error instanceof Error ? error.message : String(error) }, 400);
  }
}

async function provided(
  options: ProviderServerOptions,
  received: SandboxRequest,
  response: ServerResponse,
): Promise<void> {
  const inside = received.path.startsWith(`${options.basePath}/`);
  const path = inside ? received.path.slice(options.basePath.length) : received.path;
  const route = inside ? options.routes.find(received.method, path) : null;
  const request = { ...received, path, params: route?.params ?? {} };
  const entry = logEntry(options, request, route?.name ?? null);
  options.log.add(entry);

  async function work(): Promise<Reply> {
    try {
      options.authorize(request);
      return route === null ? options.unknownRoute(request) : await route.handler(request);
    } catch (error) {
      return options.failure(error);
    }
  }

  const fault = options.faults.take(route?.name ?? '', request);
  let reply: Reply;
  let manner: Manner = {};
  if (fault === undefined) reply = await work();
  else ({ reply, manner } = await playFault(fault, request, work, options.errorReply, options.clock));
  if (!manner.hang && manner.reset === undefined) entry.status = reply.status;
  await transmit(response, reply, manner, options.clock);
}

function logEntry(
  options: ProviderServerOptions,
  request: SandboxRequest,
  route: string | null,
): LoggedRequest {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return {
    at: options.clock.now(),
    method: request.method,
    path: request.path,
    route,
    query: Object.fromEntries(request.query),
    headers: Object.fromEntries(headers),
    ...loggedBody(request.body),
    status: null,
  };
}
