import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { forgetRead } from './loader.ts';
import { requireScope } from './viewer/require-scope.ts';

builder.mutationType({
  description:
    'What can be done. Each needs the scope SEND and answers its payload or an error as data; it is null only where the fault is ours, so that it does not take with it what its neighbours in the document have done. Several in one document run one after the other.',
});

/** What every field of Mutation has: a null of its own, and a result union that takes in what callers can act on. */
export const asMutation = { nullable: true, errors: {} } as const;

/** What the one argument of every mutation is described as. */
export const inputArgument = { required: true, description: 'What to do, and with what.' } as const;

/** A mutation's resolver: nothing happens without the scope SEND, and a FailureError becomes the member of the result that its code names. */
export function sending<Input, Payload>(resolve: (input: Input, context: Context) => Promise<Payload>) {
  return async (_root: object, { input }: { input: Input }, context: Context): Promise<Payload> => {
    requireScope(context, 'SEND');
    try {
      return await resolve(input, context);
    } finally {
      // What the payload and the document's next mutations show is read after this change.
      forgetRead(context);
    }
  };
}
