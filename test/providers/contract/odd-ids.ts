import { expect, it } from 'vitest';
import { makeId, openId } from '../../../src/messaging/id.ts';
import type { Stage } from './stage.ts';
import { CONNECTION } from './vendor.ts';

const odd = [
  'x/../../accounts',
  '../accounts',
  'x/messages',
  'a?b=c',
  'a#b',
  '%2e%2e%2faccounts',
  '..',
  ' ',
  'a\r\nb: c',
];

/** An id is a name and nothing more, whoever made it. */
export function oddIds(stage: Stage): void {
  it('name nothing where they are odd, and ask nothing else of the vendor', async () => {
    for (const { id } of stage.behind.accounts().slice(0, 2)) {
      const plain = await asked(id, 'nothing-of-this-name');
      for (const name of odd) {
        for (const request of await asked(id, name))
          expect({ name, plain }).toEqual({ name, plain: expect.arrayContaining([request]) });
      }
    }
  });

  /** What the vendor is asked for when a chat of this name is: routes, with what else was said to them. */
  async function asked(account: string, chatId: string): Promise<object[]> {
    const accountId = openId(account)?.accountId ?? '';
    const id = makeId({ type: 'Chat', connectionId: CONNECTION, accountId, chatId });
    stage.behind.clearRequests();
    const answer = await stage.read('query ($id: ID!) { node(id: $id) { id } }', { id });
    expect({ chatId, answer }).toEqual({ chatId, answer: { node: null } });
    return stage.behind.requests().map(({ route, query }) => ({ route, query }));
  }
}
