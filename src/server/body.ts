import type { IncomingMessage } from 'node:http';
import { requestError } from './errors.ts';

/** What a client takes to send a small body, else it is holding the connection for nothing. */
const patienceMs = 15_000;

/** Reads a whole body. Throws PAYLOAD_TOO_LARGE, as soon as that is known, or BAD_USER_INPUT where it never ends. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(
      () => stop(requestError('BAD_USER_INPUT', 'The body took too long.')),
      patienceMs,
    );

    function stop(error: Error | null): void {
      clearTimeout(timer);
      request.off('data', take).off('end', finish).off('close', giveUp).off('error', giveUp);
      request.on('error', () => {});
      if (error === null) resolve(Buffer.concat(chunks));
      else reject(error);
    }
    function take(chunk: Buffer): void {
      size += chunk.length;
      if (size > maxBytes) stop(tooLarge(maxBytes));
      else chunks.push(chunk);
    }
    const finish = () => stop(null);
    const giveUp = () => stop(requestError('BAD_USER_INPUT', 'The body ended early.'));

    if (Number(request.headers['content-length'] ?? 0) > maxBytes) return stop(tooLarge(maxBytes));
    request.on('data', take).on('end', finish).on('close', giveUp).on('error', giveUp);
  });
}

export function tooLarge(maxBytes: number) {
  return requestError('PAYLOAD_TOO_LARGE', `At most ${maxBytes} bytes are accepted here.`, { maxBytes });
}
