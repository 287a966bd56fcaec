import { readFileSync } from 'node:fs';
import { buildSchema, getNamedType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { execute, listen, socketClient } from '../support/client.ts';
import { eventually } from '../support/wait.ts';
import { caughtUp, eventsOf, headOf } from './listening.ts';
import { find, requestsAsked } from './support.ts';
import { cursorFields, idFields, type Operation, pageOf, subscriptionFields } from './tenants/fields.ts';
import { ADA, ALAN, bearer, GRACE, startTenants, type Tenants } from './tenants/world.ts';

let tenants: Tenants;
beforeAll(async () => {
  tenants = await startTenants();
});
afterAll(() => tenants.apart.close());
beforeEach(() => tenants.control.clearRequests());

/** An answer as its bytes, with its status. */
async function answer({ query, variables }: Operation, token = GRACE): Promise<string> {
  const response = await fetch(tenants.apart.graphql, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...bearer(token) },
    body: JSON.stringify({ query, variables }),
  });
  return `${response.status} ${await response.text()}`;
}
const upstreamCalls = () => requestsAsked(tenants.control).map(({ route }) => route);

it('every field of the schema that takes an id or a cursor is tried here', () => {
  const schema = buildSchema(readFileSync(new URL('../../schema/schema.graphql', import.meta.url), 'utf8'));
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const inInputs = types
    .filter(isInputObjectType)
    .flatMap((type) =>
      Object.values(type.getFields()).map((field) => ({ at: `${type.name}.${field.name}`, field })),
    );
  const inArguments = types
    .filter((type) => isObjectType(type) || isInterfaceType(type))
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap(({ name, args }) =>
        args.map((field) => ({ at: `${type.name}.${name}(${field.name})`, field })),
      ),
    );
  const names = [...inInputs, ...inArguments]
    .filter(({ field }) => getNamedType(field.type).name === 'ID' || field.name === 'after')
    .map(({ at }) => at);
  const tried = [...Object.keys(idFields), ...Object.keys(cursorFields), ...subscriptionFields];
  expect(tried.sort()).toEqual(names.sort());
});

it('the names work for their owner', async () => {
  const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
  for (const [token, names] of [
    [ADA, tenants.ada],
    [GRACE, tenants.grace],
  ] as const) {
    const ids = Object.values(names);
    const { data } = await execute(tenants.apart.graphql, query, { ids }, bearer(token));
    expect(data).toEqual({ nodes: ids.map((id) => ({ id })) });
  }
});

describe('an id of another tenant looks as one that never was, and costs no call', () => {
  it.each(Object.keys(idFields))('%s', async (coordinate) => {
    const { ada, grace, never } = tenants;
    const uses = idFields[coordinate] ?? (() => []);
    const foreign = uses(ada, grace);
    const unknown = uses(never, grace);
    for (const [index, operation] of foreign.entries()) {
      const answered = await answer(operation);
      expect(answered).toBe(await answer(unknown[index] ?? operation));
      expect(answered).not.toContain('INTERNAL_SERVER_ERROR');
      for (const id of Object.values(ada)) expect(answered).not.toContain(id);
    }
    expect(upstreamCalls()).toEqual([]);
  });
});

describe('a cursor of another tenant looks as a damaged one, and costs no call', () => {
  it.each(Object.keys(cursorFields))('%s', async (coordinate) => {
    const { ada, grace } = tenants;
    const cursor = (await answer(pageOf(coordinate, ada, null), ADA)).match(/"cursor":"([^"]+)"/)?.[1] ?? '';
    expect(cursor).not.toBe('');
    const damaged = cursor.slice(0, 20) + (cursor[20] === 'A' ? 'B' : 'A') + cursor.slice(21);
    tenants.control.clearRequests();
    const withTheirs = await answer(pageOf(coordinate, grace, cursor));
    expect(withTheirs).toBe(await answer(pageOf(coordinate, grace, damaged)));
    expect(withTheirs).toContain('INVALID_INPUT');
    expect(upstreamCalls().filter((route) => route !== parentRoutes[coordinate])).toEqual([]);
  });
  /** What is asked for the parent, which is the caller's own. */
  const parentRoutes: Readonly<Record<string, string>> = {
    'Chat.attendees(after)': 'GET /chats/{chat_id}',
    'Chat.messages(after)': 'GET /chats/{chat_id}',
    'Attendee.chats(after)': 'GET /chat_attendees/{id}',
    'Attendee.messages(after)': 'GET /chat_attendees/{id}',
  };
});

describe('files', () => {
  async function urlOf(id: string, type: string, field: string): Promise<string> {
    const query = `query ($id: ID!) { node(id: $id) { ... on ${type} { ${field} } } }`;
    const { data } = await execute<{ node: Record<string, string> }>(
      tenants.apart.graphql,
      query,
      { id },
      bearer(ADA),
    );
    return data?.node[field] ?? '';
  }
  const open = async (url: string, headers: Record<string, string> = {}) => {
    const response = await fetch(url, { headers });
    return { status: response.status, body: Buffer.from(await response.arrayBuffer()).toString('base64') };
  };

  it.each([
    ['attachment', 'Attachment', 'url'],
    ['attendee', 'Attendee', 'pictureUrl'],
  ] as const)(
    'an address of an %s that Ada was given is nothing with the credential of Grace',
    async (name, type, field) => {
      const url = await urlOf(tenants.ada[name], type, field);
      expect((await open(url)).status).toBe(200);
      expect((await open(url, bearer(ADA))).status).toBe(200);
      const nothing = await open(url.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')));
      expect(nothing.status).toBe(404);
      tenants.control.clearRequests();
      expect(await open(url, bearer(GRACE))).toEqual(nothing);
      expect(await open(url.replace('for=ada', 'for=grace'))).toEqual(nothing);
      expect(await open(url.replace(tenants.ada[name], tenants.never[name]))).toEqual(nothing);
      expect(await open(url.replace(tenants.ada[name], tenants.grace[name]))).toEqual(nothing);
      expect(upstreamCalls()).toEqual([]);
    },
  );
});

it('lists, counts and what is unavailable tell nothing of the other tenant', async () => {
  const { control, apart, accountIds, grace } = tenants;
  control.accountStatus({ accountId: accountIds.ada, status: 'CREDENTIALS' });
  control.fault({ route: 'GET /chats', contains: accountIds.ada, status: 503, times: -1 });
  const { data, errors } = await execute<{
    accounts: { nodes: { id: string }[]; totalCount: number };
    chats: { nodes: { account: { id: string } }[]; unavailable: unknown[] };
    messages: { nodes: { account: { id: string } }[]; unavailable: unknown[] };
  }>(
    apart.graphql,
    `{ accounts { nodes { id } totalCount unavailable { account { id } } }
       chats(first: 100) { nodes { account { id } lastMessage { account { id } } attendees { nodes { account { id } } } } unavailable { account { id } error { detail } } }
       messages(first: 100) { nodes { account { id } sender { account { id } } } unavailable { account { id } error { detail } } } }`,
    {},
    bearer(GRACE),
  );
  control.clearFaults();
  control.accountStatus({ accountId: accountIds.ada, status: 'OK' });
  expect(errors).toBeUndefined();
  expect(data?.accounts).toMatchObject({ nodes: [{ id: grace.account }], totalCount: 1, unavailable: [] });
  expect([data?.chats.unavailable, data?.messages.unavailable]).toEqual([[], []]);
  const accounts = new Set(JSON.stringify(data).match(/"account":\{"id":"[^"]+"/g));
  expect([...accounts]).toEqual([`"account":{"id":"${grace.account}"`]);
});

it('a clientMessageId is the account’s own', async () => {
  const send = (token: string, chatId: string, text: string) =>
    execute<{ sendMessage: { __typename: string; message?: { id: string } } }>(
      tenants.apart.graphql,
      `mutation ($input: SendMessageInput!) {
        sendMessage(input: $input) { __typename ... on SendMessagePayload { message { id } } }
      }`,
      { input: { chatId, text, clientMessageId: 'the same key' } },
      bearer(token),
    );
  const ada = await send(ADA, tenants.ada.chat, 'From Ada');
  const grace = await send(GRACE, tenants.grace.chat, 'From Grace');
  expect(ada.data?.sendMessage.__typename).toBe('SendMessagePayload');
  expect(grace.data?.sendMessage.__typename).toBe('SendMessagePayload');
  expect(grace.data?.sendMessage.message?.id).not.toBe(ada.data?.sendMessage.message?.id);
});

describe('events', () => {
  const select = '__typename id ... on MessageCreated { message { text } }';

  /** Something in Ada's accounts, then something in Grace's. */
  async function happen(): Promise<void> {
    const { control, accountIds } = tenants;
    const { chats } = control.truth();
    for (const accountId of [accountIds.ada, accountIds.grace]) {
      const chat = find(chats, ({ account_id, type }) => account_id === accountId && type === 0);
      const message = control.inbound({
        chatId: chat.id,
        text: accountId === accountIds.ada ? 'to Ada' : 'to Grace',
      });
      control.reaction({ messageId: message.id, value: '👍' });
      await control.webhooksIdle();
    }
  }

  it('of the other come neither live nor in replay, from whosever place one goes on', async () => {
    const { apart } = tenants;
    const adas = await caughtUp(apart, { token: ADA, select });
    const graces = await caughtUp(apart, { token: GRACE, select });
    await happen();
    const ofAda = await adas.next();
    expect(ofAda.message).toEqual({ text: 'to Ada' });
    expect((await graces.next()).message).toEqual({ text: 'to Grace' });
    const fromThere = await eventsOf(apart, { token: GRACE, select, after: ofAda.id });
    expect((await fromThere.next()).message).toEqual({ text: 'to Grace' });
    expect((await fromThere.next()).__typename).toBe('MessageReacted');
    expect((await fromThere.next()).__typename).toBe('CaughtUp');
  });

  it.each(['accountIds', 'chatIds'] as const)(
    'are not to be had by naming the other in %s',
    async (member) => {
      const { apart, ada, never } = tenants;
      const before = await headOf(apart, bearer(GRACE));
      await happen();
      for (const names of [ada, never]) {
        const filter = { [member]: [member === 'chatIds' ? names.chat : names.account] };
        const events = await eventsOf(apart, { token: GRACE, select, after: before, filter });
        expect((await events.next()).__typename).toBe('CaughtUp');
      }
    },
  );

  it.each(['accountIds', 'chatIds'] as const)('of the short form neither: %s', async (member) => {
    const { apart, ada, control, accountIds } = tenants;
    const chat = find(
      control.truth().chats,
      ({ account_id, type }) => account_id === accountIds.grace && type === 0,
    );
    const own = Buffer.from(JSON.stringify(['Chat', 'sales', accountIds.grace, chat.id])).toString(
      'base64url',
    );
    const client = socketClient(apart.socket, GRACE);
    const query = `subscription ($filter: MessageCreatedFilter) {
      messageCreated(filter: $filter) { message { text } }
    }`;
    const filter = {
      [member]: member === 'chatIds' ? [ada.chat, own] : [ada.account, tenants.grace.account],
    };
    const messages = listen<{ messageCreated: { message: { text: string } } }>(client, query, { filter });
    const first = messages.next();
    await eventually('it listens', () => listeners(1));
    await happen();
    expect((await first).messageCreated.message.text).toBe('to Grace');
    await messages.stop();
    await client.dispose();
    await eventually('it has left', () => listeners(0));
  });

  const listeners = async (count: number) => {
    const metrics = await fetch(`${tenants.apart.url}/metrics`, { headers: bearer(ALAN) });
    return (await metrics.text()).includes(`parley_subscriptions ${count}`);
  };
});

describe('the webhook of a connection', () => {
  const select = '__typename id ... on ChatEvent { account { id } }';

  it('is not to be used with the secret of another', async () => {
    const { apart, control } = tenants;
    const before = await headOf(apart, bearer(ALAN));
    const { chats } = control.truth();
    const chat = find(chats, ({ account_type }) => account_type === 'INSTAGRAM');
    control.inbound({ chatId: chat.id, text: 'Told to both' });
    await control.webhooksIdle();
    const [toSales, toHiring] = control.deliveries().slice(-2);
    const secretOf = (delivery: typeof toSales) => delivery?.attempts[0]?.headers ?? {};
    const forged = String(toHiring?.body).replace(/"message_id":"[^"]+"/, '"message_id":"forged"');
    const post = (url: string | undefined, headers: Record<string, string>) =>
      fetch(url ?? '', { method: 'POST', headers, body: forged });
    expect((await post(toHiring?.url, secretOf(toSales))).status).toBe(401);
    expect((await post(toHiring?.url, {})).status).toBe(401);
    const nowhere = await post(`${apart.url}/webhooks/never-a-connection`, secretOf(toSales));
    expect(nowhere.status).toBe(401);
    const events = await eventsOf(apart, { token: ALAN, after: before, select });
    expect((await events.next()).__typename).toBe('MessageCreated');
    expect((await events.next()).__typename).toBe('CaughtUp');
  });

  it('speaks for the accounts of that connection only', async () => {
    const { apart, control, accountIds } = tenants;
    const before = await headOf(apart, bearer(ALAN));
    const chat = find(control.truth().chats, ({ account_id }) => account_id === accountIds.ada);
    control.inbound({ chatId: chat.id, text: 'To an account of the same key' });
    await control.webhooksIdle();
    expect(
      control
        .deliveries()
        .slice(-2)
        .map(({ state }) => state),
    ).toEqual(['delivered', 'delivered']);
    const events = await eventsOf(apart, { token: ALAN, after: before, select });
    expect((await events.next()).__typename).toBe('CaughtUp');
  });
});
