import { GraphQLError } from 'graphql';
import { z } from 'zod';
import { toInstant } from '../../messaging/instant.ts';
import { builder } from '../builder.ts';

const isoInstant = z.iso.datetime({ offset: true });

export const DateTime = builder.scalarType('DateTime', {
  description:
    'An instant as ISO 8601 text. Answers are in UTC with milliseconds, as `2026-03-01T09:00:00.000Z`, so they sort as text. Arguments may be in another zone but must name it (`Z` or `+01:00`): a time without a zone is refused.',
  serialize: (instant) => instant,
  parseValue: (value) => {
    const parsed = isoInstant.safeParse(value);
    const instant = parsed.success ? toInstant(parsed.data) : null;
    if (instant === null) {
      throw new GraphQLError('Expected an ISO 8601 instant with its zone, as 2026-03-01T09:00:00.000Z.');
    }
    return instant;
  },
});
