import { lexicographicSortSchema, printSchema } from 'graphql';
import { schema } from './index.ts';

/** The schema as text, in an order that does not depend on the order of the code. */
export const sdl = (): string => `${printSchema(lexicographicSortSchema(schema))}\n`;
