import { builder } from '../builder.ts';
import { ErrorInterface } from './error.ts';
import { inputPath } from './input-path.ts';
import { InvalidInputError } from './kinds.ts';

builder.objectType(InvalidInputError, {
  name: 'InvalidInputError',
  description:
    'The input cannot be right (INVALID_INPUT), or its `clientMessageId` already stands for another request (CONFLICT).',
  interfaces: [ErrorInterface],
  fields: (t) => ({ field: inputPath(t) }),
});
