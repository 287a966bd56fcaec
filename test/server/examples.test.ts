import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { expect, it } from 'vitest';

const folder = join(import.meta.dirname, '../../schema');
const schema = buildSchema(readFileSync(join(folder, 'schema.graphql'), 'utf8'));

it.each(readdirSync(join(folder, 'operations')))('%s is valid, so that its tab runs as it is', (name) => {
  const document = parse(readFileSync(join(folder, 'operations', name), 'utf8'));
  expect(validate(schema, document)).toEqual([]);
});
