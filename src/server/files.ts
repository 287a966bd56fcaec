import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Bytes } from '../messaging/attachment.ts';
import type { Call } from '../messaging/call.ts';
import { failureOf } from '../messaging/errors.ts';
import type { Log } from '../messaging/log.ts';
import type { Viewer } from '../messaging/viewer.ts';
import type { Opened, Reading } from '../reading/reading.ts';
import { answerText } from './answers.ts';
import type { Authenticator } from './auth.ts';
import { bytesWithin, readRange } from './byte-range.ts';
import { beginCall } from './calls.ts';
import { fileHeaders } from './file-headers.ts';
import type { OpenedLink, SignedLinks } from './links.ts';
import type { ServerSettings } from './settings.ts';

export interface FilesOptions {
  readonly links: SignedLinks;
  readonly authenticator: Authenticator;
  readonly reading: Reading;
  readonly settings: Pick<ServerSettings, 'limits' | 'timeouts'>;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly log: Log;
}

export type FileHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

type FileOwner = Opened<'Attachment' | 'Attendee' | 'Chat'>;

/**
 * Streams attachments and pictures from the provider in constant memory. Whatever is wrong with a URL, and whatever may
 * not be seen, is 404: the same as what never was.
 */
export function createFileHandler(options: FilesOptions): FileHandler {
  const { links, reading, settings, now, log } = options;
  const { limits, timeouts } = settings;

  return async (request, response) => {
    const link = links.open(request.url ?? '');
    const viewer = link && viewerOf(link, request, options.authenticator);
    const owner = viewer && reading.open(viewer, link.id, ['Attachment', 'Attendee', 'Chat']);
    if (link === null || owner === null) return answerText(response, 404, 'There is no such file.');

    const left = new AbortController();
    response.on('close', () => left.abort());
    const call = beginCall({
      left: left.signal,
      seconds: timeouts.download,
      upstreamCalls: limits.upstreamCalls,
    });
    try {
      const bytes = await bytesOf(owner, call);
      if (bytes === null) return answerText(response, 404, 'There is no such file.');
      await stream(request, response, link, bytes);
    } catch (error) {
      if (left.signal.aborted) return;
      const failure = failureOf(error);
      if (failure === null) log.warn({ error }, 'A file was cut off');
      if (response.headersSent) response.destroy();
      else answerText(response, failure?.code === 'RATE_LIMITED' ? 429 : 502, 'The file cannot be had now.');
    } finally {
      call.end();
    }
  };

  async function stream(request: IncomingMessage, response: ServerResponse, link: OpenedLink, bytes: Bytes) {
    const { body, mimeType, sizeBytes } = bytes;
    const range = sizeBytes === null ? null : readRange(request.headers.range, sizeBytes);
    const headers = {
      ...fileHeaders(mimeType, link.filename),
      'Cache-Control': `private, max-age=${Math.max(0, Math.floor((link.expiresAt - now()) / 1000))}`,
      ...(sizeBytes !== null && { 'Accept-Ranges': 'bytes' }),
    };
    if (range === 'UNSATISFIABLE') {
      response.writeHead(416, { 'Content-Range': `bytes */${sizeBytes}` }).end();
    } else if (sizeBytes !== null && sizeBytes > limits.downloadBytes) {
      answerText(response, 502, 'The file is too large to be passed on.');
    } else if (range === null) {
      response.writeHead(200, { ...headers, ...(sizeBytes !== null && { 'Content-Length': sizeBytes }) });
    } else {
      response.writeHead(206, {
        ...headers,
        'Content-Length': range.end - range.start + 1,
        'Content-Range': `bytes ${range.start}-${range.end}/${sizeBytes}`,
      });
    }
    if (response.writableEnded || request.method === 'HEAD' || range === 'UNSATISFIABLE') {
      body.destroy();
      response.end();
      return;
    }
    const lastByte = sizeBytes === null ? limits.downloadBytes : sizeBytes;
    await pipeline(Readable.from(bytesWithin(body, range, lastByte), { objectMode: false }), response);
  }
}

/** Whom the URL was made for, with the rights of now. Somebody else's credential beside it speaks against it. */
function viewerOf(link: OpenedLink, request: IncomingMessage, authenticator: Authenticator): Viewer | null {
  const viewer = authenticator.named(link.viewerName);
  const { authorization } = request.headers;
  if (viewer === null || authorization === undefined) return viewer;
  try {
    return authenticator.authenticate(authorization).name === viewer.name ? viewer : null;
  } catch {
    return null;
  }
}

async function bytesOf({ id, port }: FileOwner, call: Call): Promise<Bytes | null> {
  switch (id.type) {
    case 'Attachment':
      return (await port.attachmentBytes?.(id.chatId, id.messageId, id.attachmentId, call)) ?? null;
    case 'Attendee':
      return (await port.attendeePicture?.(id.attendeeId, call)) ?? null;
    case 'Chat':
      return (await port.chatPicture?.(id.chatId, call)) ?? null;
  }
}
