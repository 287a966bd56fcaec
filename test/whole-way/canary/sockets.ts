import { once } from 'node:events';
import { WebSocket } from 'ws';
import { type CanaryWorld, secrets, TEXT } from './world.ts';

/** Sockets that say who they are and misbehave then, and some that never should have come; what they hear is evidence. */
export async function listen(world: CanaryWorld): Promise<void> {
  const { apart, chat } = world;
  const { control } = apart.sandbox.unipileV1;
  const init = (token: string) => ({
    type: 'connection_init',
    payload: { authorization: `Bearer ${token}` },
  });
  const subscribe = (query: string, variables: object = {}) => ({
    type: 'subscribe',
    id: '1',
    payload: { query, variables },
  });
  const messages = 'subscription { events { __typename ... on MessageCreated { message { text } } } }';

  await converse(world, 'nobody', [init(secrets.wrongToken)]);
  await converse(world, 'nobody', [subscribe(`{ ${TEXT} }`)]);
  await converse(world, 'nobody', [`${secrets.wrongToken} ${TEXT}`]);
  await converse(world, 'nobody', [{ type: TEXT, id: secrets.wrongToken }]);
  for (const said of [
    subscribe(`subscription { ${TEXT.replaceAll('-', '_')} }`),
    subscribe(`subscription { events(after: "${TEXT}") { id } }`),
    subscribe(`{ ${TEXT}`),
    subscribe('query ($first: Int) { chats(first: $first) { nodes { id } } }', { first: TEXT }),
    { ...subscribe(messages), id: 7 },
    { type: TEXT },
    `{"type":"${TEXT}`,
    JSON.stringify(subscribe(`# ${TEXT} ${'x'.repeat(60_000)}`)),
    Buffer.from(TEXT),
  ]) {
    await converse(world, 'ada', [init(secrets.ada), said]);
  }
  const happen = () => control.inbound({ chatId: chat.id, text: `${TEXT} live` });
  await converse(world, 'grace', [init(secrets.grace), subscribe(messages)], happen);
  await converse(world, 'ada', [init(secrets.ada), subscribe(messages)], happen);
  await converse(world, 'ada', [init(secrets.ada), subscribe(messages), subscribe(messages)]);
}

/** Says it all, listens until nothing more comes for a moment, and keeps what was heard and why it ended. */
async function converse(
  { apart, evidence }: CanaryWorld,
  who: 'ada' | 'grace' | 'nobody',
  said: readonly (object | string | Buffer)[],
  then: () => void = () => {},
): Promise<void> {
  const socket = new WebSocket(apart.socket, 'graphql-transport-ws');
  const closed = new Promise<void>((resolve) => {
    socket.once('close', (code, reason) => {
      evidence.add('close reason', `${code} ${reason}`);
      resolve();
    });
  });
  let heard = 0;
  socket.on('message', (data) => {
    heard += 1;
    evidence.add(`answer to ${who}`, String(data));
  });
  await once(socket, 'open');
  for (const message of said) {
    const isRaw = typeof message === 'string' || Buffer.isBuffer(message);
    socket.send(isRaw ? message : JSON.stringify(message));
    // In turn: what is said before the acknowledgement counts as something else.
    await Promise.race([closed, heardMore(() => heard)]);
  }
  then();
  await Promise.race([closed, heardMore(() => heard)]);
  socket.close();
  await closed;
}

async function heardMore(count: () => number): Promise<void> {
  const before = count();
  const end = Date.now() + 150;
  while (count() === before && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
}
