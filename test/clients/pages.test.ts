import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { read } from '../support/client.ts';
import type { TestGateway } from '../support/gateway.ts';
import { eventually } from '../support/wait.ts';
import { credentials, startGatewayForClients, truthOf, write } from './support.ts';

const repository = join(import.meta.dirname, '../..');
const hasCurl = spawnSync('curl', ['--version']).status === 0;
if (!hasCurl) process.stderr.write('There is no curl: the commands of the pages are left out.\n');

/** What must come of each block, by its page and heading. */
const outcomes: Readonly<Record<string, RegExp>> = {
  'clients.md Clients': /"title":"[^"]+"/,
  'clients.md graphql-ws': /MessageCreated.*Good morning.*MessageCreated/s,
  'clients.md Server-sent events': /"__typename":"MessageCreated".*Good morning/s,
  'clients.md Relay': /documents_inbox.*MessageCreated.*Good morning/s,
  'clients.md Apollo Client': /^50 chats\n100 chats\n(\d+ chats\n)+$/,
  'clients.md urql': /text: 'Good morning'/,
  'clients.md Pictures and attachments': /^200 image\//,
  'clients.md Uploads': /SendMessagePayload/,
  'sending.md Files': /"message":\{"id":/,
};

/** The page shows Relay's environment; this uses it, with what relay-compiler made for the other tests. */
const useOfRelay = `
const { default: InboxQuery } = await import('./test/clients/relay/generated/documentsInboxQuery.graphql.ts');
const { default: EventsSubscription } = await import('./test/clients/relay/generated/documentsEventsSubscription.graphql.ts');
console.log(await relay.fetchQuery(environment, InboxQuery, { count: 3 }).toPromise());
const onNext = (data) => console.log(data.events);
relay.requestSubscription(environment, { subscription: EventsSubscription, variables: {}, onNext });
`;

describe('what the pages for clients show', () => {
  let gateway: TestGateway;
  let folder: string;
  let chatId: string;

  beforeAll(async () => {
    gateway = await startGatewayForClients();
    folder = mkdtempSync(join(tmpdir(), 'parley-pages-'));
    writeFileSync(join(folder, 'proposal.pdf'), '%PDF-1.4');
    const query = '{ chats(first: 1, filter: { networks: [WHATSAPP], kind: DIRECT }) { nodes { id } } }';
    const { chats } = await read<Chats>(gateway.graphql, query, {}, credentials);
    chatId = chats.nodes[0]?.id ?? '';
  });
  afterAll(async () => {
    await gateway?.close();
    if (folder) rmSync(folder, { recursive: true });
  });

  function run({ language, code }: Block): { output(): string } {
    const script = code
      .replaceAll('127.0.0.1:4000', new URL(gateway.url).host)
      .replaceAll('Bearer TOKEN', credentials.authorization)
      .replaceAll('curl http', `curl -H 'authorization: ${credentials.authorization}' http`)
      .replaceAll('CHAT ID', chatId);
    const [command, args, cwd]: [string, string[], string] =
      language === 'sh'
        ? ['bash', ['-e'], folder]
        : [process.execPath, ['--import', 'tsx', '--input-type=module'], repository];
    const running = spawn(command, args, { cwd, detached: true });
    onTestFinished(() => {
      // With its group: a shell leaves its curl behind.
      if (running.pid !== undefined && running.exitCode === null) process.kill(-running.pid);
    });
    let output = '';
    for (const stream of [running.stdout, running.stderr]) {
      stream.on('data', (part) => {
        output += String(part);
      });
    }
    running.stdin.end(script);
    return { output: () => output };
  }

  const blocks = ['clients.md', 'sending.md'].flatMap(readBlocks);

  it('is all known here', () => {
    expect(blocks.map(({ name }) => name)).toEqual(Object.keys(outcomes));
  });

  it.each(blocks.filter(({ language }) => language !== 'sh' || hasCurl))('$name', async (block) => {
    const expected = outcomes[block.name] ?? /^$/;
    const code = block.name.endsWith('Relay') ? block.code + useOfRelay : block.code;
    const { output } = run({ ...block, code });
    const somebody = truthOf(gateway).longest.chatId;
    const writing = setInterval(() => write(gateway, somebody, 'Good morning'), 200);
    onTestFinished(() => clearInterval(writing));
    await eventually('the outcome', () => expected.test(output()), 20_000).catch(() => {
      expect(output()).toMatch(expected);
    });
  });
});

interface Chats {
  readonly chats: { readonly nodes: readonly { readonly id: string }[] };
}

interface Block {
  /** The page and the heading over it. */
  readonly name: string;
  readonly language: string;
  readonly code: string;
}

function readBlocks(page: string): readonly Block[] {
  const text = readFileSync(join(repository, 'docs', page), 'utf8');
  const parts = text.matchAll(/^#+ (?<heading>.+)$|^```(?<language>js|sh)\n(?<code>[\s\S]*?)^```$/gm);
  const blocks: Block[] = [];
  let under = '';
  for (const { groups: { heading, language, code } = {} } of parts) {
    if (heading !== undefined) under = heading;
    if (language !== undefined && code !== undefined)
      blocks.push({ name: `${page} ${under}`, language, code });
  }
  return blocks;
}
