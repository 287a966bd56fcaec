import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Form, readForm } from './multipart.ts';

/** A request with its body read. */
export interface SandboxRequest {
  method: string;
  /** As it was sent, without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: RequestBody;
  /** Decoded parts of the path, by their name in the route's pattern. */
  params: Record<string, string>;
}

/** `unreadable`: it said to be JSON or a form and is not. */
export type RequestBody =
  | { kind: 'none' }
  | { kind: 'json'; value: unknown }
  | { kind: 'form'; form: Form }
  | { kind: 'raw'; bytes: Buffer }
  | { kind: 'unreadable' };

/** What is answered: JSON, or bytes in pieces that are written one after the other. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  content: { json: unknown } | { pieces: readonly Uint8Array[] };
}

export type Handler = (request: SandboxRequest) => Reply | Promise<Reply>;

export function json(value: unknown, status = 200): Reply {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, content: { json: value } };
}

export function bytes(contentType: string, pieces: readonly Uint8Array[]): Reply {
  return { status: 200, headers: { 'content-type': contentType }, content: { pieces } };
}

/** The body of a reply as it goes out. */
export function replyPieces(reply: Reply): readonly Uint8Array[] {
  if ('pieces' in reply.content) return reply.content.pieces;
  return [Buffer.from(JSON.stringify(reply.content.json) ?? '')];
}

interface Route {
  name: string;
  method: string;
  segments: readonly string[];
  handler: Handler;
}

/** Routes by method and path pattern, as "GET /chats/{chat_id}"; of two that fit, the one added first. */
export class Router {
  private readonly routes: Route[] = [];

  add(name: string, handler: Handler): this {
    const [method = '', pattern = ''] = name.split(' ');
    this.routes.push({ name, method, segments: pattern.split('/'), handler });
    return this;
  }

  /** The names of all routes, in order. */
  names(): string[] {
    return this.routes.map(({ name }) => name);
  }

  find(
    method: string,
    path: string,
  ): { name: string; handler: Handler; params: Record<string, string> } | null {
    const parts = path.split('/');
    for (const route of this.routes) {
      const params = route.method === method ? matchSegments(route.segments, parts) : null;
      if (params !== null) return { name: route.name, handler: route.handler, params };
    }
    return null;
  }
}

function matchSegments(segments: readonly string[], parts: readonly string[]): Record<string, string> | null {
  if (segments.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index] ?? '';
    if (!segment.startsWith('{')) {
      if (segment !== part) return null;
    } else if (part === '') {
      return null;
    } else {
      params[segment.slice(1, -1)] = decode(part);
    }
  }
  return params;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export interface Server {
  port: number;
  close(): Promise<void>;
}

/** Listens on 127.0.0.1; port 0 takes a free one. Rejects if the port is taken. */
export async function serve(
  port: number,
  answer: (incoming: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<Server> {
  const server = createServer((incoming, response) => {
    answer(incoming, response).catch(() => response.destroy());
  });
  // Clients end idle connections; where both sides might, a request can meet one that is just closing.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Reads the body by its content type. Rejects if the sender goes away before its end. */
export async function readBody(incoming: IncomingMessage, maxFileBytes: number): Promise<RequestBody> {
  const type = incoming.headers['content-type'] ?? '';
  if (type.startsWith('multipart/form-data')) {
    try {
      return { kind: 'form', form: await readForm(incoming, maxFileBytes) };
    } catch (error) {
      if (!incoming.complete) throw error;
      return { kind: 'unreadable' };
    }
  }
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece as Buffer);
  const body = Buffer.concat(pieces);
  if (body.length === 0) return { kind: 'none' };
  if (!type.startsWith('application/json')) return { kind: 'raw', bytes: body };
  try {
    return { kind: 'json', value: JSON.parse(body.toString('utf8')) };
  } catch {
    return { kind: 'unreadable' };
  }
}
