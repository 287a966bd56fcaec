import { Client, cacheExchange, type ExecutionResult, fetchExchange, subscriptionExchange } from '@urql/core';
import type { Client as Socket } from 'graphql-ws';

/** Subscribes over WebSocket, or, with `socket` null, over SSE on the same path as everything else. */
export function createUrqlClient(
  url: string,
  socket: Socket | null,
  headers: Readonly<Record<string, string>>,
): Client {
  return new Client({
    url,
    // urql would send short queries as GET, which the production profile does not take.
    preferGetMethod: false,
    fetchOptions: { headers },
    fetchSubscriptions: socket === null,
    exchanges: [cacheExchange, fetchExchange, ...(socket === null ? [] : [overSocket(socket)])],
  });
}

function overSocket(socket: Socket) {
  return subscriptionExchange({
    forwardSubscription: ({ query = '', variables = {} }) => ({
      subscribe: (sink) => ({
        unsubscribe: socket.subscribe(
          { query, variables },
          {
            next: (answer) => sink.next(answer as ExecutionResult),
            error: (error) => sink.error(error),
            complete: () => sink.complete(),
          },
        ),
      }),
    }),
  });
}
