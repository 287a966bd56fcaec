import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, vi } from 'vitest';
import { parseConfig } from '../../../src/config.ts';
import { type Gateway, startGateway } from '../../../src/gateway.ts';
import { openId } from '../../../src/messaging/id.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/index.ts';
import { silentLog } from '../../store/silent-log.ts';
import { type Answer, execute, read } from '../../support/client.ts';
import { eventually } from '../../support/wait.ts';
import { freePort } from '../../whole-way/apart.ts';
import { headOf } from '../../whole-way/listening.ts';
import { askMutation } from '../../whole-way/support.ts';
import { linkedApi } from './linked-api.ts';
import { unipileV1 } from './unipile-v1.ts';
import { unipileV2 } from './unipile-v2.ts';
import { type Behind, CONNECTION, type Vendor } from './vendor.ts';

/** Every vendor that the contract is asked of. */
export const vendors: readonly Vendor[] = [
  unipileV1,
  unipileV2,
  linkedApi('workflows'),
  linkedApi('conversations'),
];

/** A gateway with one connection, to a sandbox that goes on while it is restarted; for all tests of a `describe`. */
export interface Stage {
  readonly graphql: string;
  readonly socket: string;
  /** Where the vendor posts its webhooks. */
  readonly webhook: string;
  /** An event cursor of when the gateway had only just started. */
  readonly beginning: string;
  readonly behind: Behind;
  /** The data of an operation that must succeed. */
  read<Data>(query: string, variables?: object): Promise<Data>;
  /** All that the gateway answers. */
  execute(query: string, variables?: object): Promise<Answer>;
  /** Stops the gateway and starts it anew on the same store. */
  restart(): Promise<void>;
  /** Lets so much time pass: what it keeps in memory is not used any more. */
  advance(milliseconds: number): void;
  /** Does this while no time passes, on a machine however slow: what was read in it is known until its end. */
  still(work: () => Promise<void>): Promise<void>;
}

const clock = Date.now;

/** Started before the tests of the `describe` that it stands in, and closed after them. */
export function stageOf(vendor: Vendor): Stage {
  const started = {} as { sandbox: Sandbox; url: string; behind: Behind; beginning?: string };
  const folder = mkdtempSync(join(tmpdir(), 'parley-contract-'));
  let gateway: Gateway | null = null;
  let aheadMs = 0;
  let stillAt: number | null = null;

  async function start(): Promise<void> {
    const { sandbox } = started;
    const { settings, env } = vendor.connection(sandbox);
    const port = await freePort();
    const config = parseConfig(
      {
        port,
        publicUrl: `http://127.0.0.1:${port}`,
        store: `sqlite:${join(folder, 'parley.db')}`,
        connections: [{ ...settings, id: CONNECTION }],
      },
      env,
      () => {
        throw new Error('Tests name no files.');
      },
    );
    gateway = await startGateway(config, { log: silentLog });
    started.url = gateway.url;
    if (started.beginning === undefined) {
      started.beginning = await headOf(stage);
      await eventually('it has asked', () => vendor.hasAsked(sandbox));
    }
    await eventually('chats are there', async () => {
      const { chats } = await stage.read<{ chats: { nodes: { syncStatus: string | null }[] } }>(
        '{ chats(first: 100) { nodes { syncStatus } } }',
      );
      const isSettled = chats.nodes.every(({ syncStatus }) => syncStatus === null || syncStatus === 'DONE');
      return chats.nodes.length > 0 && isSettled;
    });
  }

  const stage: Stage = {
    get graphql() {
      return `${started.url}/graphql`;
    },
    get socket() {
      return `${started.url.replace('http', 'ws')}/graphql`;
    },
    get webhook() {
      return `${started.url}/webhooks/${CONNECTION}`;
    },
    get beginning() {
      return started.beginning ?? '';
    },
    get behind() {
      return started.behind;
    },
    read: (query, variables) => read(stage.graphql, query, variables),
    execute: (query, variables) => execute(stage.graphql, query, variables),
    async restart() {
      await gateway?.close();
      await start();
    },
    advance(milliseconds) {
      aheadMs += milliseconds;
    },
    async still(work) {
      stillAt = Date.now();
      try {
        await work();
      } finally {
        stillAt = null;
      }
    },
  };

  beforeAll(async () => {
    // One clock for the gateway and the vendor: a lead of one of them would look like a deadline that has passed.
    vi.spyOn(Date, 'now').mockImplementation(() => stillAt ?? clock() + aheadMs);
    started.sandbox = await startSandbox({ life: false });
    vendor.prepare(started.sandbox);
    await start();
    const { accounts } = await stage.read<{ accounts: { nodes: { id: string }[] } }>(
      '{ accounts { nodes { id } } }',
    );
    const accountIds = accounts.nodes.map(({ id }) => openId(id)?.accountId ?? '');
    started.behind = vendor.behind(started.sandbox, accountIds, {
      async mutate(name, input) {
        await askMutation(stage.graphql, name, input, '__typename');
      },
      advance: stage.advance,
    });
    started.behind.clearRequests();
  });
  afterAll(async () => {
    await gateway?.close();
    await started.sandbox.close();
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true, force: true });
  });
  return stage;
}
