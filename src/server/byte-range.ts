import parseRange from 'range-parser';

export interface ByteRange {
  /** First and last byte, both within the file. */
  readonly start: number;
  readonly end: number;
}

/**
 * The one range that a request asks for: null: the whole file (none asked, several, or not understood, which a server
 * may pass over); UNSATISFIABLE: there is nothing there.
 */
export function readRange(header: string | undefined, size: number): ByteRange | null | 'UNSATISFIABLE' {
  if (header === undefined) return null;
  const ranges = parseRange(size, header);
  if (ranges === -1) return 'UNSATISFIABLE';
  if (ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1) return null;
  return ranges[0] ?? null;
}

/** The bytes of a range, or all: what comes before is read and dropped, what comes after is not read. */
export async function* bytesWithin(
  body: AsyncIterable<Uint8Array>,
  range: ByteRange | null,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  const first = range?.start ?? 0;
  const last = range?.end ?? Number.POSITIVE_INFINITY;
  let position = 0;
  for await (const chunk of body) {
    const from = Math.max(first - position, 0);
    const to = Math.min(last + 1 - position, chunk.length);
    if (from < to) yield chunk.subarray(from, to);
    position += chunk.length;
    if (position > last) return;
    if (position > maxBytes) throw new Error(`The file has more than ${maxBytes} bytes.`);
  }
}
