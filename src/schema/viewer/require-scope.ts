import { GraphQLError } from 'graphql';
import type { Scope } from '../../messaging/viewer.ts';
import type { Context } from '../context.ts';

/** Throws a top-level FORBIDDEN where the credential is not good for this. */
export function requireScope({ viewer }: Context, scope: Scope): void {
  if (viewer.scopes.has(scope)) return;
  throw new GraphQLError(`This credential lacks the scope ${scope}.`, { extensions: { code: 'FORBIDDEN' } });
}
