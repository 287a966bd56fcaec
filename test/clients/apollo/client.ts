import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { relayStylePagination } from '@apollo/client/utilities';
import { buildSchema, isAbstractType, OperationTypeNode } from 'graphql';
import type { Client } from 'graphql-ws';

const schemaFile = join(import.meta.dirname, '../../../schema/schema.graphql');

/** As its documentation sets it up for Relay's connections: a field policy each, and subscriptions over WebSocket. */
export function createApolloClient(
  url: string,
  socket: Client,
  headers: Readonly<Record<string, string>>,
): ApolloClient {
  return new ApolloClient({
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      new GraphQLWsLink(socket),
      new HttpLink({ uri: url, headers }),
    ),
    cache: new InMemoryCache({
      possibleTypes: possibleTypes(),
      typePolicies: {
        Query: { fields: { chats: relayStylePagination(['filter']) } },
        Chat: { fields: { messages: relayStylePagination(['filter']) } },
      },
    }),
  });
}

/** Which types an interface or a union stands for: what lets the cache match fragments. */
function possibleTypes(): Readonly<Record<string, string[]>> {
  const schema = buildSchema(readFileSync(schemaFile, 'utf8'));
  const abstract = Object.values(schema.getTypeMap()).filter(isAbstractType);
  return Object.fromEntries(
    abstract.map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]),
  );
}
