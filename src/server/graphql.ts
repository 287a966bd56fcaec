import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ExecutionResult, GraphQLError, OperationTypeNode } from 'graphql';
import { createYoga, type GraphQLParams, type Plugin } from 'graphql-yoga';
import type { Log } from '../messaging/log.ts';
import type { Viewer } from '../messaging/viewer.ts';
import { refuse } from './answers.ts';
import { httpExtension, publicErrors } from './errors.ts';
import type { Caller, Operations } from './operations.ts';
import { createParamsReader, type ParamsReaderOptions } from './params.ts';

export interface GraphqlOptions extends ParamsReaderOptions {
  readonly operations: Operations;
  readonly log: Log;
}

/** Answers one operation of a viewer who is known. */
export type GraphqlHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  viewer: Viewer,
) => Promise<void>;

/** What Yoga hands through to the operation. */
interface State {
  readonly params: GraphQLParams;
  readonly caller: Caller;
  readonly method: string | undefined;
}

/**
 * GraphQL over HTTP. What is asked is read and run by us, the same way as over WebSocket; Yoga chooses the media type
 * and the status, and writes JSON and SSE.
 */
export function createGraphqlHandler({ operations, log, ...reading }: GraphqlOptions): GraphqlHandler {
  const readParams = createParamsReader(reading);
  const yoga = createYoga<State>({
    logging: false,
    cors: false,
    graphiql: false,
    landingPage: false,
    multipart: false,
    maxRequestBodySize: false,
    parserAndValidationCache: false,
    maskedErrors: { errorMessage: '', maskError: (error) => maskOfYoga(error, log) },
    plugins: [runBy(operations, log)],
  });

  return async (request, response, viewer) => {
    const left = new AbortController();
    response.on('close', () => left.abort());
    const caller = { viewer, left: left.signal };
    try {
      const { params, done } = await readParams(request, viewer);
      try {
        request.headers.accept = acceptable(request.headers.accept);
        await yoga(request, response, { params, caller, method: request.method });
      } finally {
        await done();
      }
    } catch (error) {
      const [first] = publicErrors(error, log);
      if (first && !response.headersSent) refuse(request, response, first);
    }
  };
}

function runBy(operations: Operations, log: Log): Plugin<object, State> {
  async function run(params: GraphQLParams, { caller, method }: State) {
    try {
      const operation = operations.prepare({ ...params, query: params.query ?? '' }, caller);
      if (operation.kind === OperationTypeNode.SUBSCRIPTION) return await operations.subscribe(operation);
      if (operation.kind === OperationTypeNode.MUTATION && method === 'GET') throw mutationByGet();
      return await operations.execute(operation);
    } catch (error) {
      return { errors: publicErrors(error, log) };
    }
  }
  return {
    onRequestParse: ({ serverContext, setRequestParser }) => setRequestParser(() => serverContext.params),
    onParams: ({ setParamsHandler }) =>
      setParamsHandler(async ({ params, context }) => {
        const result = await run(params, context);
        return Symbol.asyncIterator in result ? result : withStatus(result);
      }),
  };
}

/** An answer without data has the status of its errors. */
function withStatus(result: ExecutionResult): ExecutionResult {
  if (result.errors === undefined || 'data' in result) return result;
  return {
    ...result,
    errors: result.errors.map((error) => extend(error, { http: httpExtension(error) })),
  };
}

/** Yoga's own refusals (no query, an unknown parameter) under a code of ours. */
function maskOfYoga(error: unknown, log: Log): GraphQLError {
  if (error instanceof GraphQLError && error.extensions.code === 'BAD_REQUEST') {
    return extend(error, { code: 'BAD_USER_INPUT' });
  }
  const [masked] = publicErrors(error, log);
  if (masked === undefined) throw error;
  return masked.extensions.http ? masked : extend(masked, { http: httpExtension(masked) });
}

function mutationByGet(): GraphQLError {
  return new GraphQLError('A mutation needs POST.', {
    extensions: { code: 'BAD_USER_INPUT', http: { status: 405, headers: { Allow: 'POST' } } },
  });
}

function extend(error: GraphQLError, extensions: Record<string, unknown>): GraphQLError {
  return new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    path: error.path ?? null,
    extensions: { ...extensions, ...error.extensions, ...('code' in extensions && extensions) },
  });
}

/**
 * Streams are sent as SSE: Yoga would take multipart/mixed for whoever accepts it too. Who accepts anything gets JSON,
 * or SSE for a subscription.
 */
function acceptable(accept = '*/*'): string {
  return accept
    .split(',')
    .filter((type) => !type.trim().toLowerCase().startsWith('multipart/'))
    .map((type) => (type.trim().startsWith('*/*') ? 'application/json, text/event-stream' : type))
    .join(',');
}
