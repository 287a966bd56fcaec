import type { ObjectFieldBuilder } from '@pothos/core';
import type { builder } from '../builder.ts';
import type { Failing } from './kinds.ts';

/** The field that three of the error types share. */
export const inputPath = (t: ObjectFieldBuilder<typeof builder.$inferSchemaTypes, Failing>) =>
  t.stringList({
    description:
      'Which part of the input it is about, as the path within `input`: `["recipients", "1"]`. Empty where it is not known.',
    resolve: ({ failure }) => failure.field ?? [],
  });
