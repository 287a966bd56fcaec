import { type Clock, realClock } from './clock.ts';
import { type LinkedApiSandbox, startLinkedApi } from './linked-api/server.ts';
import { startUnipileV1, type UnipileV1Sandbox } from './unipile-v1/server.ts';
import { startUnipileV2, type UnipileV2Sandbox } from './unipile-v2/server.ts';

export { type Clock, type ManualClock, manualClock, realClock } from './clock.ts';
export type { Fault } from './faults.ts';
export type { LinkedApiSandbox } from './linked-api/server.ts';
export type { LoggedRequest } from './request-log.ts';
export type { Inbound, Truth, UnipileV1Control } from './unipile-v1/control.ts';
export type { UnipileV1Sandbox } from './unipile-v1/server.ts';
export type { UnipileV2Sandbox } from './unipile-v2/server.ts';
export type { Delivery, WebhookBehaviour } from './webhooks.ts';

export interface SandboxOptions {
  /** By default the clock on the wall. The seed's times count back from it. */
  clock?: Clock;
  /** Whether people do anything by themselves: answer, read, write; true when left out. */
  life?: boolean;
  /** By default free ones. */
  ports?: { unipileV1?: number; unipileV2?: number; linkedApi?: number };
}

/** The providers played on loopback. */
export interface Sandbox {
  unipileV1: UnipileV1Sandbox;
  unipileV2: UnipileV2Sandbox;
  linkedApi: LinkedApiSandbox;
  close(): Promise<void>;
}

/** Starts the sandbox. Rejects if a port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { clock = realClock, life = true, ports = {} } = options;
  const [unipileV1, unipileV2, linkedApi] = await Promise.all([
    startUnipileV1({ clock, life, port: ports.unipileV1 ?? 0 }),
    startUnipileV2({ clock, life, port: ports.unipileV2 ?? 0 }),
    startLinkedApi({ clock, life, port: ports.linkedApi ?? 0 }),
  ]);
  const servers = [unipileV1, unipileV2, linkedApi];
  return {
    unipileV1,
    unipileV2,
    linkedApi,
    async close() {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}
