import type { ServerResponse } from 'node:http';
import { type Clock, wait } from './clock.ts';
import { type Reply, replyPieces } from './http.ts';

/** How an answer goes out; without any of these, as it should. */
export interface Manner {
  /** Nothing is ever written; the connection stays open. */
  hang?: boolean | undefined;
  /** The connection is reset at this place. */
  reset?: 'before-headers' | 'within-headers' | 'after-headers' | undefined;
  /** The connection ends after this part of the body, from 0 to 1. */
  cutAt?: number | undefined;
  /** False: the length is not announced (chunked). */
  contentLength?: boolean | undefined;
  bytesPerSecond?: number | undefined;
}

/** Writes an answer in this manner. Resolves when it is written or the client is gone. */
export async function transmit(
  response: ServerResponse,
  reply: Reply,
  manner: Manner,
  clock: Clock,
): Promise<void> {
  if (manner.hang === true) return;
  if (manner.reset === 'before-headers') return reset(response);
  if (manner.reset === 'within-headers') {
    response.socket?.write(`HTTP/1.1 ${reply.status} OK\r\nContent-Ty`, () => reset(response));
    return;
  }
  const pieces = replyPieces(reply);
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const announced = manner.contentLength === false ? {} : { 'content-length': String(length) };
  response.writeHead(reply.status, { ...reply.headers, ...announced });
  if (manner.reset === 'after-headers') {
    response.flushHeaders();
    response.socket?.write('', () => reset(response));
    return;
  }
  if (manner.cutAt !== undefined) {
    const shown = Buffer.concat(pieces).subarray(0, Math.floor(length * manner.cutAt));
    await write(response, shown);
    response.destroy();
    return;
  }
  for (const piece of pieces) {
    if (manner.bytesPerSecond === undefined) await write(response, piece);
    else await writeSlowly(response, piece, manner.bytesPerSecond, clock);
    if (response.destroyed) return;
  }
  response.end();
}

async function writeSlowly(
  response: ServerResponse,
  piece: Uint8Array,
  bytesPerSecond: number,
  clock: Clock,
): Promise<void> {
  const step = Math.max(1, Math.floor(bytesPerSecond / 10));
  for (let start = 0; start < piece.length && !response.destroyed; start += step) {
    await write(response, piece.subarray(start, start + step));
    await wait(clock, (1000 * step) / bytesPerSecond);
  }
}

function write(response: ServerResponse, piece: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed) return resolve();
    response.once('close', resolve);
    response.write(piece, () => {
      response.off('close', resolve);
      resolve();
    });
  });
}

function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}
