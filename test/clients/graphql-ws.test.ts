import { type Client, createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { TestGateway } from '../support/gateway.ts';
import { eventually } from '../support/wait.ts';
import { credentials, startGatewayForClients, truthOf, write } from './support.ts';

const query = `subscription Events($after: ID) {
  events(after: $after) { __typename id ... on MessageCreated { message { text } } }
}`;

interface Happening {
  readonly __typename: string;
  readonly id: string;
  readonly message?: { readonly text: string };
}

describe('graphql-ws', () => {
  let gateway: TestGateway;
  let client: Client;

  beforeAll(async () => {
    gateway = await startGatewayForClients();
    client = createClient({
      url: gateway.socket,
      connectionParams: credentials,
      webSocketImpl: WebSocket,
      retryAttempts: Number.POSITIVE_INFINITY,
    });
  });
  afterAll(async () => {
    await client?.dispose();
    await gateway?.close();
  });

  it('connects again by itself after an interruption, and nothing is missed or comes twice', async () => {
    const { chatId } = truthOf(gateway).longest;
    const variables: { after: string | null } = { after: null };
    const happenings = client.iterate<{ events: Happening }>({ query, variables });
    const seen: string[] = [];
    const reading = (async () => {
      for await (const { data } of happenings) {
        if (!data) continue;
        const { __typename, id, message } = data.events;
        seen.push(message?.text ?? __typename);
        variables.after = id;
      }
    })();

    await eventually('the first message', () => {
      if (seen.length === 0) write(gateway, chatId, 'before');
      return seen.includes('before');
    });
    await gateway.sandbox.unipileV1.control.webhooksIdle();
    const heard = () => seen.filter((text) => text !== 'before');

    client.terminate();
    write(gateway, chatId, 'while away');
    await eventually('caught up', () => heard().includes('CaughtUp'));
    write(gateway, chatId, 'after');
    await eventually('the last message', () => heard().includes('after'));
    expect(heard()).toEqual(['while away', 'CaughtUp', 'after']);
    await happenings.return?.();
    await reading;
  });
});
