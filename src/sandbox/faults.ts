import { gzipSync } from 'node:zlib';
import { type Clock, wait } from './clock.ts';
import { bytes, json, type Reply, replyPieces, type SandboxRequest } from './http.ts';
import type { Manner } from './transmit.ts';

/** What goes wrong with the next calls of a route. Everything that is given happens together. */
export interface Fault {
  /** A route's pattern ("GET /chats/{chat_id}/messages"), one method of all routes ("GET *"), or "*". */
  route: string;
  /** How many calls; 1 when left out, -1 for all until the faults are cleared. */
  times?: number;
  /** So many calls pass unharmed first. */
  skip?: number;
  /** Only calls whose path and query hold this text. */
  contains?: string;
  /** Milliseconds of the sandbox's clock before the answer. */
  latencyMs?: number;
  /** The call does its work before it goes wrong (an answer that is lost, a 504 after a message was accepted). */
  afterWork?: boolean;
  /** Answers this status with the vendor's error envelope, or with `body`. */
  status?: number;
  /** The vendor's name of the error; by default the usual one of that status. */
  type?: string;
  /** Any JSON, in place of the answer. */
  body?: unknown;
  /** "1", "garbage"; { inSeconds } is written as a date. */
  retryAfter?: string | number | { inSeconds: number };
  headers?: Record<string, string>;
  /** Answers 307 (or `status`) to this address. */
  redirect?: string;
  /** Never answers. */
  hang?: boolean;
  reset?: 'before-headers' | 'within-headers' | 'after-headers';
  /** The connection ends after this part of the body, from 0 to 1. */
  cutAt?: number;
  /** False: the answer's length is not announced. */
  contentLength?: boolean;
  bytesPerSecond?: number;
  /** The answer's bytes are spoilt in this way. */
  spoil?: 'malformed-json' | 'html' | 'empty' | 'wrong-content-type' | 'byte-order-mark' | 'invalid-utf8';
  /** So many bytes of JSON follow the answer's first character. */
  hugeBytes?: number;
  /** As `hugeBytes`, compressed: a small body that becomes a large one. */
  gzipBombBytes?: number;
  /** Changes the JSON of the answer; only from within the process. */
  rewrite?: (answer: unknown, request: SandboxRequest) => unknown;
}

interface Armed {
  fault: Fault;
  left: number;
  toSkip: number;
}

/** The faults that are still to come. */
export class Faults {
  private armed: Armed[] = [];

  add(fault: Fault): void {
    this.armed.push({ fault, left: fault.times ?? 1, toSkip: fault.skip ?? 0 });
  }

  clear(): void {
    this.armed = [];
  }

  /** The fault that this call meets, which is used up by it; undefined if none. */
  take(route: string, request: SandboxRequest): Fault | undefined {
    for (const entry of this.armed) {
      if (!concerns(entry.fault, route, request)) continue;
      if (entry.toSkip > 0) {
        entry.toSkip -= 1;
        continue;
      }
      if (entry.left > 0) entry.left -= 1;
      if (entry.left === 0) this.armed = this.armed.filter((other) => other !== entry);
      return entry.fault;
    }
    return undefined;
  }
}

function concerns(fault: Fault, route: string, request: SandboxRequest): boolean {
  const matches = fault.route === '*' || fault.route === route || fault.route === `${request.method} *`;
  return (
    matches && (fault.contains === undefined || `${request.path}?${request.query}`.includes(fault.contains))
  );
}

/** Makes the vendor's error envelope; `type` null: the usual one of the status. */
export type ErrorReply = (status: number, type: string | null) => Reply;

/** Answers a call as a fault wants it. `work` is what the call would have done without it. */
export async function playFault(
  fault: Fault,
  request: SandboxRequest,
  work: () => Promise<Reply>,
  errorReply: ErrorReply,
  clock: Clock,
): Promise<{ reply: Reply; manner: Manner }> {
  const replaced = fault.status !== undefined || fault.redirect !== undefined || fault.hang || fault.reset;
  const real = fault.afterWork === true || !replaced ? await work() : json(null);
  if (fault.latencyMs !== undefined) await wait(clock, fault.latencyMs);
  const { hang, reset, cutAt, contentLength, bytesPerSecond } = fault;
  const reply = withHeaders(fault, spoilt(fault, changed(fault, request, real, errorReply)), clock);
  return { reply, manner: { hang, reset, cutAt, contentLength, bytesPerSecond } };
}

function changed(fault: Fault, request: SandboxRequest, real: Reply, errorReply: ErrorReply): Reply {
  if (fault.redirect !== undefined) {
    return { ...json(null, fault.status ?? 307), headers: { location: fault.redirect } };
  }
  if (fault.body !== undefined) return json(fault.body, fault.status ?? real.status);
  if (fault.status !== undefined) return errorReply(fault.status, fault.type ?? null);
  if (fault.rewrite !== undefined && 'json' in real.content) {
    return { ...real, content: { json: fault.rewrite(structuredClone(real.content.json), request) } };
  }
  return real;
}

function spoilt(fault: Fault, reply: Reply): Reply {
  if (fault.hugeBytes !== undefined) {
    return { ...reply, content: { pieces: hugeJson(fault.hugeBytes) } };
  }
  if (fault.gzipBombBytes !== undefined) {
    const headers = { ...reply.headers, 'content-encoding': 'gzip' };
    return { ...reply, headers, content: { pieces: hugeJson(fault.gzipBombBytes).map(packed) } };
  }
  return fault.spoil === undefined ? reply : { ...spoiltBytes(fault.spoil, reply), status: reply.status };
}

function spoiltBytes(spoil: NonNullable<Fault['spoil']>, reply: Reply): Reply {
  const body = Buffer.concat(replyPieces(reply));
  const type = reply.headers['content-type'] ?? 'application/json';
  switch (spoil) {
    case 'malformed-json':
      return bytes(type, [Buffer.from('{"object":"Broken","items":[{]')]);
    case 'html':
      return bytes('text/html', [Buffer.from('<html><body>Bad gateway</body></html>')]);
    case 'empty':
      return bytes(type, []);
    case 'wrong-content-type':
      return bytes('text/plain', [body]);
    case 'byte-order-mark':
      return bytes(type, [Buffer.from([0xef, 0xbb, 0xbf]), body]);
    case 'invalid-utf8':
      return bytes(type, [body.subarray(0, 2), Buffer.from([0xc3, 0x28]), body.subarray(2)]);
  }
}

const PIECE = Buffer.alloc(1024 * 1024, ' ');

// One megabyte of spaces, many times over: large on the wire, small in memory.
function hugeJson(size: number): Uint8Array[] {
  const pieces: Uint8Array[] = [Buffer.from('{')];
  for (let left = size; left > 0; left -= PIECE.length) {
    pieces.push(left >= PIECE.length ? PIECE : PIECE.subarray(0, left));
  }
  return [...pieces, Buffer.from('}')];
}

const PACKED_PIECE = gzipSync(PIECE);

// A gzip stream may consist of several members, so one packed megabyte serves for all of them.
function packed(piece: Uint8Array): Uint8Array {
  return piece === PIECE ? PACKED_PIECE : gzipSync(piece);
}

function withHeaders(fault: Fault, reply: Reply, clock: Clock): Reply {
  const headers = { ...reply.headers, ...fault.headers };
  if (typeof fault.retryAfter === 'object') {
    headers['retry-after'] = new Date(clock.now() + fault.retryAfter.inSeconds * 1000).toUTCString();
  } else if (fault.retryAfter !== undefined) {
    headers['retry-after'] = String(fault.retryAfter);
  }
  return { ...reply, headers };
}
