/**
 * The inbox view over three connections (20 chats, each with its last message and who is in it): cold, again, and as a
 * client would do it without Parley, with a call per chat for what the lists do not hold. Run with
 * `node --import tsx bench/inbox.ts`.
 */
import { readFileSync } from 'node:fs';
import { openId } from '../src/messaging/id.ts';
import type { Sandbox } from '../src/sandbox/index.ts';
import { execute } from '../test/support/client.ts';
import { connections, startThree, type Three } from '../test/whole-way/three.ts';

const inboxQuery = readFileSync(new URL('../schema/operations/1-inbox.graphql', import.meta.url), 'utf8');

interface Measure {
  readonly calls: number;
  readonly milliseconds: number;
}

interface Inbox {
  readonly chats: { readonly nodes: readonly { readonly id: string }[] };
}

async function parley({ graphql }: Three): Promise<Measure & { readonly ids: readonly string[] }> {
  const began = performance.now();
  const { data, extensions } = await execute<Inbox>(graphql, inboxQuery);
  const milliseconds = performance.now() - began;
  const ids = data?.chats.nodes.map(({ id }) => id) ?? [];
  return { calls: extensions?.upstream?.calls ?? 0, milliseconds, ids };
}

/** The lists, all at once, and then a call for the last message and one for the people of each chat that is shown. */
async function naive(sandbox: Sandbox, shown: readonly string[]): Promise<Measure> {
  const { unipileV1, unipileV2, linkedApi } = sandbox;
  const [identification = ''] = linkedApi.identificationTokens;
  let calls = 0;
  const ask = async (url: string, init: RequestInit = {}): Promise<unknown> => {
    calls += 1;
    return (await fetch(url, init)).json();
  };
  const v1 = (path: string) => ask(unipileV1.baseUrl + path, { headers: { 'x-api-key': unipileV1.apiKey } });
  const v2 = (path: string) => ask(unipileV2.baseUrl + path, { headers: { 'x-api-key': unipileV2.apiKey } });
  const poll = (personUrl: string) =>
    ask(`${linkedApi.baseUrl}/conversations/poll`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'linked-api-token': linkedApi.linkedApiToken,
        'identification-token': identification,
      },
      body: JSON.stringify([{ personUrl, type: 'st' }]),
    });

  const lists = async (accountId: string, provider: unknown) => {
    if (provider !== 'linkedin') return v2(`/${accountId}/chats?limit=20`);
    const inboxes = (await v2(`/${accountId}/inboxes`)) as { data: { id: string }[] };
    return Promise.all(inboxes.data.map(({ id }) => v2(`/${accountId}/inboxes/${id}/chats?limit=20`)));
  };
  const details = (id: string) => {
    const chat = openId(id);
    if (chat?.type !== 'Chat' || chat.connectionId === connections.linkedApi) return [];
    const path = `/chats/${encodeURIComponent(chat.chatId)}`;
    if (chat.connectionId === connections.unipileV1) {
      return [v1(`${path}/messages?limit=1`), v1(`${path}/attendees`)];
    }
    return [v2(`/${chat.accountId}${path}/messages?limit=1`), v2(`/${chat.accountId}${path}/participants`)];
  };

  const began = performance.now();
  await Promise.all([
    v1('/chats?limit=20'),
    ...unipileV2.control.truth().accounts.map(({ id, provider }) => lists(`${id}`, provider)),
    ...linkedApi.cast.synchronised.map(poll),
  ]);
  await Promise.all(shown.flatMap(details));
  return { calls, milliseconds: performance.now() - began };
}

function row(cells: readonly (string | number)[]): void {
  process.stdout.write(`${cells.map((cell) => `${cell}`.padStart(18)).join('')}\n`);
}

const three = await startThree();
await three.start();
const cold = await parley(three);
const again = await parley(three);
const without = await naive(three.sandbox, cold.ids);
await three.close();

process.stdout.write(
  'The inbox view over three connections, 10 accounts; the vendors are played on this machine.\n\n',
);
row(['', 'calls', 'ms', 'calls to naive']);
for (const [name, { calls, milliseconds }] of Object.entries({ cold, again, 'one per thing': without })) {
  row([name, calls, milliseconds.toFixed(0), (calls / without.calls).toFixed(2)]);
}
