import type { Client } from 'graphql-ws';
import relay, {
  type Environment,
  type FetchFunction,
  type GraphQLResponse,
  type SubscribeFunction,
} from 'relay-runtime';

/** Relay's environment as its documentation builds it: one function that fetches, one that subscribes. */
export function createEnvironment(
  url: string,
  socket: Client,
  headers: Readonly<Record<string, string>>,
): Environment {
  const fetchOperation: FetchFunction = async ({ text }, variables) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        ...headers,
      },
      body: JSON.stringify({ query: text, variables }),
    });
    return response.json();
  };
  const subscribe: SubscribeFunction = ({ name, text }, variables) =>
    relay.Observable.create((sink) =>
      socket.subscribe(
        { operationName: name, query: text ?? '', variables },
        {
          next: (answer) => sink.next(answer as GraphQLResponse),
          error: (error) => sink.error(error instanceof Error ? error : new Error(JSON.stringify(error))),
          complete: () => sink.complete(),
        },
      ),
    );
  return new relay.Environment({
    network: relay.Network.create(fetchOperation, subscribe),
    store: new relay.Store(new relay.RecordSource()),
  });
}
