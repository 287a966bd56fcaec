import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '../../src/config.ts';
import { type Gateway, startGateway } from '../../src/gateway.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { silentLog } from '../store/silent-log.ts';
import { read } from '../support/client.ts';
import { eventually } from '../support/wait.ts';
import { freePort } from './apart.ts';

/** The ids of the connections. */
export const connections = { linkedApi: 'linked', unipileV1: 'v1', unipileV2: 'v2' } as const;

/** A gateway with a connection to each provider, and a store that outlives it. */
export interface Three {
  readonly url: string;
  readonly graphql: string;
  readonly sandbox: Sandbox;
  /** Starts it, and waits until every provider was listed and every conversation was read once. */
  start(): Promise<void>;
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the sandbox only. `config`: beside the connections. */
export async function startThree(config: Record<string, unknown> = {}): Promise<Three> {
  const sandbox = await startSandbox({ life: false });
  const folder = mkdtempSync(join(tmpdir(), 'parley-test-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const parsed = parseConfig(
    { port, publicUrl: url, store: `sqlite:${join(folder, 'parley.db')}`, ...connected(sandbox), ...config },
    secretsOf(sandbox),
    () => {
      throw new Error('Tests name no files.');
    },
  );
  let gateway: Gateway | null = null;

  async function stop(): Promise<void> {
    await gateway?.close();
    gateway = null;
  }

  return {
    url,
    graphql: `${url}/graphql`,
    sandbox,
    async start() {
      gateway = await startGateway(parsed, { log: silentLog });
      await settled(`${url}/graphql`, sandbox);
    },
    stop,
    async close() {
      await stop();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function connected({ unipileV1, unipileV2, linkedApi }: Sandbox) {
  return {
    connections: [
      {
        id: connections.unipileV2,
        provider: 'unipile-v2',
        baseUrl: unipileV2.baseUrl,
        apiKey: { env: 'V2_KEY' },
      },
      {
        id: connections.linkedApi,
        provider: 'linked-api',
        baseUrl: linkedApi.baseUrl,
        linkedApiToken: { env: 'LINKED_TOKEN' },
        identificationToken: { env: 'LINKED_IDENTIFICATION' },
        people: linkedApi.cast.synchronised,
        salesNavigatorPeople: linkedApi.control
          .truth()
          .conversations.filter(({ channel }) => channel === 'nv')
          .map(({ personUrl }) => personUrl),
        // Polls are no part of what these tests count.
        pollSeconds: 3600,
      },
      {
        id: connections.unipileV1,
        provider: 'unipile-v1',
        baseUrl: unipileV1.baseUrl,
        apiKey: { env: 'V1_KEY' },
        webhookSecret: { env: 'V1_WEBHOOK_SECRET' },
      },
    ],
  };
}

function secretsOf({ unipileV1, unipileV2, linkedApi }: Sandbox): Record<string, string> {
  const [identification = ''] = linkedApi.identificationTokens;
  return {
    V1_KEY: unipileV1.apiKey,
    V1_WEBHOOK_SECRET: 'a-long-webhook-secret-of-a-test',
    V2_KEY: unipileV2.apiKey,
    LINKED_TOKEN: linkedApi.linkedApiToken,
    LINKED_IDENTIFICATION: identification,
  };
}

async function settled(graphql: string, { unipileV1, unipileV2, linkedApi }: Sandbox): Promise<void> {
  await eventually('webhooks are registered', () => {
    const hooks = unipileV1.control.truth().webhooks.length;
    return hooks >= 2 && unipileV2.control.truth().endpoints.length >= 1;
  });
  await eventually('Linked API was polled', async () => {
    const { accounts } = await read<Accounts>(graphql, '{ accounts(first: 100) { nodes { id provider } } }');
    const linked = accounts.nodes.find(({ provider }) => provider === 'LINKED_API');
    // Nothing is asked of the others: what they answer is kept.
    const query = `query ($ids: [ID!]) { chats(first: 100, filter: { accountIds: $ids }) { nodes { lastActivityAt } } }`;
    const { chats } = await read<Chats>(graphql, query, { ids: linked ? [linked.id] : [] });
    return chats.nodes.length > 0 && chats.nodes.every(({ lastActivityAt }) => lastActivityAt !== null);
  });
  for (const { control } of [unipileV1, unipileV2, linkedApi]) control.clearRequests();
}

interface Accounts {
  readonly accounts: { readonly nodes: readonly { readonly id: string; readonly provider: string }[] };
}

interface Chats {
  readonly chats: { readonly nodes: readonly { readonly lastActivityAt: string | null }[] };
}
