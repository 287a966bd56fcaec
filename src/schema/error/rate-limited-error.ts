import { builder } from '../builder.ts';
import { DateTime } from '../scalar/date-time.ts';
import { ErrorInterface } from './error.ts';
import { RateLimitedError } from './kinds.ts';

builder.objectType(RateLimitedError, {
  name: 'RateLimitedError',
  description:
    'The provider, the network or this gateway asks to slow down (RATE_LIMITED). Nothing was sent. Insisting endangers the account at its network.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    retryAt: t.field({
      type: DateTime,
      nullable: true,
      description: 'When to try again at the earliest; null where nobody said.',
      resolve: ({ failure }) => failure.retryAt ?? null,
    }),
  }),
});
