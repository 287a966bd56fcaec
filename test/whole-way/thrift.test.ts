import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { UnipileV1Control } from '../../src/sandbox/index.ts';
import { execute } from '../support/client.ts';
import { gatewayForThisTest, type TestGateway } from '../support/gateway.ts';
import { eventually } from '../support/wait.ts';
import { accountOn, find, ids, mutate, routesAsked, type WireChat } from './support.ts';

/** The first example that GraphiQL opens with: 20 chats, each with its last message and (here all of) its attendees. */
const inboxQuery = readFileSync(
  new URL('../../schema/operations/1-inbox.graphql', import.meta.url),
  'utf8',
).replace('attendees(first: 5)', 'attendees(first: 50)');

interface InboxChat {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly lastMessage: { readonly text: string | null; readonly sentAt: string } | null;
  readonly attendees: { readonly nodes: readonly { readonly name: string; readonly isSelf: boolean }[] };
}

interface Asked {
  readonly chats: readonly InboxChat[];
  readonly routes: readonly string[];
}

/** Asks, and sees to it that the count that clients are told is the count of requests that the vendor got. */
async function inbox({ graphql, sandbox }: TestGateway): Promise<Asked> {
  const { control } = sandbox.unipileV1;
  control.clearRequests();
  const { data, errors, extensions } = await execute<{ chats: { nodes: InboxChat[] } }>(graphql, inboxQuery);
  expect(errors).toBeUndefined();
  const routes = routesAsked(control);
  expect(extensions?.upstream?.calls).toBe(routes.length);
  return { chats: data?.chats.nodes ?? [], routes };
}

/** Until the gateway has taken what the vendor has told. */
async function toldToTheGateway({ sandbox, url }: TestGateway, deed: () => void): Promise<void> {
  const { control } = sandbox.unipileV1;
  const seen = async () => {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    return [...metrics.matchAll(/^parley_events_appended_total\{.*\} (\d+)$/gm)].reduce(
      (sum, [, count]) => sum + Number(count),
      0,
    );
  };
  const before = await seen();
  deed();
  await control.webhooksIdle();
  await eventually('the event is in the log', async () => (await seen()) > before);
}

/** The truth of a page: the newest chats with what was said last in them and who is in them. */
function truthOf(control: UnipileV1Control, count = 20) {
  const { chats, messages, attendees } = control.truth();
  return chats
    .toSorted((one, other) => ((one.timestamp ?? '') < (other.timestamp ?? '') ? 1 : -1))
    .slice(0, count)
    .map((chat) => ({
      id: ids.chat(chat),
      text: messages.find(({ chat_id }) => chat_id === chat.id)?.text ?? null,
      counterpart: attendees.find(
        ({ account_id, provider_id }) =>
          account_id === chat.account_id && provider_id === chat.attendee_provider_id,
      )?.name,
    }));
}

const shown = ({ chats }: Asked) =>
  chats.map(({ id, lastMessage, attendees: { nodes } }) => ({
    id,
    text: lastMessage?.text ?? null,
    counterpart: nodes.length === 2 ? nodes.find(({ isSelf }) => !isSelf)?.name : undefined,
  }));

describe('the inbox view, over all accounts of a connection', () => {
  it('costs 4 upstream calls cold, where one call per thing would cost 41, and shows the truth', async () => {
    const gateway = await gatewayForThisTest();
    const cold = await inbox(gateway);
    expect([...cold.routes].sort()).toEqual([
      'GET /chat_attendees',
      'GET /chat_attendees',
      'GET /chats',
      'GET /messages',
    ]);
    expect(shown(cold)).toEqual(truthOf(gateway.sandbox.unipileV1.control));
  });

  it('costs at most 6 and one more for each group on the page', async () => {
    const gateway = await gatewayForThisTest();
    const { control } = gateway.sandbox.unipileV1;
    const groups = control
      .truth()
      .chats.filter(({ type }) => type === 1)
      .slice(0, 7);
    for (const { id } of groups) control.inbound({ chatId: id, text: 'News for all of us' });
    await control.webhooksIdle();
    const { chats, routes } = await inbox(gateway);
    expect(chats.filter(({ kind }) => kind === 'GROUP')).toHaveLength(7);
    expect(routes.filter((route) => route === 'GET /chats/{chat_id}/attendees')).toHaveLength(7);
    expect(routes.length).toBeLessThanOrEqual(6 + 7);
    const people = new Map(
      chats.map(({ id, attendees }) => [id, attendees.nodes.map(({ name }) => name).sort()]),
    );
    for (const group of groups) {
      expect(people.get(ids.chat(group))).toEqual(await membersOf(gateway, group));
    }
  });

  it('costs nothing when it is asked for again', async () => {
    const gateway = await gatewayForThisTest();
    const first = await inbox(gateway);
    const again = await inbox(gateway);
    expect(again.routes).toEqual([]);
    expect(again.chats).toEqual(first.chats);
  });

  it('costs 1 call after a message came in, and shows it', async () => {
    const gateway = await gatewayForThisTest();
    const { control } = gateway.sandbox.unipileV1;
    const last = (await inbox(gateway)).chats.at(-1);
    const chat = find(control.truth().chats, (candidate) => ids.chat(candidate) === last?.id);
    await toldToTheGateway(gateway, () => {
      control.inbound({ chatId: chat.id, text: 'Are you there?' });
    });
    const after = await inbox(gateway);
    expect(after.routes).toEqual(['GET /chats']);
    expect(after.chats[0]).toMatchObject({ id: last?.id, lastMessage: { text: 'Are you there?' } });
    expect((await inbox(gateway)).routes).toEqual([]);
  });

  it('costs 1 call after the owner wrote from another device, or through the gateway', async () => {
    const gateway = await gatewayForThisTest();
    const { control } = gateway.sandbox.unipileV1;
    const { chats } = await inbox(gateway);
    const writable = find(
      control.truth().chats,
      (chat) => chat.account_type === 'WHATSAPP' && ids.chat(chat) === idOf(chats, chat),
    );
    await toldToTheGateway(gateway, () => {
      control.inbound({ chatId: writable.id, text: 'From my phone', fromSelf: true });
    });
    const elsewhere = await inbox(gateway);
    expect(elsewhere.routes).toEqual(['GET /chats']);
    expect(elsewhere.chats[0]).toMatchObject({ lastMessage: { text: 'From my phone' } });
    // The send changes the chat, so its last message is asked for until the echo has come.
    const sent = await mutate(
      gateway.graphql,
      'sendMessage',
      { chatId: ids.chat(writable), text: 'Hi' },
      '__typename',
    );
    expect(sent.__typename).toBe('SendMessagePayload');
    await control.webhooksIdle();
    const after = await inbox(gateway);
    expect(after.chats[0]).toMatchObject({ lastMessage: { text: 'Hi' } });
    expect(after.routes.length).toBeLessThanOrEqual(2);
  });

  it('costs 2 calls after the last message of a chat was edited, deleted, read or reacted to', async () => {
    const gateway = await gatewayForThisTest();
    const { control } = gateway.sandbox.unipileV1;
    const { chats } = await inbox(gateway);
    const { messages, chats: all } = control.truth();
    const chat = find(
      all,
      (candidate) => candidate.account_type === 'WHATSAPP' && ids.chat(candidate) === idOf(chats, candidate),
    );
    const last = find(messages, ({ chat_id }) => chat_id === chat.id);
    const deeds = [
      () => control.reaction({ messageId: last.id, value: '🎉' }),
      () => control.edit({ messageId: last.id, text: 'Better said' }),
      () => control.deliver({ messageId: last.id }),
      () => control.read({ chatId: chat.id, messageId: last.id }),
      () => control.delete({ messageId: last.id }),
    ];
    for (const deed of deeds) {
      await toldToTheGateway(gateway, deed);
      expect((await inbox(gateway)).routes).toEqual(['GET /chats', 'GET /chats/{chat_id}']);
      expect((await inbox(gateway)).routes).toEqual([]);
    }
  });

  it('is asked for once by ten who ask at the same time', async () => {
    const { graphql, sandbox } = await gatewayForThisTest();
    const { control } = sandbox.unipileV1;
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => execute<{ chats: { nodes: InboxChat[] } }>(graphql, inboxQuery)),
    );
    const [first] = answers;
    for (const { data } of answers) expect(data?.chats.nodes).toEqual(first?.data?.chats.nodes);
    expect(routesAsked(control)).toHaveLength(4);
    const counted = answers.reduce((sum, { extensions }) => sum + (extensions?.upstream?.calls ?? 0), 0);
    expect(counted).toBe(4);
  });

  it('costs at most 3 calls after somebody wrote who was never talked to', async () => {
    const gateway = await gatewayForThisTest();
    const { control } = gateway.sandbox.unipileV1;
    await inbox(gateway);
    const accountId = accountOn(control.truth(), 'TELEGRAM').id;
    await toldToTheGateway(gateway, () => {
      control.firstContact({ accountId, text: 'We have not met' });
    });
    const after = await inbox(gateway);
    expect(after.chats[0]).toMatchObject({ lastMessage: { text: 'We have not met' } });
    expect(shown(after)[0]).toEqual(truthOf(control, 1)[0]);
    expect(after.routes.length).toBeLessThanOrEqual(3);
    expect((await inbox(gateway)).routes).toEqual([]);
  });

  it('is whole at the cold price while an account is not connected', async () => {
    const gateway = await gatewayForThisTest();
    const { control } = gateway.sandbox.unipileV1;
    await inbox(gateway);
    await toldToTheGateway(gateway, () => {
      control.accountStatus({ accountId: accountOn(control.truth(), 'WHATSAPP').id, status: 'CREDENTIALS' });
    });
    const disconnected = await inbox(gateway);
    expect(shown(disconnected)).toEqual(truthOf(control));
    expect(disconnected.routes.length).toBeLessThanOrEqual(6);
  });
});

/** The chat's id where it is on the page. */
const idOf = (chats: readonly InboxChat[], chat: WireChat) =>
  chats.find(({ id }) => id === ids.chat(chat))?.id;

async function membersOf({ sandbox: { unipileV1 } }: TestGateway, { id }: WireChat): Promise<string[]> {
  const response = await fetch(`${unipileV1.baseUrl}/chats/${id}/attendees`, {
    headers: { 'X-API-KEY': unipileV1.apiKey },
  });
  const { items } = (await response.json()) as { items: { name: string }[] };
  return items.map(({ name }) => name).sort();
}
