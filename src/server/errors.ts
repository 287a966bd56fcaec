import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { errorCodes, failureOf } from '../messaging/errors.ts';
import type { Log } from '../messaging/log.ts';
import { toGraphQLError } from '../schema/error/to-graphql-error.ts';
import { StorageUnavailable } from '../store/store.ts';

/** Codes of requests as a whole, each with its HTTP status. Field errors have the codes of `ErrorCode` in the schema. */
const statuses = {
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  BAD_USER_INPUT: 400,
  QUERY_TOO_COMPLEX: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  PAYLOAD_TOO_LARGE: 413,
  SERVER_BUSY: 503,
  STORAGE_UNAVAILABLE: 503,
  INTERNAL_SERVER_ERROR: 500,
} as const;
export type RequestCode = keyof typeof statuses;

/** GraphQL over HTTP answers these with 200 to clients that accept nothing but application/json. */
const wellFormed: ReadonlySet<string> = new Set<RequestCode>([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
]);

const publicCodes: ReadonlySet<unknown> = new Set([...Object.keys(statuses), ...errorCodes]);

/** An error of the request as a whole, with the HTTP status of its refusal. */
export class RequestError extends GraphQLError {
  readonly status: number;
  constructor(code: RequestCode, message: string, details: object, status: number) {
    super(message, { extensions: { code, ...details } });
    this.status = status;
  }
}

/** `details` go to the client, beside the code. The status follows from the code unless it is given. */
export function requestError(
  code: RequestCode,
  message: string,
  details: object = {},
  status: number = statuses[code],
): RequestError {
  return new RequestError(code, message, details, status);
}

/** Several of them at once, as validation finds them. */
export class RequestErrors extends Error {
  readonly errors: readonly GraphQLError[];
  constructor(errors: readonly GraphQLError[]) {
    super(errors.map((error) => error.message).join(' '));
    this.name = 'RequestErrors';
    this.errors = errors;
  }
}

/** The HTTP status of a refusal. */
export function statusOf(error: GraphQLError): number {
  if (error instanceof RequestError) return error.status;
  const { code } = error.extensions;
  return typeof code === 'string' && code in statuses ? statuses[code as RequestCode] : 500;
}

/** What Yoga reads to choose the status of an answer that has no data. */
export function httpExtension(error: GraphQLError): { readonly status: number; readonly spec: boolean } {
  const status = statusOf(error);
  return { status, spec: status === 400 && wellFormed.has(String(error.extensions.code)) };
}

/** Makes the errors of whatever was thrown, as clients may see them. */
export function publicErrors(thrown: unknown, log: Log): readonly GraphQLError[] {
  if (thrown instanceof RequestErrors) return thrown.errors.map((error) => publicError(error, log));
  return [publicError(thrown, log)];
}

/**
 * The one place where errors leave: failures with their code, errors that have a code of ours as they are, and
 * everything else as INTERNAL_SERVER_ERROR with an id under which it is logged.
 */
export function publicError(thrown: unknown, log: Log): GraphQLError {
  const place = thrown instanceof GraphQLError ? thrown : null;
  const cause = causeOf(thrown);
  const failure = failureOf(cause);
  if (failure !== null) return toGraphQLError(failure, place ?? {});
  if (cause instanceof StorageUnavailable) {
    log.error({ error: cause }, 'The store does not answer');
    return at(place, cause.message, { code: 'STORAGE_UNAVAILABLE' });
  }
  if (cause instanceof GraphQLError && publicCodes.has(cause.extensions.code)) return cause;
  if (isArgumentError(cause)) return at(place, cause.message, { code: 'BAD_USER_INPUT' });
  if (isAbort(cause)) return at(place, 'The request took too long.', { code: 'SERVER_BUSY' });

  const id = randomUUID();
  log.error({ id, error: cause, path: place?.path?.join('.') }, 'Unexpected error');
  return at(place, `Something went wrong on our side. It is logged as ${id}.`, {
    code: 'INTERNAL_SERVER_ERROR',
    id,
  });
}

function causeOf(thrown: unknown): unknown {
  let cause = thrown;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}

function at(place: GraphQLError | null, message: string, extensions: Record<string, unknown>): GraphQLError {
  return new GraphQLError(message, {
    nodes: place?.nodes ?? null,
    path: place?.path ?? null,
    extensions,
  });
}

/** graphql-js finds some wrong arguments (a variable that is null where a default would serve) only when it executes. */
function isArgumentError(error: unknown): error is GraphQLError {
  return error instanceof GraphQLError && error.message.startsWith('Argument "');
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
}
