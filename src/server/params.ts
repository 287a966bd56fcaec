import type { IncomingMessage } from 'node:http';
import type { GraphQLParams } from 'graphql-yoga';
import type { Viewer } from '../messaging/viewer.ts';
import { readBody } from './body.ts';
import { requestError } from './errors.ts';
import type { ServerSettings } from './settings.ts';
import { createSlots } from './slots.ts';
import { receiveUpload } from './uploads.ts';

/** Uploads of one viewer at the same time: so many times the limit may lie on disk. */
const concurrentUploads = 8;

export interface ParamsReaderOptions {
  readonly settings: Pick<ServerSettings, 'limits'>;
  /** Where uploads are kept while they are under way. */
  readonly uploadFolder: string;
}

export interface ReadParams {
  readonly params: GraphQLParams;
  /** To be called when the operation is over. */
  done(): Promise<void>;
}

/** Reads what is asked, from the address or the body. Throws BAD_USER_INPUT, PAYLOAD_TOO_LARGE, FORBIDDEN or SERVER_BUSY. */
export type ParamsReader = (request: IncomingMessage, viewer: Viewer) => Promise<ReadParams>;

export function createParamsReader({ settings, uploadFolder }: ParamsReaderOptions): ParamsReader {
  const uploads = createSlots(concurrentUploads);

  async function fromUpload(request: IncomingMessage, viewer: Viewer): Promise<ReadParams> {
    // Before a byte of the body is read.
    if (!viewer.scopes.has('SEND')) throw requestError('FORBIDDEN', 'This credential lacks the scope SEND.');
    const leave = uploads.enter(viewer.name);
    try {
      const { operation, remove } = await receiveUpload(request, uploadFolder, settings.limits);
      const { query, operationName, variables } = operation;
      return {
        params: { query, ...(operationName && { operationName }), ...(variables && { variables }) },
        done: () => remove().finally(leave),
      };
    } catch (error) {
      leave();
      throw error;
    }
  }

  return async (request, viewer) => {
    if (request.method === 'GET') return { params: fromAddress(request.url ?? ''), done: nothing };
    const mediaType = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
    if (mediaType === 'multipart/form-data') return fromUpload(request, viewer);
    if (mediaType !== 'application/json') throw unsupported();
    const body = readJson((await readBody(request, settings.limits.bodyBytes)).toString('utf8'), 'The body');
    if (body.operationName != null && typeof body.operationName !== 'string') {
      throw requestError('BAD_USER_INPUT', '`operationName` is no text.');
    }
    return { params: body, done: nothing };
  };
}

const nothing = async () => {};

function fromAddress(url: string): GraphQLParams {
  const search = new URLSearchParams(url.slice(url.indexOf('?') + 1));
  const params: GraphQLParams = {};
  for (const name of ['query', 'operationName'] as const) {
    const value = search.get(name);
    if (value) params[name] = value;
  }
  for (const name of ['variables', 'extensions'] as const) {
    const value = search.get(name);
    if (value) params[name] = readJson(value, name);
  }
  return params;
}

/** Any object: its members are checked later. */
function readJson(text: string, what: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw requestError('BAD_USER_INPUT', `${what} is not JSON.`);
  }
  if (Array.isArray(value)) {
    throw requestError('BAD_USER_INPUT', `${what} is a list; operations are sent one at a time.`);
  }
  if (typeof value !== 'object' || value === null) {
    throw requestError('BAD_USER_INPUT', `${what} is no JSON object.`);
  }
  return value as Record<string, unknown>;
}

function unsupported() {
  const message = 'Send application/json, or multipart/form-data to upload files.';
  return requestError('BAD_USER_INPUT', message, {}, 415);
}
