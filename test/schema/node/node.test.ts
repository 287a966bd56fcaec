import { describe, expect, it } from 'vitest';
import { failure } from '../../../src/messaging/errors.ts';
import { type GlobalId, makeId } from '../../../src/messaging/id.ts';
import { aChat, aMessage, fakeAccount } from '../fake-account.ts';
import { ask, type World } from '../world.ts';

const account = { connectionId: 'sales', accountId: 'a1' };
const image = {
  ...account,
  chatId: 'c1',
  messageId: 'm1',
  attachmentId: 'i1',
  type: 'IMAGE',
  mimeType: 'image/png',
  sizeBytes: 3,
  isUnavailable: false,
  width: 1,
  height: 1,
  isSticker: false,
} as const;

const names: readonly [string, GlobalId][] = [
  ['Account', { type: 'Account', ...account }],
  ['Inbox', { type: 'Inbox', ...account, inboxId: 'classic' }],
  ['Chat', { type: 'Chat', ...account, chatId: 'c1' }],
  ['Message', { type: 'Message', ...account, chatId: 'c1', messageId: 'm1' }],
  ['ImageAttachment', { type: 'Attachment', ...account, chatId: 'c1', messageId: 'm1', attachmentId: 'i1' }],
  ['Attendee', { type: 'Attendee', ...account, attendeeId: 'grace' }],
];

function world(over: Partial<World> = {}) {
  const port = fakeAccount();
  port.knownMessages.set('m1', aMessage({ attachments: [image] }));
  return { port, world: { ports: [port], ...over } satisfies World };
}

const nodeQuery = 'query ($id: ID!) { node(id: $id) { __typename id } }';
const nodesQuery = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';

describe('node', () => {
  it.each(names)('fetches a %s by the id that it shows', async (type, name) => {
    const id = makeId(name);
    expect(await ask(world().world, nodeQuery, { id })).toEqual({
      data: { node: { __typename: type, id } },
      errors: [],
    });
  });

  it.each([
    ['a chat that never was', makeId({ type: 'Chat', ...account, chatId: 'none' })],
    ['a message in another chat', makeId({ type: 'Message', ...account, chatId: 'c2', messageId: 'm1' })],
    [
      'an attachment that the message does not have',
      makeId({ ...image, type: 'Attachment', attachmentId: 'x' }),
    ],
    ['an inbox that the account does not have', makeId({ type: 'Inbox', ...account, inboxId: 'none' })],
    ['somebody whom the account does not know', makeId({ type: 'Attendee', ...account, attendeeId: 'x' })],
    ['an account that never was', makeId({ type: 'Account', connectionId: 'sales', accountId: 'none' })],
    ['nonsense', 'nonsense'],
    ['nothing', ''],
  ])('is null for %s', async (_what, id) => {
    expect(await ask(world().world, nodeQuery, { id })).toEqual({ data: { node: null }, errors: [] });
  });

  it.each(names)('shows a foreign %s like one that never was, and asks nobody', async (_type, name) => {
    const foreign = world({ visible: [] });
    expect(await ask(foreign.world, nodeQuery, { id: makeId(name) })).toEqual({
      data: { node: null },
      errors: [],
    });
    expect(foreign.port.reads).toEqual([]);
  });

  it('finds an attachment that was just sent, under the name that the provider has given it since', async () => {
    const { port, world: one } = world();
    const sent = {
      type: 'Attachment',
      ...account,
      chatId: 'c1',
      messageId: 'm1',
      attachmentId: 'sent-0',
    } as const;
    const own = makeId({ ...sent, attachmentId: 'i1' });
    expect((await ask(one, nodeQuery, { id: makeId(sent) })).data).toEqual({ node: null });
    port.knownMessages.set('m1', aMessage({ direction: 'OUTBOUND', attachments: [image] }));
    expect((await ask(one, nodeQuery, { id: makeId(sent) })).data).toEqual({
      node: { __typename: 'ImageAttachment', id: own },
    });
    const next = makeId({ ...sent, attachmentId: 'sent-1' });
    expect((await ask(one, nodeQuery, { id: next })).data).toEqual({ node: null });
  });

  it('finds a message that only the outbox knows', async () => {
    const sent = aMessage({ messageId: 'ours', direction: 'OUTBOUND', delivery: 'UNKNOWN' });
    const id = makeId({ type: 'Message', ...account, chatId: 'c1', messageId: 'ours' });
    const { data } = await ask(
      world({ sent: [sent] }).world,
      'query ($id: ID!) { node(id: $id) { ... on Message { delivery } } }',
      { id },
    );
    expect(data).toEqual({ node: { delivery: 'UNKNOWN' } });
  });

  it('that cannot be asked for is null with the code', async () => {
    const { port, world: failing } = world();
    port.chat = async () => {
      throw failure('PROVIDER_UNAVAILABLE', 'The provider did not answer.');
    };
    expect(await ask(failing, nodeQuery, { id: makeId({ type: 'Chat', ...account, chatId: 'c1' }) })).toEqual(
      {
        data: { node: null },
        errors: [{ path: 'node', code: 'PROVIDER_UNAVAILABLE' }],
      },
    );
  });
});

describe('nodes', () => {
  it('answers in the order of the ids, null for what is not there, and asks for each once', async () => {
    const { port, world: one } = world();
    const ids = [...names.map(([, name]) => makeId(name)), 'nonsense'];
    const { data, errors } = await ask<{ nodes: ({ id: string } | null)[] }>(one, nodesQuery, {
      ids: [...ids, ...ids],
    });
    expect(errors).toEqual([]);
    const shown = ids.map((id) => (id === 'nonsense' ? null : id));
    expect(data.nodes.map((node) => node?.id ?? null)).toEqual([...shown, ...shown]);
    expect(port.reads.toSorted()).toEqual([
      ['attendee', 'grace'],
      ['chat', 'c1'],
      ['message', 'c1', 'm1'],
    ]);
  });

  it('loses only the one that fails', async () => {
    const { port, world: failing } = world();
    port.chat = async () => {
      throw failure('RATE_LIMITED', 'Slow down.');
    };
    const ids = names.map(([, name]) => makeId(name));
    const { data, errors } = await ask<{ nodes: unknown[] }>(failing, nodesQuery, { ids });
    expect(data.nodes.map((node) => node === null)).toEqual([false, false, true, false, false, false]);
    expect(errors).toEqual([{ path: 'nodes.2', code: 'RATE_LIMITED' }]);
  });

  it('refuses more than 100 ids before it asks anybody', async () => {
    const { port, world: one } = world();
    const ids = Array.from({ length: 101 }, () => makeId({ type: 'Chat', ...account, chatId: 'c1' }));
    expect((await ask(one, nodesQuery, { ids })).errors).toEqual([
      { path: 'nodes', code: 'INVALID_INPUT', field: ['ids'] },
    ]);
    expect(port.reads).toEqual([]);
  });
});

describe('the account behind a node', () => {
  it('that is taken from the viewer meanwhile costs the node and says why', async () => {
    const visible = ['a1'];
    const { port, world: leaving } = world({ visible });
    port.chat = async () => {
      visible.pop();
      return aChat();
    };
    const answer = await ask(
      leaving,
      'query ($id: ID!) { node(id: $id) { ... on Chat { account { name } } } }',
      { id: makeId({ type: 'Chat', ...account, chatId: 'c1' }) },
    );
    expect(answer).toEqual({
      data: { node: null },
      errors: [{ path: 'node.account', code: 'ACCOUNT_DISCONNECTED' }],
    });
  });
});
