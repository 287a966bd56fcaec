import { describe, expect, it } from 'vitest';
import { makeId } from '../../src/messaging/id.ts';
import { SEARCHED_PAGES } from '../../src/providers/unipile-v2/assumptions.ts';
import { silentLog } from '../store/silent-log.ts';
import { execute } from '../support/client.ts';
import { gatewayForThisTest, type TestGateway } from '../support/gateway.ts';
import { find } from './support.ts';

const connectionId = 'sandbox-v2';
const nodesQuery = 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Message { text } } }';

interface Nodes {
  readonly nodes: readonly ({ readonly text: string } | null)[];
}

/** A chat of Sales Navigator in which so many messages were said. */
function longChat({ sandbox: { unipileV2 } }: TestGateway, count: number) {
  const { control } = unipileV2;
  const { chats } = control.truth();
  const { id: chatId, accountId } = find(chats, ({ product }) => product === 'sales_navigator');
  const messages = Array.from({ length: count }, (_, place) => ({
    id: `m-${place}`,
    chat_id: chatId,
    text: `Message ${place}`,
    timestamp: new Date(1_700_000_000_000 - place * 60_000).toISOString(),
    is_sender: false,
  }));
  control.fault({
    route: 'GET /{account_id}/chats/{chat_id}/messages',
    times: -1,
    rewrite: (_answer, { query }) => {
      const offset = Number(query.get('offset') ?? '0');
      return { data: messages.slice(offset, offset + Number(query.get('limit'))) };
    },
  });
  control.clearRequests();
  return (place: number) =>
    makeId({ type: 'Message', connectionId, accountId, chatId, messageId: `m-${place}` });
}

const started = () =>
  gatewayForThisTest({
    overrides: { log: silentLog, sandbox: { life: false }, played: ['unipile-v2'] },
  });

describe('messages of a product that cannot be asked for one', () => {
  it.each([
    ['that are on one page of their chat cost one call', 20, 1, 1],
    ['that are on all pages that are searched cost a call for each page', 100, 5, SEARCHED_PAGES],
  ])('%s', async (_name, count, apart, calls) => {
    const gateway = await started();
    const idOf = longChat(gateway, count * apart);
    const places = Array.from({ length: count }, (_, index) => index * apart).toReversed();
    const ids = places.map(idOf);
    const { data, errors, extensions } = await execute<Nodes>(gateway.graphql, nodesQuery, { ids });
    expect(errors).toBeUndefined();
    expect(data?.nodes).toEqual(places.map((place) => ({ text: `Message ${place}` })));
    expect(extensions?.upstream?.calls).toBe(calls);
  });

  it('that the vendor does not list fail together', async () => {
    const gateway = await started();
    const idOf = longChat(gateway, 20);
    const { control } = gateway.sandbox.unipileV2;
    control.clearFaults();
    control.fault({ route: 'GET /{account_id}/chats/{chat_id}/messages', status: 403, times: -1 });
    const ids = Array.from({ length: 6 }, (_, place) => idOf(place));
    const { errors, extensions } = await execute<Nodes>(gateway.graphql, nodesQuery, { ids });
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(ids.map(() => 'NOT_ALLOWED'));
    expect(extensions?.upstream?.calls).toBe(1);
  });
});
