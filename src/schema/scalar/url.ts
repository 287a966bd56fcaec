import { GraphQLError } from 'graphql';
import { builder } from '../builder.ts';

/** The address where it is an absolute http or https one, else null: a client may put it into a link as it is. */
export function webAddress(text: string | null): string | null {
  if (text === null || !URL.canParse(text)) return null;
  const { protocol } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? text : null;
}

export const Url = builder.scalarType('URL', {
  description:
    'An absolute address that begins with `https://` or `http://`; nothing else is accepted or answered, so it is safe in a link.',
  serialize: (address) => address,
  parseValue: (value) => {
    const address = typeof value === 'string' ? webAddress(value) : null;
    if (address === null) throw new GraphQLError('Expected an absolute http or https address.');
    return address;
  },
});
