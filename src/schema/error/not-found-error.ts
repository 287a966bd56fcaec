import { builder } from '../builder.ts';
import { ErrorInterface } from './error.ts';
import { inputPath } from './input-path.ts';
import { NotFoundError } from './kinds.ts';

builder.objectType(NotFoundError, {
  name: 'NotFoundError',
  description: 'An id in the input names nothing that this credential can see (NOT_FOUND).',
  interfaces: [ErrorInterface],
  fields: (t) => ({ field: inputPath(t) }),
});
