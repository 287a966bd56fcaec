import { randomBytes } from 'node:crypto';
import type { Config } from './config.ts';
import { type EventLog, openEventLog } from './events/log.ts';
import { namedLog } from './events/named-log.ts';
import { openPlaces } from './events/places.ts';
import { openPoller, type Poller } from './events/poller.ts';
import type { Call } from './messaging/call.ts';
import type { IncomingEvent } from './messaging/event.ts';
import type { Log } from './messaging/log.ts';
import type { Provider, ProviderTools } from './messaging/provider.ts';
import { Secret } from './messaging/secret.ts';
import { openNames } from './outbox/names.ts';
import { openOutbox } from './outbox/outbox.ts';
import { createPaging } from './paging/index.ts';
import { storeShelf } from './paging/shelf.ts';
import { type ConnectionSettings, createProvider, type ProviderName } from './providers/index.ts';
import { type Directory, openDirectory } from './reading/directory.ts';
import { namedProvider } from './reading/naming.ts';
import { polledSoon } from './reading/polled-soon.ts';
import { createReading, type Reading } from './reading/reading.ts';
import { openThrift } from './reading/thrifty.ts';
import { toldHere } from './reading/told-here.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from './sandbox/index.ts';
import { schema } from './schema/index.ts';
import { subscribe } from './schema/subscribe.ts';
import { beginCall } from './server/calls.ts';
import { createLog } from './server/logging.ts';
import { createMetrics } from './server/metrics.ts';
import { createRegistrations } from './server/registration.ts';
import { startServer } from './server/server.ts';
import { openStore } from './store/open.ts';
import type { Store } from './store/store.ts';

const hour = 3_600_000;

export interface Gateway {
  /** Where it listens, as `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly reading: Reading;
  /** Null where real providers are configured. */
  readonly sandbox: Sandbox | null;
  /** Answers what is in flight, closes sockets with 1001 and lets sends come to their end. */
  close(): Promise<void>;
}

export interface GatewayOverrides {
  readonly log?: Log;
  /** Unix milliseconds. */
  readonly now?: () => number;
  readonly sandbox?: SandboxOptions;
  /** Which of the providers that are played are connected; all when left out. */
  readonly played?: readonly ProviderName[];
}

/** Wires everything and starts it. Rejects, with nothing left open, where the store or the address cannot be had. */
export async function startGateway(config: Config, overrides: GatewayOverrides = {}): Promise<Gateway> {
  const { log = createLog(config.logLevel), now = Date.now } = overrides;
  const opened: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (let release = opened.pop(); release !== undefined; release = opened.pop()) await release();
  };

  try {
    const sandbox = config.connections === null ? await startSandbox(overrides.sandbox) : null;
    if (sandbox !== null) opened.push(() => sandbox.close());
    const store = await openStore(config.store, log);
    opened.push(() => store.close());

    const metrics = createMetrics();
    const played = sandboxConnections(sandbox).filter(
      ({ provider }) => overrides.played?.includes(provider) ?? true,
    );
    const connections = config.connections ?? played;
    let doubt: Directory['doubt'] = () => {};
    const providers = makeProviders(connections, {
      config,
      store,
      log,
      now,
      observe: (request) => {
        metrics.countUpstream(request);
        const { connectionId, accountId, code } = request;
        if (code === 'ACCOUNT_DISCONNECTED' && accountId !== null) doubt({ connectionId, accountId });
      },
    });
    const names = openNames(store, {
      now,
      load: async (ref) => {
        const account = directory.account(ref);
        if (account === null) return null;
        const port = providerOf(providers, ref.connectionId).open(account);
        return port.message(ref.chatId, ref.messageId, backgroundCall(config));
      },
    });
    const events = namedLog(await openEventLog(store, { now, keepDays: config.keepEventsDays }), names);
    events.onAppend((news) => {
      for (const { connectionId, event } of news) metrics.countEvent(connectionId, event.type);
    });
    const pruning = setInterval(() => {
      events.prune().catch((error) => log.error({ error }, 'Old events could not be removed'));
    }, hour).unref();
    opened.push(() => clearInterval(pruning));

    const registrations = createRegistrations(log);
    const directory = await openDirectory({
      connections: connections.map(({ id, accounts }) => ({
        provider: providerOf(providers, id),
        ...(accounts && { accounts }),
      })),
      store,
      events,
      log,
      now,
      makeCall: () => backgroundCall(config),
    });
    opened.push(() => directory.close());
    ({ doubt } = directory);
    const thrift = openThrift({ events, directory, pushes: registrations.pushes, now });
    opened.push(() => thrift.close());
    const tell = async (connectionId: string, news: readonly IncomingEvent[]) => {
      await events.append(connectionId, news).catch((error) => {
        log.error({ connectionId, error }, 'What was changed here could not be told');
      });
    };
    // A provider may tell late what a listing has told before it.
    const arriving: EventLog = {
      ...events,
      append: (connectionId, news) =>
        events.append(
          connectionId,
          news.filter(({ event }) => !directory.hasTold(connectionId, event)),
        ),
    };
    let poller: Poller | null = null;
    const reading = createReading({
      providers: [...providers.values()].map((provider) =>
        namedProvider(
          polledSoon(toldHere(provider, { tell, now }), (account) => poller?.pollNow(account)),
          names,
        ),
      ),
      directory,
      thrift,
    });
    poller = openPoller({
      log: arriving,
      store,
      accounts: () =>
        directory
          .accounts()
          .map((account) => ({ account, port: reading.port(account) }))
          .filter(({ port }) => port.changes !== undefined),
      makeCall: () => backgroundCall(config),
      logger: log,
      now,
    });
    opened.push(() => poller.close());
    const outbox = openOutbox(store, { log, names, sendTimeoutMs: config.upstream.send, now });
    opened.push(() => outbox.idle());

    const { limits } = config.server;
    const server = await startServer({
      settings: config.server,
      schema,
      subscribe,
      services: {
        reading,
        paging: createPaging({ key: store.key('cursor'), now, shelf: storeShelf(store, now) }),
        outbox,
        events: arriving,
        places: openPlaces(store.key('event')),
        limits: { slowAfterMs: limits.slowAfterSeconds * 1000, slowAfterEvents: limits.slowAfterEvents },
      },
      providers,
      registrations,
      registersLocally: sandbox !== null,
      store,
      metrics,
      log,
      now,
    });
    opened.push(() => server.close());
    return { url: server.url, reading, sandbox, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What providers are made with; none of it makes a request. */
export interface ProviderWorkshop {
  readonly config: Pick<Config, 'upstream'>;
  readonly store: Pick<Store, 'notes'>;
  /** Called after each request to a provider. */
  readonly observe: ProviderTools['observe'];
  readonly log: Log;
  readonly now: () => number;
}

/** The providers of connections, by the connections' ids. */
export function makeProviders(
  connections: readonly ConnectionSettings[],
  { config, store, observe, log, now }: ProviderWorkshop,
): ReadonlyMap<string, Provider> {
  return new Map(
    connections.map((settings) => [
      settings.id,
      createProvider(settings, {
        notes: store.notes(settings.id),
        log,
        now,
        observe,
        timeouts: config.upstream,
      }),
    ]),
  );
}

function providerOf(providers: ReadonlyMap<string, Provider>, id: string): Provider {
  const provider = providers.get(id);
  if (provider === undefined) throw new Error(`There is no connection ${id}.`);
  return provider;
}

/** One connection for each provider that is played. */
function sandboxConnections(sandbox: Sandbox | null): readonly ConnectionSettings[] {
  if (sandbox === null) return [];
  const { unipileV1, unipileV2, linkedApi } = sandbox;
  const [identificationToken = ''] = linkedApi.identificationTokens;
  const { synchronised, salesNavigator, notSynchronised, nobody } = linkedApi.cast;
  return [
    {
      id: 'sandbox',
      provider: 'unipile-v1',
      baseUrl: unipileV1.baseUrl,
      apiKey: new Secret(unipileV1.apiKey),
      webhookSecret: new Secret(randomBytes(32).toString('hex')),
    },
    {
      id: 'sandbox-v2',
      provider: 'unipile-v2',
      baseUrl: unipileV2.baseUrl,
      apiKey: new Secret(unipileV2.apiKey),
    },
    {
      id: 'sandbox-linked',
      provider: 'linked-api',
      baseUrl: linkedApi.baseUrl,
      form: 'workflows',
      linkedApiToken: new Secret(linkedApi.linkedApiToken),
      identificationToken: new Secret(identificationToken),
      people: [...synchronised, notSynchronised, nobody],
      salesNavigatorPeople: salesNavigator,
      pollSeconds: 5,
      resyncDays: 25,
    },
  ];
}

/** Ends by its own deadline: nobody waits for it. */
function backgroundCall({ upstream, server }: Config): Call {
  return beginCall({
    left: null,
    seconds: (upstream.backgroundRead * 3) / 1000,
    upstreamCalls: server.limits.upstreamCalls,
    background: true,
  });
}
