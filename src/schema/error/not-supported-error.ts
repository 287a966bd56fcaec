import { builder } from '../builder.ts';
import { ErrorInterface } from './error.ts';
import { inputPath } from './input-path.ts';
import { NotSupportedError } from './kinds.ts';

builder.objectType(NotSupportedError, {
  name: 'NotSupportedError',
  description:
    'This provider, network or product cannot do it (NOT_SUPPORTED). Capabilities tell it beforehand.',
  interfaces: [ErrorInterface],
  fields: (t) => ({ field: inputPath(t) }),
});
