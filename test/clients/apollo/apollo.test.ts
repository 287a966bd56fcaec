import type { ApolloClient, ObservableQuery, OperationVariables } from '@apollo/client';
import type { Client } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TestGateway } from '../../support/gateway.ts';
import { eventually } from '../../support/wait.ts';
import { connect, credentials, providerIds, startGatewayForClients, truthOf, write } from '../support.ts';
import { createApolloClient } from './client.ts';
import { chatQuery, eventCursorQuery, eventsSubscription, inboxQuery } from './documents.ts';

let gateway: TestGateway;
let socket: Client;
let client: ApolloClient;
// Apollo does not throw where a fragment or a list cannot be put in its cache: it complains here.
const complaints = [vi.spyOn(console, 'error'), vi.spyOn(console, 'warn')];

beforeAll(async () => {
  gateway = await startGatewayForClients();
  socket = connect(gateway);
});
afterAll(async () => {
  await socket.dispose();
  await gateway.close();
});
beforeEach(() => {
  client = createApolloClient(gateway.graphql, socket, credentials);
});
afterEach(() => {
  for (const complaint of complaints) expect(complaint).not.toHaveBeenCalled();
});

function dataOf<Data>({ data, dataState, error }: ObservableQuery.Result<Data>): Data | null {
  if (error) throw error;
  return dataState === 'complete' ? (data as Data) : null;
}

interface PageInfo {
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

/** Watches a query as a component does, and fetches more until its field policy has put together the whole list. */
async function loadToTheEnd<Data, Variables extends OperationVariables>(
  query: ObservableQuery<Data, Variables>,
  pageInfoOf: (data: Data) => PageInfo,
): Promise<Data> {
  const onScreen = query.subscribe(() => {});
  const first = await eventually('the first page', () => dataOf(query.getCurrentResult()));
  for (let { hasNextPage, endCursor } = pageInfoOf(first); hasNextPage; ) {
    const variables = { after: endCursor } as unknown as Partial<Variables>;
    const page = await query.fetchMore({ variables });
    if (page.data === undefined) throw page.error;
    ({ hasNextPage, endCursor } = pageInfoOf(page.data as Data));
  }
  const whole = await eventually('the whole list', () => {
    const data = dataOf(query.getCurrentResult());
    return data !== null && !pageInfoOf(data).hasNextPage && data;
  });
  onScreen.unsubscribe();
  return whole;
}

function loadInbox() {
  const query = client.watchQuery({ query: inboxQuery, variables: { first: 100 } });
  return loadToTheEnd(query, ({ chats }) => chats.pageInfo);
}

function loadChat(id: string) {
  const query = client.watchQuery({ query: chatQuery, variables: { id, first: 100 } });
  return loadToTheEnd(query, ({ node }) => node.messages.pageInfo);
}

/** Apollo keeps an object under its type and id, as `Chat:…`. */
function cached(): readonly { readonly type: string; readonly id: string }[] {
  return Object.keys(client.cache.extract() as object)
    .filter((key) => key.includes(':'))
    .map((key) => ({ type: key.slice(0, key.indexOf(':')), id: key.slice(key.indexOf(':') + 1) }));
}

function countCached(type: string): number {
  return cached().filter((record) => record.type === type).length;
}

describe('Apollo Client', () => {
  it('pages the inbox to its end by relayStylePagination: every chat once, and one record for each', async () => {
    const truth = truthOf(gateway);
    const { chats } = await loadInbox();
    expect(providerIds(chats.edges.map(({ node }) => node))).toEqual(truth.chatIds);
    expect(countCached('Chat')).toBe(truth.chatIds.length);
    expect(countCached('Account')).toBe(truth.accountCount);
  });

  it('pages the messages of a chat: every message once', async () => {
    const { longest } = truthOf(gateway);
    const { chats } = await loadInbox();
    const id = chats.edges.find(({ node }) => node.providerId === longest.providerId)?.node.id ?? '';
    const { node } = await loadChat(id);
    expect(providerIds(node.messages.edges.map((edge) => edge.node))).toEqual(longest.messageIds);
  });

  it('sees over WebSocket what arrives, and what arrived since it looked last', async () => {
    const { longest } = truthOf(gateway);
    const { data } = await client.query({ query: eventCursorQuery });
    write(gateway, longest.chatId, 'Before Apollo listened');
    await gateway.sandbox.unipileV1.control.webhooksIdle();

    const seen: string[] = [];
    const subscription = client
      .subscribe({ query: eventsSubscription, variables: { after: data?.eventCursor ?? '' } })
      .subscribe(({ data, error }) => {
        seen.push(data?.events.message?.text ?? data?.events.__typename ?? String(error));
      });
    await eventually('replayed', () => seen.includes('CaughtUp'));
    write(gateway, longest.chatId, 'Hello, Apollo');
    await eventually('the message', () => seen.includes('Hello, Apollo'));
    subscription.unsubscribe();

    expect(seen).toEqual(['Before Apollo listened', 'CaughtUp', 'Hello, Apollo']);
    expect(countCached('MessageCreated')).toBe(2);
    expect(countCached('Message')).toBe(2);
    expect(countCached('CaughtUp')).toBe(1);
    expect(countCached('Chat')).toBe(1);
  });

  it('no two objects of any type share an id', async () => {
    const { chats } = await loadInbox();
    await loadChat(chats.edges[0]?.node.id ?? '');
    const ids = cached().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
