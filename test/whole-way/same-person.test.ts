import { expect, it, onTestFinished } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { startGateway } from '../../src/gateway.ts';
import { startSandbox } from '../../src/sandbox/index.ts';
import { silentLog } from '../store/silent-log.ts';
import { read } from '../support/client.ts';
import { eventually } from '../support/wait.ts';
import { freePort } from './apart.ts';

interface Inbox {
  readonly chats: { readonly nodes: readonly { readonly account: { readonly id: string } }[] };
}

it('a person whom two accounts know has a chat with each of them', async () => {
  const sandbox = await startSandbox({ life: false });
  onTestFinished(() => sandbox.close());
  const { baseUrl, linkedApiToken, identificationTokens, cast } = sandbox.linkedApi;
  const [person = ''] = cast.synchronised;
  const connections = identificationTokens.slice(0, 2).map((_, index) => ({
    id: `owner-${index}`,
    provider: 'linked-api',
    baseUrl,
    linkedApiToken: { env: 'TOKEN' },
    identificationToken: { env: `ACCOUNT_${index}` },
    people: [person],
    pollSeconds: 3600,
  }));
  expect(connections).toHaveLength(2);
  const [first = '', second = ''] = identificationTokens;
  const env = { TOKEN: linkedApiToken, ACCOUNT_0: first, ACCOUNT_1: second };
  const port = await freePort();
  const config = parseConfig({ port, store: 'memory', connections }, env, () => {
    throw new Error('Tests name no files.');
  });
  const gateway = await startGateway(config, { log: silentLog });
  onTestFinished(() => gateway.close());

  const inbox = () =>
    read<Inbox>(`${gateway.url}/graphql`, '{ chats(first: 100) { nodes { account { id } } } }');
  const accounts = async () => new Set((await inbox()).chats.nodes.map(({ account }) => account.id));
  await eventually('both chats are in one inbox', async () => (await accounts()).size === 2);
});
