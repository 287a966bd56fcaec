import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { type Gateway, startGateway } from '../../src/gateway.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { createLog } from '../../src/server/logging.ts';
import { execute, listen, read, socketClient } from '../support/client.ts';
import { connect } from './websocket-peer.ts';

const marks = {
  webhookSecret: 'mark-of-the-webhook-secret',
  token: 'mark-of-the-token',
  wrongToken: 'mark-of-a-wrong-token',
  sent: 'mark in a message that is sent',
  received: 'mark in a message that comes',
  searched: 'mark-in-a-variable',
  broken: 'mark-in-a-broken-query',
};

let sandbox: Sandbox;
let gateway: Gateway;
const logged: string[] = [];
/** Whatever leaves the gateway but the answers to the messages' owner. */
const told: string[] = [];

beforeAll(async () => {
  sandbox = await startSandbox({ life: false });
  const { baseUrl, apiKey } = sandbox.unipileV1;
  const config = parseConfig(
    {
      port: 0,
      publicUrl: 'http://127.0.0.1:1',
      store: 'memory',
      profile: 'open',
      connections: [
        {
          id: 'sales',
          provider: 'unipile-v1',
          baseUrl,
          apiKey: { env: 'KEY' },
          webhookSecret: { env: 'SECRET' },
        },
      ],
      auth: {
        tokens: [
          {
            name: 'owner',
            sha256: createHash('sha256').update(marks.token).digest('hex'),
            accounts: ['*/*'],
            scopes: ['READ', 'SEND', 'ADMIN'],
          },
        ],
      },
    },
    { KEY: apiKey, SECRET: marks.webhookSecret },
    () => '',
  );
  const log = createLog('debug', { write: (line) => void logged.push(line) });
  gateway = await startGateway(config, { log });
});
afterAll(async () => {
  await gateway.close();
  await sandbox.close();
});

const authorization = { authorization: `Bearer ${marks.token}` };

async function tell(path: string, init: RequestInit = {}): Promise<void> {
  const response = await fetch(`${gateway.url}${path}`, init);
  told.push(JSON.stringify([...response.headers]), await response.text());
}

it('no key, secret, token or text of a message is in logs, errors, metrics, close reasons or health', async () => {
  const url = `${gateway.url}/graphql`;
  const { control, apiKey } = sandbox.unipileV1;
  const json = { 'content-type': 'application/json' };

  // What works.
  const client = socketClient(url.replace('http', 'ws'), marks.token);
  const events = listen(
    client,
    'subscription { events { __typename ... on MessageCreated { message { text } } } }',
  );
  const first = events.next();
  const chats = await read<{ chats: { nodes: { id: string; account: { network: string } }[] } }>(
    url,
    '{ chats(first: 20) { nodes { id account { network } } } }',
    {},
    authorization,
  );
  const chatId = chats.chats.nodes.find(({ account }) => account.network === 'WHATSAPP')?.id ?? '';
  const send =
    'mutation ($chatId: ID!, $text: String) { sendMessage(input: { chatId: $chatId, text: $text }) { __typename ... on Error { detail } } }';
  const input = { chatId, text: marks.sent };
  expect(await read(url, send, input, authorization)).toEqual({
    sendMessage: { __typename: 'SendMessagePayload' },
  });
  const webhook = JSON.stringify({
    event: 'message_received',
    message: marks.received,
    account_id: 'nobody',
  });
  const unipile = { ...json, 'unipile-auth': marks.webhookSecret };
  await tell('/webhooks/sales', { method: 'POST', headers: unipile, body: webhook });
  await tell('/webhooks/sales', { method: 'POST', headers: unipile, body: `{${marks.received}` });

  // What does not.
  await tell('/webhooks/sales', {
    method: 'POST',
    headers: { ...json, 'unipile-auth': 'wrong' },
    body: webhook,
  });
  await tell('/graphql', {
    method: 'POST',
    headers: { ...json, authorization: `Bearer ${marks.wrongToken}` },
    body: '{}',
  });
  await tell('/graphql', {
    method: 'POST',
    headers: { ...json, ...authorization },
    body: `{"query": ${marks.broken}`,
  });
  await tell('/files/x?signature=y', { headers: authorization });
  control.fault({ route: '*', times: 20, status: 500, body: { detail: marks.received, key: apiKey } });
  for (const query of ['{ messages(first: 5) { nodes { text } unavailable { error { detail } } } }', send]) {
    told.push(JSON.stringify((await execute(url, query, input, authorization)).errors ?? null));
  }
  control.clearFaults();
  control.fault({ route: '*', times: 5, spoil: 'malformed-json' });
  told.push(
    JSON.stringify(await execute(url, '{ accounts { nodes { owner { name } } } }', {}, authorization)),
  );
  control.clearFaults();
  const peer = await connect(url.replace('http', 'ws'));
  const reason = new Promise((resolve) => peer.socket.once('close', (_code, text) => resolve(String(text))));
  peer.say({ type: 'connection_init', payload: { authorization: `Bearer ${marks.wrongToken}` } });
  told.push(String(await reason));

  await tell('/metrics', { headers: authorization });
  await tell('/health');
  await tell('/ready');
  first.catch(() => {});
  await events.stop();
  await client.dispose();

  expect(logged.length).toBeGreaterThan(5);
  for (const mark of [...Object.values(marks), apiKey]) {
    expect(logged.filter((line) => line.includes(mark))).toEqual([]);
    expect(told.filter((text) => text.includes(mark))).toEqual([]);
  }
});
