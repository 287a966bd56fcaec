import { pipeline, type Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** A body that came whole and is not what it has to be, or is larger than is read. */
export class UnreadableBody extends Error {}

/** Header values by lower-case name, as undici has them. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

export function header(headers: Headers, name: string): string | null {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

/** The length that the body has on the wire and in memory alike; null where that is not announced. */
export function plainLength(headers: Headers): number | null {
  const length = header(headers, 'content-length');
  return length !== null && /^\d{1,15}$/.test(length) && header(headers, 'content-encoding') === null
    ? Number(length)
    : null;
}

/**
 * Reads a body into memory, unpacked. Throws UnreadableBody beyond `maxBytes` (counted unpacked, so a bomb ends there
 * too), and the stream's own error where it breaks off.
 */
export async function readBody(body: Readable, headers: Headers, maxBytes: number): Promise<Buffer> {
  if ((plainLength(headers) ?? 0) > maxBytes) {
    body.on('error', ignore).destroy();
    throw new UnreadableBody('too large');
  }
  const pieces: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop destroys the stream, and with it the connection.
  for await (const piece of unpacked(body, headers) as AsyncIterable<Uint8Array>) {
    size += piece.length;
    if (size > maxBytes) throw new UnreadableBody('too large');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** Parses JSON strictly: announced as such, valid UTF-8, no byte order mark. Throws UnreadableBody. */
export function parseJson(bytes: Buffer, headers: Headers): unknown {
  const type = (header(headers, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (type !== 'application/json' && !type.endsWith('+json')) throw new UnreadableBody('not JSON');
  try {
    return JSON.parse(strictText(bytes));
  } catch {
    throw new UnreadableBody('malformed JSON');
  }
}

/** Throws TypeError for invalid UTF-8; a byte order mark stays in the text, where JSON does not allow it. */
export function strictText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** The body as a stream that ends with an error beyond `maxBytes` or when `signal` aborts. */
export function cappedStream(
  body: Readable,
  headers: Headers,
  maxBytes: number,
  signal: AbortSignal,
): Readable {
  let size = 0;
  const cap = new Transform({
    transform(piece: Uint8Array, _encoding, done) {
      size += piece.length;
      done(size > maxBytes ? new UnreadableBody('too large') : null, piece);
    },
  });
  const stop = () => cap.destroy(new UnreadableBody('too slow'));
  signal.addEventListener('abort', stop, { once: true });
  return pipeline(unpacked(body, headers), cap, () => signal.removeEventListener('abort', stop));
}

function unpacked(body: Readable, headers: Headers): Readable {
  const encoding = header(headers, 'content-encoding')?.trim().toLowerCase() ?? 'identity';
  switch (encoding) {
    case 'identity':
      return body;
    case 'gzip':
    case 'x-gzip':
      return pipeline(body, createGunzip(), ignore);
    case 'deflate':
      return pipeline(body, createInflate(), ignore);
    case 'br':
      return pipeline(body, createBrotliDecompress(), ignore);
    default:
      body.on('error', ignore).destroy();
      throw new UnreadableBody('unknown encoding');
  }
}

function ignore(): void {
  // The error comes out of the stream that is read.
}
