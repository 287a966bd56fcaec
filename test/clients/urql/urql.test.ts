import { type Client, gql, type TypedDocumentNode } from '@urql/core';
import type { Client as Socket } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestGateway } from '../../support/gateway.ts';
import { eventually } from '../../support/wait.ts';
import { connect, credentials, providerIds, startGatewayForClients, truthOf, write } from '../support.ts';
import { createUrqlClient } from './client.ts';

interface ChatLine {
  readonly id: string;
  readonly providerId: string | null;
}

const inboxPage: TypedDocumentNode<
  {
    readonly chats: {
      readonly nodes: readonly ChatLine[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
  },
  { readonly after: string | null }
> = gql`
  query InboxPage($after: String) {
    chats(first: 100, after: $after) {
      nodes {
        id
        providerId
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

const events: TypedDocumentNode<
  {
    readonly events: {
      readonly __typename: string;
      readonly message?: { readonly text: string | null } | null;
    };
  },
  { readonly after: string | null }
> = gql`
  subscription Events($after: ID) {
    events(after: $after) {
      __typename
      id
      ... on MessageCreated {
        message {
          id
          text
        }
      }
    }
  }
`;

const eventCursor: TypedDocumentNode<{ readonly eventCursor: string }, Record<string, never>> = gql`
  query EventCursor {
    eventCursor
  }
`;

let gateway: TestGateway;
let socket: Socket;

beforeAll(async () => {
  gateway = await startGatewayForClients();
  socket = connect(gateway);
});
afterAll(async () => {
  await socket.dispose();
  await gateway.close();
});

async function loadInbox(client: Client): Promise<readonly ChatLine[]> {
  const chats: ChatLine[] = [];
  for (let after: string | null = null; ; ) {
    const { data, error } = await client.query(inboxPage, { after }).toPromise();
    if (data === undefined) throw error ?? new Error('There was no answer.');
    chats.push(...data.chats.nodes);
    if (!data.chats.pageInfo.hasNextPage) return chats;
    after = data.chats.pageInfo.endCursor;
  }
}

describe('urql', () => {
  it('pages the inbox to its end: every chat once', async () => {
    const client = createUrqlClient(gateway.graphql, socket, credentials);
    const chats = await loadInbox(client);
    expect(providerIds(chats)).toEqual(truthOf(gateway).chatIds);
    expect(new Set(chats.map(({ id }) => id)).size).toBe(chats.length);
  });

  it.each([
    ['WebSocket', () => socket],
    ['SSE', () => null],
  ])('sees over %s what arrives, and what arrived since it looked last', async (way, socketFor) => {
    const client = createUrqlClient(gateway.graphql, socketFor(), credentials);
    const { chatId } = truthOf(gateway).longest;
    const { data } = await client.query(eventCursor, {}, { requestPolicy: 'network-only' }).toPromise();
    write(gateway, chatId, `Before urql listened over ${way}`);
    await gateway.sandbox.unipileV1.control.webhooksIdle();

    const seen: string[] = [];
    const { unsubscribe } = client
      .subscription(events, { after: data?.eventCursor ?? null })
      .subscribe(({ data, error }) => {
        seen.push(data?.events.message?.text ?? data?.events.__typename ?? String(error));
      });
    await eventually('replayed', () => seen.includes('CaughtUp'));
    write(gateway, chatId, `Hello, urql over ${way}`);
    await eventually('the message', () => seen.includes(`Hello, urql over ${way}`));
    unsubscribe();
    expect(seen).toEqual([`Before urql listened over ${way}`, 'CaughtUp', `Hello, urql over ${way}`]);
  });
});
