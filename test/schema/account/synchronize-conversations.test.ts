import { beforeEach, expect, it } from 'vitest';
import { unsupported } from '../../../src/messaging/capabilities.ts';
import { failure } from '../../../src/messaging/errors.ts';
import { makeId } from '../../../src/messaging/id.ts';
import type { SynchronizedConversation } from '../../../src/messaging/provider.ts';
import { type FakeAccount, fakeAccount } from '../fake-account.ts';
import { type Gateway, openGateway } from '../gateway.ts';

const accountId = makeId({ type: 'Account', connectionId: 'sales', accountId: 'a1' });
const grace = 'https://www.linkedin.com/in/grace-example';
const lin = 'https://www.linkedin.com/in/lin-example';

let account: FakeAccount;
let gateway: Gateway;
beforeEach(async () => {
  account = fakeAccount();
  gateway = await openGateway([account]);
});

const synchronize = (input: object) =>
  gateway.mutate(
    'synchronizeConversations',
    { accountId, ...input },
    'conversations { profileUrl status chat { id } error { code __typename } }',
  );

it('says of each how far it is', async () => {
  Object.assign(account, {
    async synchronizeConversations(profileUrls: string[], product: string) {
      account.writes.push([profileUrls, product]);
      return [
        { profileUrl: grace, chatId: 'c1', status: 'RUNNING', error: null },
        { profileUrl: lin, chatId: null, status: 'FAILED', error: failure('NOT_FOUND', 'Nobody.').failure },
      ] satisfies SynchronizedConversation[];
    },
  });
  expect(await synchronize({ profileUrls: [grace, lin] })).toMatchObject({
    conversations: [
      {
        profileUrl: grace,
        status: 'RUNNING',
        chat: { id: makeId({ type: 'Chat', connectionId: 'sales', accountId: 'a1', chatId: 'c1' }) },
        error: null,
      },
      {
        profileUrl: lin,
        status: 'FAILED',
        chat: null,
        error: { code: 'NOT_FOUND', __typename: 'NotFoundError' },
      },
    ],
  });
  expect(account.writes).toEqual([[[grace, lin], 'LINKEDIN_CLASSIC']]);
});

it.each([
  ['nobody', [], ['profileUrls']],
  ['somebody twice', [grace, lin, grace], ['profileUrls', '2']],
  ['a crowd', Array.from({ length: 101 }, (_, index) => `${grace}-${index}`), ['profileUrls']],
])('refuses %s', async (_, profileUrls, field) => {
  expect(await synchronize({ profileUrls })).toMatchObject({ __typename: 'InvalidInputError', field });
  expect(account.writes).toEqual([]);
});

it('says the reason where the account does not have it', async () => {
  account.can.account = { ...account.can.account, synchronize: unsupported('It needs no such thing.') };
  expect(await synchronize({ profileUrls: [grace] })).toMatchObject({
    __typename: 'NotSupportedError',
    detail: 'It needs no such thing.',
    field: ['accountId'],
  });
});
