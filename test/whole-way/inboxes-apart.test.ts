import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { read } from '../support/client.ts';
import { startThree, type Three } from './three.ts';

interface Page {
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly unavailable: readonly unknown[];
}

const query = `query ($after: String, $filter: ChatFilter) {
  chats(first: 50, after: $after, filter: $filter) {
    nodes { id } pageInfo { hasNextPage endCursor } unavailable { account { id } }
  }
}`;

let three: Three;

beforeAll(async () => {
  three = await startThree();
  const { control } = three.sandbox.unipileV2;
  const inMails = control
    .truth()
    .chats.filter(({ folders }) => (folders as string[]).includes('CLASSIC_INMAIL'));
  for (const { id } of inMails) control.inbound({ chatId: id, text: 'First of all' });
  // Two inboxes besides the primary one have it.
  control.changeChat({ chatId: inMails[0]?.id ?? '', archived: true });
  await three.start();
});
afterAll(() => three.close());
beforeEach(() => three.sandbox.unipileV2.control.clearFaults());

/** All pages, one after the other; `between` is called before each page but the first. */
async function walk(filter: object | null, between: (pages: number) => void = () => {}): Promise<string[]> {
  const ids: string[] = [];
  let after: string | null = null;
  for (let pages = 0; ; pages += 1) {
    if (pages > 0) between(pages);
    const { chats }: { chats: Page } = await read<{ chats: Page }>(three.graphql, query, { after, filter });
    ids.push(...chats.nodes.map(({ id }) => id));
    if (!chats.pageInfo.hasNextPage) return ids;
    after = chats.pageInfo.endCursor;
  }
}

describe('an inbox that shows chats which the primary one shows too', () => {
  it.each([null, { archived: false }, { unread: true }])(
    'repeats none of them when it did not answer at first: %o',
    async (filter) => {
      const { control } = three.sandbox.unipileV2;
      const expected = await walk(filter);
      expect(new Set(expected).size).toBe(expected.length);
      await three.stop();
      await three.start();
      control.fault({ route: 'GET *', contains: '/inboxes/CLASSIC_INMAIL/', status: 500, times: -1 });
      const walked = await walk(filter, (pages) => {
        if (pages === 3) control.clearFaults();
      });
      expect(walked.toSorted()).toEqual(expected.toSorted());
    },
  );
});
