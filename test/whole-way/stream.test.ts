import { afterAll, beforeAll, expect, it } from 'vitest';
import type { UnipileV1Control } from '../../src/sandbox/index.ts';
import { introduce, type Peer } from '../server/websocket-peer.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { eventually } from '../support/wait.ts';
import { apartForThisTest } from './apart.ts';
import { caughtUp, eventsOf, headOf, type SeenEvent, take } from './listening.ts';
import type { WireChat } from './support.ts';

const BURST = 5_000;
const select = '__typename id ... on MessageCreated { message { text } }';
const textOf = ({ message }: SeenEvent) => (message as { text: string } | null)?.text ?? '';

let gateway: TestGateway;
let control: UnipileV1Control;
let chats: readonly WireChat[];
beforeAll(async () => {
  gateway = await startTestGateway({ config: { limits: { slowAfterEvents: 100, slowAfterSeconds: 1 } } });
  control = gateway.sandbox.unipileV1.control;
  chats = control
    .truth()
    .chats.filter(({ type }) => type === 0)
    .slice(0, 40);
});
afterAll(() => gateway.close());

/** So many messages at once, over many chats; their texts. */
function burst(name: string, count: number, rest = ''): string[] {
  return Array.from({ length: count }, (_, index) => {
    const text = `${name} ${index}${rest}`;
    control.inbound({ chatId: chats[index % chats.length]?.id ?? '', text });
    return text;
  });
}

it('5,000 messages at once reach everybody, who was there before, came in the middle, or comes back', async () => {
  const cursor = await headOf(gateway);
  const live = await caughtUp(gateway, { select });
  const bySse = await caughtUp(gateway, { select, over: 'SSE' });
  const texts = burst('burst', BURST).sort();

  const before = await take(live, BURST / 2);
  const inTheMiddle = await eventsOf(gateway, { select, after: cursor });
  const resumed = await eventsOf(gateway, { select, after: before.at(-1)?.id ?? '' });
  const all = [...before, ...(await take(live, BURST / 2))];

  expect(all.map(textOf).sort()).toEqual(texts);
  const idsInOrder = all.map(({ id }) => id);
  expect(new Set(idsInOrder).size).toBe(BURST);
  expect((await take(bySse, BURST)).map(({ id }) => id)).toEqual(idsInOrder);

  const isMarker = ({ __typename }: SeenEvent) => __typename === 'CaughtUp';
  const replayed = await take(inTheMiddle, BURST + 1);
  expect(replayed.filter((event) => !isMarker(event)).map(({ id }) => id)).toEqual(idsInOrder);
  expect(replayed.filter(isMarker)).toHaveLength(1);
  const rest = await take(resumed, BURST / 2 + 1);
  expect(rest.filter((event) => !isMarker(event)).map(({ id }) => id)).toEqual(idsInOrder.slice(BURST / 2));
}, 120_000);

it('one chat is told in its order', async () => {
  const events = await caughtUp(gateway, { select });
  const texts = Array.from({ length: 200 }, (_, index) => `line ${index}`);
  for (const text of texts) control.inbound({ chatId: chats[0]?.id ?? '', text });
  expect((await take(events, 200)).map(textOf)).toEqual(texts);
});

it('who does not read is told of the Gap, and hurts nobody', async () => {
  const slow = await introduce(gateway.socket);
  slow.say({
    type: 'subscribe',
    id: '1',
    payload: { query: `subscription { events { ${select} ... on Gap { from to reason } } }` },
  });
  const fast = await caughtUp(gateway, { select });
  await eventually('both listen', async () =>
    (await (await fetch(`${gateway.url}/metrics`)).text()).includes('parley_subscriptions 2'),
  );
  slow.socket.pause();
  // Far more than the buffers of two sockets hold.
  const filling = burst('filling', 1_000, 'x'.repeat(15_000));
  expect((await take(fast, filling.length)).map(textOf).sort()).toEqual(filling.sort());
  const end = burst('end', 1)[0];
  await fast.next();
  // So long may nobody take nothing (slowAfterSeconds).
  await new Promise((resolve) => setTimeout(resolve, 1_100));

  slow.socket.resume();
  const seen: SeenEvent[] = [];
  while (seen.at(-1)?.__typename !== 'Gap') seen.push(await nextOf(slow));
  const gap = seen.pop();
  expect(gap).toMatchObject({ reason: 'SLOW_CONSUMER' });
  expect(seen.length).toBeLessThan(filling.length);
  expect(gap?.from).not.toBe(gap?.to);
  const missed = await eventsOf(gateway, { select, after: String(seen.at(-1)?.id) });
  const back: SeenEvent[] = [];
  while (back.at(-1)?.__typename !== 'CaughtUp') back.push(await missed.next());
  expect([...seen, ...back.slice(0, -1)].map(textOf).sort()).toEqual([...filling, end].sort());
  burst('after', 1);
  expect(textOf(await nextOf(slow))).toBe('after 0');
  slow.socket.close();
});

async function nextOf(peer: Peer): Promise<SeenEvent> {
  const { type, payload } = await peer.next();
  if (type !== 'next') return nextOf(peer);
  return (payload as { data: { events: SeenEvent } }).data.events;
}

it('who comes back after a restart of the gateway has missed nothing, not even what happened meanwhile', async () => {
  const apart = await apartForThisTest();
  const { control: vendor } = apart.sandbox.unipileV1;
  vendor.webhookBehaviour({ retryDelaysMs: [50, 100, 200, 400, 800, 1_600] });
  const [chat] = vendor.truth().chats;
  const say = (text: string) => vendor.inbound({ chatId: chat?.id ?? '', text });
  const events = await caughtUp(apart, { select });
  say('before');
  const last = await events.next();
  await events.stop();
  say('while nobody listens');
  await vendor.webhooksIdle();
  await apart.stop();
  say('while it is down');
  await apart.start();
  await vendor.webhooksIdle();
  say('after');
  const resumed = await eventsOf(apart, { select, after: last.id });
  const seen = await take(resumed, 4);
  expect(
    seen.map((event) => textOf(event) || event.__typename).filter((text) => text !== 'CaughtUp'),
  ).toEqual(['while nobody listens', 'while it is down', 'after']);
});
