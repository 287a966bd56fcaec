import { GraphQLError } from 'graphql';
import type { Failure } from '../../messaging/errors.ts';

/** A failure as the error of a field: our sentence, and what to decide by in `extensions`. `at` is where it was thrown. */
export function toGraphQLError(failure: Failure, at: Partial<GraphQLError> = {}): GraphQLError {
  const { code, retryable, field, retryAt } = failure;
  return new GraphQLError(failure.detail, {
    nodes: at.nodes ?? null,
    source: at.source ?? null,
    positions: at.positions ?? null,
    path: at.path ?? null,
    extensions: { code, retryable, ...(field?.length ? { field } : {}), ...(retryAt ? { retryAt } : {}) },
  });
}
