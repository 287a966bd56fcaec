import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { type Gateway, type GatewayOverrides, startGateway } from '../../src/gateway.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { silentLog } from '../store/silent-log.ts';
import { eventually } from '../support/wait.ts';

/** The id of the one connection of such a gateway. */
export const CONNECTION = 'sales';
export const WEBHOOK_SECRET = 'a-long-webhook-secret-of-a-test';

export interface ApartOptions {
  /** As in the configuration's file, beside the connection. */
  readonly config?: Record<string, unknown>;
  readonly overrides?: GatewayOverrides;
  /** Changes the one connection's settings. */
  readonly connection?: Record<string, unknown>;
}

/** A gateway that reaches the sandbox as it reaches the vendor: it can stop and start again while that goes on. */
export interface Apart {
  readonly url: string;
  readonly graphql: string;
  readonly socket: string;
  readonly sandbox: Sandbox;
  /** Where the store is; nothing is in it before the first start. */
  readonly storePath: string;
  /** As a file of configuration has it; the secrets are in `env`. */
  readonly config: Record<string, unknown>;
  readonly env: Record<string, string>;
  start(): Promise<Gateway>;
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the sandbox only. */
export async function startApart(options: ApartOptions = {}): Promise<Apart> {
  const sandbox = await startSandbox({ life: false });
  const folder = mkdtempSync(join(tmpdir(), 'parley-test-'));
  const storePath = join(folder, 'parley.db');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { baseUrl, apiKey, control } = sandbox.unipileV1;
  const env = { SANDBOX_KEY: apiKey, SANDBOX_WEBHOOK_SECRET: WEBHOOK_SECRET };
  const config = {
    port,
    publicUrl: url,
    store: `sqlite:${storePath}`,
    connections: [
      {
        id: CONNECTION,
        provider: 'unipile-v1',
        baseUrl,
        apiKey: { env: 'SANDBOX_KEY' },
        webhookSecret: { env: 'SANDBOX_WEBHOOK_SECRET' },
        ...options.connection,
      },
    ],
    ...options.config,
  };
  let gateway: Gateway | null = null;

  async function stop(): Promise<void> {
    const stopping = gateway;
    gateway = null;
    await stopping?.close();
  }

  return {
    url,
    graphql: `${url}/graphql`,
    socket: `${url.replace('http', 'ws')}/graphql`,
    sandbox,
    storePath,
    config,
    env,
    async start() {
      const parsed = parseConfig(config, env, () => {
        throw new Error('Tests name no files.');
      });
      gateway = await startGateway(parsed, { log: silentLog, ...options.overrides });
      await eventually('webhooks registered', () => control.truth().webhooks.length >= 2);
      return gateway;
    },
    stop,
    async close() {
      await stop();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One for a single test, started, and closed when the test ends. */
export async function apartForThisTest(options: ApartOptions = {}): Promise<Apart> {
  const apart = await startApart(options);
  onTestFinished(() => apart.close());
  await apart.start();
  return apart;
}

/**
 * Nobody listens there at the moment, and nobody is given it who asks the system for any port or connects: those come
 * from above this range.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_768);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}
