import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';

/** A file that came in a form. Its bytes are kept once, in the pieces in which they came. */
export interface Upload {
  field: string;
  filename: string;
  /** What the sender said it is; often only application/octet-stream. */
  mimeType: string;
  /** Bytes. */
  size: number;
  sha256: string;
  /** True if it was larger than the limit: then `pieces` is empty, and `size` is where it was cut off. */
  tooLarge: boolean;
  pieces: readonly Buffer[];
}

/** A form as it came: text parts and files, in order. */
export interface Form {
  fields: readonly (readonly [name: string, value: string])[];
  files: readonly Upload[];
}

/** Reads multipart/form-data. Rejects if the body is no such form or ends too early. */
export async function readForm(request: IncomingMessage, maxFileBytes: number): Promise<Form> {
  const type = request.headers['content-type'] ?? '';
  const fields: [string, string][] = [];
  const files: Upload[] = [];
  const parser = new Busboy({
    headers: { ...request.headers, 'content-type': type },
    limits: { fileSize: maxFileBytes },
    isPartAFile: (_name, contentType, filename) =>
      filename !== undefined || contentType === 'application/octet-stream',
  });
  parser.on('field', (name, value) => {
    fields.push([name, value]);
  });
  parser.on('file', (field, stream, filename, _encoding, mimeType) => {
    const hash = createHash('sha256');
    const pieces: Buffer[] = [];
    let size = 0;
    stream.on('data', (piece: Buffer) => {
      hash.update(piece);
      size += piece.length;
      pieces.push(piece);
    });
    stream.on('end', () => {
      const tooLarge = stream.truncated;
      files.push({
        field,
        filename,
        mimeType,
        size,
        sha256: hash.digest('hex'),
        tooLarge,
        pieces: tooLarge ? [] : pieces,
      });
    });
  });
  await pipeline(request, parser);
  return { fields, files };
}
