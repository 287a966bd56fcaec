import { onTestFinished } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { type Gateway, type GatewayOverrides, startGateway } from '../../src/gateway.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { silentLog } from '../store/silent-log.ts';
import { eventually } from './wait.ts';

/** The real gateway with the sandbox behind it, as `npm start` runs it, on free ports. */
export interface TestGateway {
  readonly url: string;
  /** Where operations go over HTTP. */
  readonly graphql: string;
  /** Where subscriptions go. */
  readonly socket: string;
  readonly gateway: Gateway;
  readonly sandbox: Sandbox;
  close(): Promise<void>;
}

export interface TestGatewayOptions {
  /** As in the configuration's file; what is left out is as without a file. */
  readonly config?: Record<string, unknown>;
  readonly env?: Record<string, string>;
  readonly overrides?: GatewayOverrides;
}

/** Unipile v1 alone is connected unless `overrides.played` says otherwise: most tests compare with its truth. */
const usual: GatewayOverrides = { log: silentLog, sandbox: { life: false }, played: ['unipile-v1'] };

/** Starts it with its webhooks registered and nothing happening by itself. */
export async function startTestGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const config = parseConfig({ port: 0, ...options.config }, options.env ?? {}, () => {
    throw new Error('Tests name no files.');
  });
  const gateway = await startGateway(config, { ...usual, ...options.overrides });
  const { sandbox, url } = gateway;
  if (sandbox === null) throw new Error('The gateway was started without its sandbox.');
  if (options.overrides?.played?.includes('unipile-v1') ?? true) {
    await eventually('webhooks registered', () => sandbox.unipileV1.control.truth().webhooks.length >= 2);
  }
  sandbox.unipileV1.control.clearRequests();
  return {
    url,
    graphql: `${url}/graphql`,
    socket: `${url.replace('http', 'ws')}/graphql`,
    gateway,
    sandbox,
    close: () => gateway.close(),
  };
}

/** One for a single test, closed when it ends. */
export async function gatewayForThisTest(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const started = await startTestGateway(options);
  onTestFinished(() => started.close());
  return started;
}
