import { GraphQLError } from 'graphql';
import { builder } from '../builder.ts';
import type { Upload } from '../context.ts';

const admitted = new WeakSet<object>();

/** Lets an upload pass the File scalar. Only what the server read itself is admitted: a variable that looks like one names any path. */
export function admitUpload(upload: Upload): Upload {
  admitted.add(upload);
  return upload;
}

const isAdmitted = (value: unknown): value is Upload =>
  typeof value === 'object' && value !== null && admitted.has(value);

export const File = builder.scalarType('File', {
  description:
    'A file to upload. Send the operation as `multipart/form-data` by the GraphQL multipart request specification: the variable is null in `operations`, and `map` says which part takes its place.',
  serialize: () => {
    throw new GraphQLError('A File is only ever sent, never answered.');
  },
  parseValue: (value) => {
    if (!isAdmitted(value)) {
      throw new GraphQLError(
        'Expected a part of a multipart request (GraphQL multipart request specification).',
      );
    }
    return value;
  },
  parseLiteral: () => {
    throw new GraphQLError('A File can only be given as a variable.');
  },
});
