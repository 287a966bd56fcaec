import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GraphQLSchema } from 'graphql';
import type { Log } from '../messaging/log.ts';
import type { Provider } from '../messaging/provider.ts';
import type { Services } from '../schema/context.ts';
import type { subscribe } from '../schema/subscribe.ts';
import type { Store } from '../store/store.ts';
import { createAuthenticator } from './auth.ts';
import { createFileHandler } from './files.ts';
import { createGraphiqlHandler } from './graphiql.ts';
import { createGraphqlHandler } from './graphql.ts';
import { createLinks } from './links.ts';
import type { Metrics } from './metrics.ts';
import { createOperations } from './operations.ts';
import type { Registrations } from './registration.ts';
import { createRouter } from './router.ts';
import type { ServerSettings } from './settings.ts';
import { openUploadFolder } from './upload-folder.ts';
import { createWebhookHandler } from './webhooks.ts';
import { createWebSockets } from './websocket.ts';

export interface ServerOptions {
  readonly settings: ServerSettings;
  readonly schema: GraphQLSchema;
  readonly subscribe: typeof subscribe;
  readonly services: Omit<Services, 'links'>;
  readonly providers: ReadonlyMap<string, Provider>;
  readonly registrations: Registrations;
  readonly store: Pick<Store, 'key' | 'check'>;
  /** Whether webhooks are registered where the gateway listens, without a public address (the sandbox reaches it). */
  readonly registersLocally: boolean;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Unix milliseconds. */
  readonly now: () => number;
}

export interface RunningServer {
  /** Where it listens, as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Stops accepting, answers what is in flight, closes sockets with 1001; resolves within `timeouts.stop`. */
  close(): Promise<void>;
}

/** Makes everything that the gateway is reached by, and listens. Rejects where the address is taken. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { settings, schema, subscribe, providers, registrations, store, metrics, log, now } = options;
  const { reading, events } = options.services;

  const server = createServer({ headersTimeout: 10_000, requestTimeout: 300_000 });
  const url = await listen(server, settings);
  const baseUrl = settings.publicUrl ?? url;

  const links = createLinks({ key: store.key('file'), baseUrl: () => baseUrl, now });
  const services: Services = { ...options.services, links };
  const authenticator = createAuthenticator(settings.tokens);
  const uploads = openUploadFolder();
  const operations = createOperations({ schema, subscribe, services, settings, metrics, log });
  const webSockets = createWebSockets({ operations, authenticator, settings, metrics, log });
  const router = createRouter({
    settings,
    authenticator,
    graphql: createGraphqlHandler({ operations, settings, uploadFolder: uploads.path, log }),
    graphiql: settings.graphiql ? createGraphiqlHandler({ authenticator, operations }) : null,
    webhooks: createWebhookHandler({ providers, events, registrations, settings, metrics, log }),
    files: createFileHandler({ links, authenticator, reading, settings, now, log }),
    webSockets,
    store,
    metrics,
    log,
  });

  const inFlight = new Set<ServerResponse>();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    inFlight.add(response);
    response.on('close', () => inFlight.delete(response));
    void router.answer(request, response);
  });
  server.on('upgrade', router.upgrade);

  const isReachable = settings.publicUrl !== null || options.registersLocally;
  if (isReachable) registrations.start(providers.values(), baseUrl);

  return {
    url,
    async close() {
      registrations.stop();
      router.drain();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const response of inFlight) letGo(response);
      const impatient = setTimeout(() => server.closeAllConnections(), settings.timeouts.stop * 800);
      await Promise.all([closed, webSockets.close()]);
      clearTimeout(impatient);
      await uploads.close();
    },
  };
}

/** A stream that has no end is cut off, so that its client comes back; an answer is finished, and is the last on its connection. */
function letGo(response: ServerResponse): void {
  const type = response.getHeader('content-type');
  if (response.headersSent && typeof type === 'string' && type.startsWith('text/event-stream')) {
    response.destroy();
  } else if (!response.headersSent) response.setHeader('Connection', 'close');
}

function listen(server: Server, { host, port }: Pick<ServerSettings, 'host' | 'port'>): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address() as AddressInfo;
      const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
      resolve(`http://${name}:${address.port}`);
    });
  });
}
