import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { isIP } from 'node:net';

/** Which web pages may use the API, and under which names the gateway answers. */
export interface OriginPolicy {
  /** As the configuration lists them. */
  readonly cors: readonly string[];
  readonly publicUrl: string | null;
  /** Pages from loopback are let in: a frontend under development. */
  readonly allowsLoopbackPages: boolean;
  /** Without `auth`, a foreign name that points at this machine must not be answered (DNS rebinding). */
  readonly checksHost: boolean;
}

/** Whether the gateway answers to this `Host` header. */
export function isKnownHost(headers: IncomingHttpHeaders, policy: OriginPolicy): boolean {
  if (!policy.checksHost) return true;
  const host = hostnameOf(`http://${headers.host ?? ''}`);
  return host !== null && (isLoopback(host) || host === hostnameOf(policy.publicUrl ?? ''));
}

/**
 * Whether an operation may come from here. Browsers say where a page is from; programs that are no browsers say nothing
 * and are let in, for they can be made to do nothing in somebody else's name.
 */
export function isAllowedOrigin(headers: IncomingHttpHeaders, policy: OriginPolicy): boolean {
  if (headers.origin === undefined) return headers['sec-fetch-site'] !== 'cross-site';
  return isOwnOrigin(headers.origin, headers.host, policy) || isListed(headers.origin, policy);
}

/** Lets a page of an allowed origin read the answer. The origin comes from the list, or from loopback: never reflected blindly. */
export function allowReading(
  headers: IncomingHttpHeaders,
  response: ServerResponse,
  policy: OriginPolicy,
): void {
  response.setHeader('Vary', 'Origin');
  if (headers.origin === undefined || !isListed(headers.origin, policy)) return;
  response.setHeader('Access-Control-Allow-Origin', headers.origin);
  response.setHeader('Access-Control-Expose-Headers', 'Content-Disposition, Content-Length, Content-Range');
}

/** Answers a browser that asks before it sends. */
export function answerPreflight(
  headers: IncomingHttpHeaders,
  response: ServerResponse,
  policy: OriginPolicy,
): void {
  if (!isAllowedOrigin(headers, policy)) {
    response.writeHead(403).end();
    return;
  }
  allowReading(headers, response, policy);
  response
    .writeHead(204, {
      'Access-Control-Allow-Methods': 'GET, POST',
      'Access-Control-Allow-Headers': 'Accept, Authorization, Content-Type, Range',
      'Access-Control-Max-Age': '600',
    })
    .end();
}

/** Whether a host name or address is this machine itself. */
export function isLoopback(host: string): boolean {
  if (isIP(host) === 4) return host.startsWith('127.');
  return host === '::1' || host === 'localhost' || host.endsWith('.localhost');
}

/** By host and port alone: whether TLS ends before us cannot be seen here. */
function isOwnOrigin(origin: string, host: string | undefined, policy: OriginPolicy): boolean {
  const page = hostOf(origin);
  return page !== null && (page === hostOf(policy.publicUrl ?? '') || page === host?.toLowerCase());
}

function isListed(origin: string, policy: OriginPolicy): boolean {
  if (policy.cors.includes(origin)) return true;
  const host = hostnameOf(origin);
  return policy.allowsLoopbackPages && host !== null && isLoopback(host);
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).host : null;
}

function hostnameOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[(.*)\]$/, '$1') : null;
}
