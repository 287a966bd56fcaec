import { setMaxListeners } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ExecutionArgs } from 'graphql';
import { handleProtocols, makeServer } from 'graphql-ws';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Log } from '../messaging/log.ts';
import type { Viewer } from '../messaging/viewer.ts';
import type { Authenticator } from './auth.ts';
import { publicErrors, requestError } from './errors.ts';
import type { Metrics } from './metrics.ts';
import type { Operations, PreparedOperation } from './operations.ts';
import type { ServerSettings } from './settings.ts';

/** A peer that answers no ping for two of these is dead. */
const pingMs = 14_000;
const initMs = 3_000;
/** A client that sends but does not read is not listened to any longer while so many bytes wait for it. */
const maxUnread = 1_000_000;
/** Sockets of one address that have not yet said who they are. */
const maxStrangers = 1_000;

export interface WebSocketOptions {
  readonly operations: Operations;
  readonly authenticator: Authenticator;
  readonly settings: Pick<ServerSettings, 'limits'>;
  readonly metrics: Metrics;
  readonly log: Log;
}

export interface WebSockets {
  /** Takes over an upgrade that may come in: path, host and origin are looked at before. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Tells every client that the gateway goes away (1001), and resolves when they are gone. */
  close(): Promise<void>;
}

/** What is known of a socket beside the protocol's own state. */
interface Extra {
  readonly request: IncomingMessage;
  readonly left: AbortSignal;
  viewer: Viewer | null;
  acknowledge(): void;
}

/** GraphQL over WebSocket by the graphql-transport-ws protocol. */
export function createWebSockets(options: WebSocketOptions): WebSockets {
  const { operations, authenticator, settings, metrics, log } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: settings.limits.bodyBytes,
    handleProtocols,
  });
  const alive = new WeakSet<WebSocket>();
  const strangers = new Map<string, number>();

  const protocol = makeServer<Record<string, unknown> | undefined, Extra>({
    connectionInitWaitTimeout: initMs,

    onConnect({ connectionParams, extra }) {
      const stated = connectionParams?.authorization ?? connectionParams?.Authorization;
      try {
        extra.viewer = authenticator.authenticate(
          typeof stated === 'string' ? stated : extra.request.headers.authorization,
        );
        extra.acknowledge();
        return true;
      } catch {
        // 4403: the protocol's code for a refused connection.
        return false;
      }
    },

    // Never throws: what is thrown here would end the socket and every other subscription on it.
    onSubscribe({ subscriptions, extra }, _id, payload) {
      try {
        requireFewOperations(Object.keys(subscriptions).length, settings.limits.operationsPerSocket);
        if (extra.viewer === null) throw requestError('UNAUTHENTICATED', 'A valid bearer token is needed.');
        return operations.prepare(payload, { viewer: extra.viewer, left: extra.left });
      } catch (error) {
        return publicErrors(error, log);
      }
    },

    execute: (args: ExecutionArgs) =>
      operations.execute(args as PreparedOperation).catch((error) => ({ errors: publicErrors(error, log) })),
    subscribe: (args: ExecutionArgs) =>
      operations
        .subscribe(args as PreparedOperation)
        .catch((error) => ({ errors: publicErrors(error, log) })),
  });

  sockets.on('connection', (socket, request) => {
    const left = new AbortController();
    // Each operation of the socket listens.
    setMaxListeners(0, left.signal);
    const closed = metrics.openSocket();
    const extra: Extra = {
      request,
      left: left.signal,
      viewer: null,
      acknowledge: countStranger(strangers, request.socket.remoteAddress ?? ''),
    };
    alive.add(socket);
    socket.on('pong', () => alive.add(socket));
    // ws has closed it with the right code (1009 too big, 1007 no UTF-8, 1002 no protocol) already.
    socket.on('error', (error) => log.debug({ error }, 'WebSocket error'));

    const ended = protocol.opened(
      {
        protocol: socket.protocol,
        send: (data) => send(socket, data),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (take) => socket.on('message', (data, isBinary) => receive(socket, data, isBinary, take)),
      },
      extra,
    );
    socket.once('close', (code, reason) => {
      closed();
      extra.acknowledge();
      left.abort();
      ended(code, String(reason)).catch((error) => log.error({ error }, 'A socket did not end well'));
    });
  });

  function receive(
    socket: WebSocket,
    data: RawData,
    isBinary: boolean,
    take: (text: string) => Promise<void>,
  ) {
    if (isBinary) return socket.close(4400, 'Invalid message received');
    take(String(data)).catch((error) => {
      log.error({ error }, 'A WebSocket message could not be handled');
      socket.close(4500, 'Internal server error');
    });
  }

  const heartbeat = setInterval(() => {
    for (const socket of sockets.clients) {
      if (!alive.delete(socket)) socket.terminate();
      else if (socket.readyState === socket.OPEN) socket.ping();
    }
  }, pingMs);
  heartbeat.unref();

  return {
    accept(request, socket, head) {
      if ((strangers.get(request.socket.remoteAddress ?? '') ?? 0) >= maxStrangers) {
        socket.end('HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\n\r\n');
        return;
      }
      sockets.handleUpgrade(request, socket, head, (webSocket) =>
        sockets.emit('connection', webSocket, request),
      );
    },

    async close() {
      clearInterval(heartbeat);
      for (const socket of sockets.clients) socket.close(1001, 'Going away');
      const impatient = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
      }, 2_000);
      await new Promise<void>((resolve) => sockets.close(() => resolve()));
      clearTimeout(impatient);
    },
  };
}

/**
 * Resolves when the message has left for the network, so that a subscription is asked for its next answer only then. A
 * client that does not read is not read from either: each of its messages would make one more answer to keep.
 */
function send(socket: WebSocket, data: string): Promise<void> {
  if (socket.readyState !== socket.OPEN) return Promise.resolve();
  return new Promise((resolve) => {
    socket.send(data, () => {
      if (socket.isPaused && socket.bufferedAmount < maxUnread) socket.resume();
      resolve();
    });
    if (socket.bufferedAmount >= maxUnread) socket.pause();
  });
}

/** Counts one more, and answers how to count it out; later calls do nothing. */
function countStranger(strangers: Map<string, number>, address: string): () => void {
  strangers.set(address, (strangers.get(address) ?? 0) + 1);
  let isCounted = true;
  return () => {
    if (!isCounted) return;
    isCounted = false;
    const left = (strangers.get(address) ?? 1) - 1;
    if (left === 0) strangers.delete(address);
    else strangers.set(address, left);
  };
}

/** The new one is counted already. */
function requireFewOperations(count: number, most: number): void {
  if (count <= most) return;
  throw requestError('SERVER_BUSY', `At most ${most} operations run on one socket.`, { maxOperations: most });
}
