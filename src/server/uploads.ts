import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import mimeTypes from 'mime-types';
import type { Upload } from '../schema/context.ts';
import { admitUpload } from '../schema/scalar/file.ts';
import { tooLarge } from './body.ts';
import type { UploadOperation } from './upload-map.ts';
import { malformed, maxFiles, place, readMap, readOperations, type UploadMap } from './upload-map.ts';

export interface UploadLimits {
  /** Of `operations` and of `map`. */
  readonly bodyBytes: number;
  /** Of all files together. */
  readonly uploadBytes: number;
}

/** An operation whose files are whole on our disk. */
export interface ReceivedUpload {
  readonly operation: UploadOperation;
  /** Removes the files; called when the operation is over, whatever came of it. */
  remove(): Promise<void>;
}

/**
 * Reads a request by the GraphQL multipart request specification, its files to disk as they come: memory stays constant,
 * and size and hash are known before anything goes upstream. Throws PAYLOAD_TOO_LARGE or BAD_USER_INPUT; nothing is left
 * behind then.
 */
export async function receiveUpload(
  request: IncomingMessage,
  folder: string,
  limits: UploadLimits,
): Promise<ReceivedUpload> {
  const reader = new UploadReader(folder, limits);
  try {
    const most = limits.uploadBytes + 2 * limits.bodyBytes;
    if (Number(request.headers['content-length'] ?? 0) > most) throw tooLarge(limits.uploadBytes);
    const operation = await reader.read(request);
    return { operation, remove: () => reader.remove() };
  } catch (error) {
    await reader.remove();
    throw error;
  }
}

class UploadReader {
  readonly #folder: string;
  readonly #limits: UploadLimits;
  readonly #paths: string[] = [];
  readonly #saves: Promise<readonly [name: string, file: Upload]>[] = [];
  #operation: UploadOperation | null = null;
  #map: UploadMap | null = null;
  #bytes = 0;

  constructor(folder: string, limits: UploadLimits) {
    this.#folder = folder;
    this.#limits = limits;
  }

  async read(request: IncomingMessage): Promise<UploadOperation> {
    const parser = openParser(request, this.#limits);
    const abort = new AbortController();
    try {
      await new Promise<void>((resolve, reject) => {
        const guarded =
          <Arguments extends unknown[]>(step: (...values: Arguments) => void) =>
          (...values: Arguments) => {
            try {
              step(...values);
            } catch (error) {
              reject(error);
            }
          };
        parser.on(
          'field',
          guarded((name, value, _nameTruncated, valueTruncated) =>
            this.#takeField(name, value, valueTruncated),
          ),
        );
        parser.on('file', (name, content, filename, _encoding, mimeType) => {
          const save = this.#save(name, content, filename, mimeType, abort.signal);
          this.#saves.push(save);
          save.catch(reject);
        });
        parser.on('filesLimit', () => reject(malformed(`At most ${maxFiles} files go in one request.`)));
        parser.on('fieldsLimit', () => reject(malformed('There is one `operations` and one `map`.')));
        parser.on('error', () => reject(malformed('The multipart body is malformed.')));
        parser.on('finish', resolve);
        request.on('close', () => {
          if (!request.complete) reject(malformed('The body ended early.'));
        });
        request.pipe(parser);
      });
      return await this.#assemble();
    } finally {
      request.unpipe(parser);
      abort.abort();
      await Promise.allSettled(this.#saves);
    }
  }

  async remove(): Promise<void> {
    await Promise.all(this.#paths.map((path) => rm(path, { force: true })));
  }

  #takeField(name: string, value: string, isTruncated: boolean): void {
    if (isTruncated) throw tooLarge(this.#limits.bodyBytes);
    if (name === 'operations') this.#operation = readOperations(value);
    else if (this.#operation === null) throw malformed('The part `operations` comes before `map`.');
    else this.#map = readMap(value);
  }

  async #save(
    name: string,
    content: Readable,
    filename: string | undefined,
    mimeType: string,
    signal: AbortSignal,
  ): Promise<readonly [string, Upload]> {
    if (this.#map === null || !Object.hasOwn(this.#map, name)) {
      content.on('error', () => {}).resume();
      throw malformed('Files come after `operations` and `map`, and `map` names each of them.');
    }
    const path = join(this.#folder, randomUUID());
    this.#paths.push(path);
    const hash = createHash('sha256');
    let sizeBytes = 0;
    const measured = async function* (this: UploadReader, chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        this.#bytes += chunk.length;
        if (this.#bytes > this.#limits.uploadBytes) throw tooLarge(this.#limits.uploadBytes);
        sizeBytes += chunk.length;
        hash.update(chunk);
        yield chunk;
      }
    }.bind(this);
    await pipeline(content, measured, createWriteStream(path, { flags: 'wx', mode: 0o600 }), { signal });
    const file: Upload = {
      path,
      filename: (filename ?? '').slice(0, 255) || 'file',
      mimeType: readMimeType(mimeType, filename),
      sizeBytes,
      sha256: hash.digest('hex'),
    };
    return [name, admitUpload(file)];
  }

  async #assemble(): Promise<UploadOperation> {
    const files = new Map(await Promise.all(this.#saves));
    if (this.#operation === null || this.#map === null) {
      throw malformed('The parts `operations` and `map` are missing.');
    }
    for (const [name, paths] of Object.entries(this.#map)) {
      const file = files.get(name);
      if (file === undefined) throw malformed('A file that `map` names is missing.');
      place(this.#operation, paths, file);
    }
    return this.#operation;
  }
}

function openParser(request: IncomingMessage, limits: UploadLimits): BusboyInstance {
  try {
    return new Busboy({
      headers: { ...request.headers, 'content-type': request.headers['content-type'] ?? '' },
      limits: { fields: 2, fieldSize: limits.bodyBytes, files: maxFiles, headerPairs: 50 },
      isPartAFile: (name) => name !== 'operations' && name !== 'map',
    });
  } catch {
    throw malformed('The multipart body has no boundary.');
  }
}

/** As the client says, where it says something; a name often tells more than `application/octet-stream`. */
function readMimeType(stated: string, filename: string | undefined): string {
  const known = /^[\w.+-]+\/[\w.+-]+$/.test(stated) && stated !== 'application/octet-stream';
  return known ? stated : mimeTypes.lookup(filename ?? '') || 'application/octet-stream';
}
