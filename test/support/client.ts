import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

export interface Answer<Data = Record<string, unknown>> {
  readonly data?: Data | null;
  readonly errors?: readonly {
    message: string;
    path?: readonly (string | number)[];
    extensions?: Record<string, unknown>;
  }[];
  readonly extensions?: { upstream?: { calls: number } };
}

/** One operation over HTTP, as any GraphQL client sends it. */
export async function execute<Data = Record<string, unknown>>(
  url: string,
  query: string,
  variables: object = {},
  headers: Record<string, string> = {},
): Promise<Answer<Data>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      ...headers,
    },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer<Data>;
}

/** The data of an operation that must succeed; the errors are the test's message where it does not. */
export async function read<Data = Record<string, unknown>>(
  url: string,
  query: string,
  variables: object = {},
  headers: Record<string, string> = {},
): Promise<Data> {
  const answer = await execute<Data>(url, query, variables, headers);
  if (answer.errors || !answer.data) throw new Error(JSON.stringify(answer, null, 2));
  return answer.data;
}

export function socketClient(wsUrl: string, token?: string): Client {
  return createClient({
    url: wsUrl,
    webSocketImpl: WebSocket,
    lazy: true,
    retryAttempts: 0,
    ...(token === undefined ? {} : { connectionParams: { authorization: `Bearer ${token}` } }),
  });
}

/** A subscription that a test pulls from: `next()` waits for what comes, `until()` for what fits. */
export interface Listening<Item> {
  next(): Promise<Item>;
  until(fits: (item: Item) => boolean): Promise<Item>;
  stop(): Promise<void>;
}

export function listen<Item = Record<string, unknown>>(
  client: Client,
  query: string,
  variables: Record<string, unknown> = {},
): Listening<Item> {
  const results = client.iterate<Item>({ query, variables });
  const next = async (): Promise<Item> => {
    const result = await results.next();
    if (result.done) throw new Error('The subscription ended.');
    if (result.value.errors || !result.value.data) throw new Error(JSON.stringify(result.value));
    return result.value.data;
  };
  return {
    next,
    async until(fits) {
      for (;;) {
        const item = await next();
        if (fits(item)) return item;
      }
    },
    async stop() {
      await results.return?.();
    },
  };
}
