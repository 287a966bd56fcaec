import { expect, it, onTestFinished } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { startGateway } from '../../src/gateway.ts';
import { startSandbox, type UnipileV1Sandbox } from '../../src/sandbox/index.ts';
import { silentLog } from '../store/silent-log.ts';
import { read } from '../support/client.ts';
import { eventually } from '../support/wait.ts';
import { globalIds, messagesOfTheVendor } from './support.ts';
import { onePage, walk } from './walk.ts';

const connections = ['one', 'other'];

it('messages of several connections are one list, newest first, however it is cut into pages', async () => {
  const { unipileV1, close: closeSandbox } = await startSandbox({ life: false });
  onTestFinished(closeSandbox);
  const { graphql, close } = await gatewayTo(unipileV1);
  onTestFinished(close);
  const expected = await newestFirst(unipileV1);
  expect(expected.length).toBeGreaterThan(1_000);
  const list = { field: 'messages', select: 'id' };
  const whole = await walk<{ id: string }>(graphql, { ...list, first: 100 });
  expect(whole.map(({ id }) => id)).toEqual(expected);
  for (const first of [7, 20]) {
    const shown: { readonly cursor: string; readonly node: { readonly id: string } }[] = [];
    while (shown.length < 300) {
      const after = shown.at(-1)?.cursor ?? null;
      shown.push(...(await onePage<{ id: string }>(graphql, { ...list, first, after })).edges);
    }
    expect(shown.map(({ node }) => node.id)).toEqual(expected.slice(0, shown.length));
  }
});

/** One that looks at the same vendor through two connections. */
async function gatewayTo({ baseUrl, apiKey }: UnipileV1Sandbox) {
  const settings = { provider: 'unipile-v1', baseUrl, apiKey: { env: 'KEY' } };
  const config = parseConfig(
    { port: 0, store: 'memory', connections: connections.map((id) => ({ ...settings, id })) },
    { KEY: apiKey },
    () => {
      throw new Error('Tests name no files.');
    },
  );
  const gateway = await startGateway(config, { log: silentLog });
  const graphql = `${gateway.url}/graphql`;
  await eventually('the accounts of both are listed', async () => {
    const { messages } = await read<{ messages: { unavailable: readonly unknown[] } }>(
      graphql,
      '{ messages(first: 1) { unavailable { error { code } } } }',
    );
    return messages.unavailable.length === 0;
  });
  return { graphql, close: () => gateway.close() };
}

/** What the vendor lists, once for each connection; of one time first what the first connection has. */
async function newestFirst(vendor: UnipileV1Sandbox): Promise<readonly string[]> {
  const messages = await messagesOfTheVendor(vendor);
  return connections
    .flatMap((connectionId) => {
      const { message: idOf } = globalIds(connectionId);
      return messages.map((message) => ({ id: idOf(message), at: message.timestamp ?? '' }));
    })
    .toSorted((one, other) => (one.at === other.at ? 0 : one.at < other.at ? 1 : -1))
    .map(({ id }) => id);
}
