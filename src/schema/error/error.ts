import { builder } from '../builder.ts';
import { ErrorCode } from './error-code.ts';
import { errorTypeName, type Failing } from './kinds.ts';

export const ErrorInterface = builder.interfaceRef<Failing>('Error').implement({
  description:
    'Something that can be expected to go wrong, as data. Selecting `... on Error` in a result covers every kind, also those of later versions.',
  resolveType: errorTypeName,
  fields: (t) => ({
    code: t.field({
      type: ErrorCode,
      description: 'What to decide by.',
      resolve: ({ failure }) => failure.code,
    }),
    detail: t.string({
      description: 'A sentence in English for people; its wording may change, so never compare it.',
      resolve: ({ failure }) => failure.detail,
    }),
    retryable: t.boolean({
      description: 'Whether the same request, unchanged, may succeed later.',
      resolve: ({ failure }) => failure.retryable,
    }),
  }),
});
