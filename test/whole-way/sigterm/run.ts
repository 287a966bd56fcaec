import { expect, onTestFinished } from 'vitest';
import { introduce } from '../../server/websocket-peer.ts';
import { read } from '../../support/client.ts';
import { eventually } from '../../support/wait.ts';
import { CONNECTION, startApart } from '../apart.ts';
import { eventsOf, headOf, take } from '../listening.ts';
import { startProcess } from '../process.ts';
import { find, globalIds, mutate, requestsAsked } from '../support.ts';

/**
 * Sends SIGTERM to a gateway with so many subscriptions, a read and a send in flight. Answers the milliseconds that it took
 * to end.
 */
export async function stopWithSockets(count: number): Promise<number> {
  const apart = await startApart();
  onTestFinished(() => apart.close());
  const { control } = apart.sandbox.unipileV1;
  control.webhookBehaviour({ retryDelaysMs: [100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800] });
  const ids = globalIds(CONNECTION);
  const chat = find(
    control.truth().chats,
    ({ account_type, type }) => account_type === 'WHATSAPP' && type === 0,
  );
  const gateway = await startProcess(apart);
  const cursor = await headOf(apart);

  const sockets = await Promise.all(Array.from({ length: count }, () => introduce(apart.socket)));
  for (const { say } of sockets) {
    say({ type: 'subscribe', id: '1', payload: { query: 'subscription { events { id } }' } });
  }
  await eventually('all listen', async () =>
    (await (await fetch(`${apart.url}/metrics`)).text()).includes(`parley_subscriptions ${count}`),
  );
  control.fault({ route: 'GET /chats', latencyMs: 800 });
  control.fault({ route: 'POST /chats/{chat_id}/messages', latencyMs: 800 });
  const reading = read<{ chats: { nodes: object[] } }>(apart.graphql, '{ chats(first: 3) { nodes { id } } }');
  const sending = mutate(
    apart.graphql,
    'sendMessage',
    { chatId: ids.chat(chat), text: 'On my way' },
    '__typename',
  );
  await eventually('both are with the vendor', () => {
    const routes = requestsAsked(control).map(({ route }) => route);
    return routes.includes('GET /chats') && routes.includes('POST /chats/{chat_id}/messages');
  });

  const begun = performance.now();
  const ended = gateway.kill('SIGTERM');
  expect((await reading).chats.nodes).toHaveLength(3);
  expect(await sending).toEqual({ __typename: 'SendMessagePayload' });
  expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual(Array(count).fill(1001));
  expect(await ended).toBe(0);
  const took = performance.now() - begun;
  expect(took).toBeLessThan(10_000);
  await expect(fetch(`${apart.url}/health`)).rejects.toThrow();

  control.inbound({ chatId: chat.id, text: 'While you were away' });
  const next = await startProcess(apart);
  onTestFinished(async () => void (await next.kill('SIGKILL')));
  await control.webhooksIdle();
  const events = await eventsOf(apart, {
    after: cursor,
    select: '__typename id ... on MessageCreated { message { text } }',
  });
  const seen = await take(events, 3);
  expect(seen.map(({ __typename, message }) => message ?? __typename)).toEqual([
    { text: 'On my way' },
    { text: 'While you were away' },
    'CaughtUp',
  ]);
  return took;
}
