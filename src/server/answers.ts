import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphQLError } from 'graphql';
import { statusOf } from './errors.ts';

/** How long and how much of a refused body is thrown away, so that the client gets to read why. */
const linger = { ms: 5_000, bytes: 64 * 1024 * 1024 };

/** Answers with JSON that nobody keeps. */
export function answerJson(response: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value);
  response
    .writeHead(status, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(body),
      'Cache-Control': 'no-store',
    })
    .end(body);
}

/** Answers with a short text. */
export function answerText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(`${text}\n`);
}

/** Refuses an operation before it is read, in the form of a GraphQL answer. */
export function refuse(request: IncomingMessage, response: ServerResponse, error: GraphQLError): void {
  const status = statusOf(error);
  if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  if (status === 503) response.setHeader('Retry-After', '1');
  discardBody(request);
  answerJson(response, status, { errors: [error] });
}

/**
 * What a client still sends of a body that nobody wants is thrown away for a moment: cut off at once, it would see a
 * broken connection instead of the answer.
 */
export function discardBody(request: IncomingMessage): void {
  if (request.complete) return;
  let discarded = 0;
  const timer = setTimeout(() => request.destroy(), linger.ms).unref();
  request
    .on('error', () => {})
    .on('close', () => clearTimeout(timer))
    .on('data', (chunk: Buffer) => {
      discarded += chunk.length;
      if (discarded > linger.bytes) request.destroy();
    })
    .resume();
}
