import { once } from 'node:events';
import { WebSocket } from 'ws';

export interface PeerMessage {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** A client of graphql-transport-ws that says exactly what a test tells it to. */
export interface Peer {
  readonly socket: WebSocket;
  say(message: object | string | Buffer): void;
  /** The next message, in order. Rejects when the socket closes before. */
  next(): Promise<PeerMessage>;
  /** Resolves with the code when the socket is closed. */
  readonly closed: Promise<number>;
}

export async function connect(
  url: string,
  options: { protocol?: string; headers?: Record<string, string> } = {},
): Promise<Peer> {
  const { protocol = 'graphql-transport-ws', headers = {} } = options;
  const socket = new WebSocket(url, protocol, { headers });
  const received: PeerMessage[] = [];
  const waiting: ((message: PeerMessage) => void)[] = [];
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as PeerMessage;
    const waiter = waiting.shift();
    if (waiter) waiter(message);
    else received.push(message);
  });
  const closed = new Promise<number>((resolve) => socket.once('close', (code) => resolve(code)));
  await once(socket, 'open');
  return {
    socket,
    closed,
    say: (message) =>
      socket.send(
        typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message),
      ),
    next() {
      const message = received.shift();
      if (message) return Promise.resolve(message);
      return Promise.race([
        new Promise<PeerMessage>((resolve) => waiting.push(resolve)),
        closed.then((code) => Promise.reject(new Error(`The socket closed with ${code}.`))),
      ]);
    },
  };
}

/** Connected and acknowledged. */
export async function introduce(
  url: string,
  payload?: object,
  headers?: Record<string, string>,
): Promise<Peer> {
  const peer = await connect(url, headers ? { headers } : {});
  peer.say({ type: 'connection_init', ...(payload && { payload }) });
  const answer = await peer.next();
  if (answer.type !== 'connection_ack') throw new Error(JSON.stringify(answer));
  return peer;
}
