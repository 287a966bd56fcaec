import { createHash } from 'node:crypto';
import { openEventLog } from '../../src/events/log.ts';
import { openPlaces } from '../../src/events/places.ts';
import type { Log } from '../../src/messaging/log.ts';
import type { Provider } from '../../src/messaging/provider.ts';
import type { Scope } from '../../src/messaging/viewer.ts';
import type { Services } from '../../src/schema/context.ts';
import { schema } from '../../src/schema/index.ts';
import { subscribe } from '../../src/schema/subscribe.ts';
import { createMetrics } from '../../src/server/metrics.ts';
import { createRegistrations } from '../../src/server/registration.ts';
import { startServer } from '../../src/server/server.ts';
import type { Limits, ServerSettings, Timeouts, Token } from '../../src/server/settings.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { anAccount, fakeAccount } from '../schema/fake-account.ts';
import { contextOf, type World } from '../schema/world.ts';
import { silentLog } from '../store/silent-log.ts';

export const limits: Limits = {
  upstreamCalls: 300,
  cost: 10_000,
  concurrentOperations: 100,
  operationsPerSocket: 100,
  bodyBytes: 1_000_000,
  uploadBytes: 100_000_000,
  downloadBytes: 1_000_000_000,
  webhookBytes: 1_000_000,
  slowAfterEvents: 1_000,
  slowAfterSeconds: 10,
};

export const timeouts: Timeouts = { query: 30, mutation: 120, download: 600, webhook: 5, stop: 10 };

export const openSettings: ServerSettings = {
  host: '127.0.0.1',
  port: 0,
  publicUrl: null,
  profile: 'open',
  graphiql: true,
  introspection: true,
  cors: [],
  tokens: null,
  limits,
  timeouts,
};

export const productionSettings: ServerSettings = {
  ...openSettings,
  profile: 'production',
  graphiql: false,
  introspection: false,
  tokens: [aToken('crm', ['sales/*'], ['READ', 'SEND'])],
};

/** The secret of a token is its name and `-secret`. */
export function aToken(name: string, accounts: readonly string[], scopes: readonly Scope[]): Token {
  return { name, sha256: createHash('sha256').update(`${name}-secret`).digest('hex'), accounts, scopes };
}

export const bearer = (name: string) => ({ authorization: `Bearer ${name}-secret` });

export interface TestServerOptions {
  readonly settings?: Partial<ServerSettings>;
  readonly world?: World;
  readonly services?: Partial<Services>;
  readonly providers?: readonly Provider[];
  readonly store?: Store;
  readonly log?: Log;
  readonly now?: () => number;
}

/** A real server with the real schema, store and event log over accounts that a test makes up. */
export async function startTestServer(options: TestServerOptions = {}) {
  const { world = { ports: [fakeAccount()] }, log = silentLog, now = Date.now } = options;
  const store = options.store ?? (await openStore('memory', log));
  const events = await openEventLog(store, { now });
  const services = {
    ...contextOf(world),
    events,
    places: openPlaces(store.key('event')),
    ...options.services,
  };
  const registrations = createRegistrations(log);
  const server = await startServer({
    settings: { ...openSettings, ...options.settings },
    schema,
    subscribe,
    services,
    providers: new Map((options.providers ?? []).map((provider) => [provider.connectionId, provider])),
    registrations,
    registersLocally: false,
    store,
    metrics: createMetrics(),
    log,
    now,
  });
  return {
    ...server,
    graphql: `${server.url}/graphql`,
    ws: `${server.url.replace('http', 'ws')}/graphql`,
    store,
    events,
    services,
    registrations,
    account: anAccount,
    async close() {
      await server.close();
      if (options.store === undefined) await store.close();
    },
  };
}

export type TestServer = Awaited<ReturnType<typeof startTestServer>>;
