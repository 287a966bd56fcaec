import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { startGateway } from '../../src/gateway.ts';
import { startSandbox } from '../../src/sandbox/index.ts';
import { lookForNews } from '../providers/contract/looking.ts';
import { silentLog } from '../store/silent-log.ts';
import { read } from '../support/client.ts';
import { freePort } from './apart.ts';
import { caughtUp, take } from './listening.ts';
import { askMutation, mutate } from './support.ts';

const JOB_MS = 60_000;
const select = `__typename id ... on SynchronizationChanged {
  account { id } product profileUrl chat { id } syncStatus error { __typename code } }`;

interface Conversation {
  readonly profileUrl: string;
  readonly status: string;
  readonly chat: { readonly id: string } | null;
}

interface Chats {
  readonly chats: {
    readonly nodes: readonly {
      readonly id: string;
      readonly syncStatus: string;
      readonly messages: { readonly nodes: readonly object[] };
    }[];
  };
}
const chatsQuery = '{ chats { nodes { id syncStatus messages { nodes { id } } } } }';

describe.each(['workflows', 'conversations'] as const)('by the %s of Linked API, people', (form) => {
  it('are synchronized by the vendor in its own time, and whoever asked is told how far that is', async () => {
    const { gateway, control, cast, account, pass } = await started(form);
    const { notSynchronised: person, nobody } = cast;
    const events = await caughtUp(gateway, { filter: { types: ['SYNCHRONIZATION_CHANGED'] }, select });

    const { conversations } = await mutate<{ conversations: Conversation[] }>(
      gateway.graphql,
      'synchronizeConversations',
      { accountId: account.id, profileUrls: [person, nobody] },
      'conversations { profileUrl status chat { id } error { code } }',
    );
    const begun = { status: 'RUNNING', error: null, chat: { id: expect.any(String) } };
    expect(conversations).toEqual([
      { ...begun, profileUrl: person },
      { ...begun, profileUrl: nobody },
    ]);
    expect(control.jobs().map(({ state }) => state)).not.toContain('completed');

    const told = { account, product: 'LINKEDIN_CLASSIC' };
    expect(byAddress(await take(events, 2))).toMatchObject({
      [person]: { ...told, chat: conversations[0]?.chat, syncStatus: 'RUNNING', error: null },
      [nobody]: { ...told, syncStatus: 'RUNNING', error: null },
    });
    // One after the other.
    await control.advance({ milliseconds: 3 * JOB_MS });
    await pass();
    expect(byAddress(await take(events, 2))).toMatchObject({
      [person]: { ...told, chat: conversations[0]?.chat, syncStatus: 'DONE', error: null },
      [nobody]: {
        ...told,
        chat: null,
        syncStatus: 'FAILED',
        error: { __typename: 'NotFoundError', code: 'NOT_FOUND' },
      },
    });
    const { chats } = await read<Chats>(gateway.graphql, chatsQuery);
    // Nobody has no chat.
    expect(chats.nodes).toMatchObject([{ ...conversations[0]?.chat, syncStatus: 'DONE' }]);
    expect(chats.nodes[0]?.messages.nodes.length).toBeGreaterThan(0);
  });
});

const byAddress = (events: readonly object[]) =>
  Object.fromEntries(events.map((event) => [(event as { profileUrl: string }).profileUrl, event]));

/** A gateway that follows nobody yet, and a vendor whose jobs take a minute. */
async function started(form: string) {
  const now = Date.now;
  let aheadMs = 0;
  vi.spyOn(Date, 'now').mockImplementation(() => now() + aheadMs);
  onTestFinished(() => void vi.restoreAllMocks());
  const sandbox = await startSandbox({ life: false });
  onTestFinished(() => sandbox.close());
  const { baseUrl, linkedApiToken, identificationTokens, cast, control } = sandbox.linkedApi;
  control.switches({ jobMs: JOB_MS });
  const connection = {
    id: 'founder',
    provider: 'linked-api',
    form,
    baseUrl,
    linkedApiToken: { env: 'TOKEN' },
    identificationToken: { env: 'ACCOUNT' },
  };
  const config = parseConfig(
    { port: await freePort(), store: 'memory', connections: [connection] },
    { TOKEN: linkedApiToken, ACCOUNT: identificationTokens[0] ?? '' },
    () => {
      throw new Error('Tests name no files.');
    },
  );
  const gateway = await startGateway(config, { log: silentLog });
  onTestFinished(() => gateway.close());
  const graphql = `${gateway.url}/graphql`;
  const { accounts } = await read<{ accounts: { nodes: [{ id: string }] } }>(
    graphql,
    '{ accounts { nodes { id } } }',
  );
  const [account] = accounts.nodes;
  const client = {
    mutate: async (name: string, input: object) =>
      void (await askMutation(graphql, name, input, '__typename')),
    advance: (milliseconds: number) => {
      aheadMs += milliseconds;
    },
  };
  return {
    gateway: { graphql, socket: graphql.replace('http', 'ws') },
    control,
    cast,
    account,
    pass: () => lookForNews(client, account.id),
  };
}
