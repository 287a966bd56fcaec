import { expect, it } from 'vitest';
import { read } from '../../support/client.ts';
import { gatewayForThisTest } from '../../support/gateway.ts';
import { eventually } from '../../support/wait.ts';

interface Inbox {
  readonly product: string;
  readonly chats: { readonly nodes: readonly { readonly lastActivityAt: string | null }[] };
}
interface Shown {
  readonly accounts: {
    readonly nodes: readonly { readonly inboxes: { readonly nodes: readonly Inbox[] } }[];
  };
}

const query = `{
  accounts { nodes { inboxes { nodes { product chats(first: 100) { nodes { lastActivityAt } } } } } }
}`;

it('started without a configuration, Linked API shows the Sales Navigator conversations that there are', async () => {
  const { graphql, sandbox } = await gatewayForThisTest({ overrides: { played: ['linked-api'] } });
  const { accounts, conversations } = sandbox.linkedApi.control.truth();
  const written = conversations
    .filter(({ channel, accountId }) => channel === 'nv' && accountId === accounts[0]?.id)
    .map(({ messages }) => Date.parse(messages.at(-1)?.time ?? ''));
  expect(written).toHaveLength(4);
  const shown = await eventually('all of them were read', async () => {
    const [account] = (await read<Shown>(graphql, query)).accounts.nodes;
    const inbox = account?.inboxes.nodes.find(({ product }) => product === 'LINKEDIN_SALES_NAVIGATOR');
    const times = inbox?.chats.nodes.map(({ lastActivityAt }) => lastActivityAt) ?? [];
    return times.length > 0 && !times.includes(null) && times;
  });
  expect(shown.map((time) => Date.parse(time ?? ''))).toEqual(written.sort((one, other) => other - one));
});
