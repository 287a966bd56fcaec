import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import type { Client } from 'graphql-ws';
import relay, { type Environment, type RecordSourceSelectorProxy } from 'relay-runtime';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { read } from '../../support/client.ts';
import type { TestGateway } from '../../support/gateway.ts';
import { eventually } from '../../support/wait.ts';
import { connect, credentials, providerIds, startGatewayForClients, truthOf, write } from '../support.ts';
import { createEnvironment } from './environment.ts';
import chatFragment, { type documents_chat$data } from './generated/documents_chat.graphql.ts';
import inboxFragment, { type documents_inbox$data } from './generated/documents_inbox.graphql.ts';
import ChatQuery from './generated/documentsChatQuery.graphql.ts';
import EventsSubscription, {
  type documentsEventsSubscription,
} from './generated/documentsEventsSubscription.graphql.ts';
import InboxQuery from './generated/documentsInboxQuery.graphql.ts';
import { loadToTheEnd } from './pagination.ts';

type Happening = documentsEventsSubscription['response']['events'];

let gateway: TestGateway;
let socket: Client;
let environment: Environment;
// Relay does not throw where one id comes with two types or two values: it complains here.
const complaints = vi.spyOn(console, 'error');

beforeAll(async () => {
  gateway = await startGatewayForClients();
  socket = connect(gateway);
});
afterAll(async () => {
  await socket.dispose();
  await gateway.close();
});
beforeEach(() => {
  environment = createEnvironment(gateway.graphql, socket, credentials);
});
afterEach(() => {
  expect(complaints).not.toHaveBeenCalled();
});

function loadInbox(): Promise<documents_inbox$data> {
  return loadToTheEnd<documents_inbox$data>(environment, InboxQuery, { count: 100 }, [], inboxFragment);
}

function loadChat(id: string): Promise<documents_chat$data> {
  return loadToTheEnd<documents_chat$data>(
    environment,
    ChatQuery,
    { id, count: 100 },
    ['node'],
    chatFragment,
  );
}

/** What Relay keeps under ids of the API; what it names itself begins with `client:`. */
function recordsByType(): ReadonlyMap<string, number> {
  const source = environment.getStore().getSource();
  const types = source
    .getRecordIDs()
    .filter((id) => !id.startsWith('client:'))
    .map((id) => String(source.get(id)?.__typename));
  return new Map([...new Set(types)].map((type) => [type, types.filter((one) => one === type).length]));
}

function listen(variables: { after?: string }, updater?: (store: RecordSourceSelectorProxy) => void) {
  const happenings: Happening[] = [];
  const { dispose } = relay.requestSubscription<documentsEventsSubscription>(environment, {
    subscription: EventsSubscription,
    variables,
    onNext: (answer) => answer && happenings.push(answer.events),
    onError: (error) => happenings.push({ __typename: error.message, id: 'error' }),
    ...(updater && { updater }),
  });
  return { happenings, dispose };
}

async function eventCursor(): Promise<string> {
  const data = await read<{ eventCursor: string }>(gateway.graphql, '{ eventCursor }', {}, credentials);
  return data.eventCursor;
}

it('the artifacts are those of the documents and of the schema', () => {
  const compiler = createRequire(import.meta.url).resolve('relay-compiler/cli.js');
  const options = { cwd: import.meta.dirname, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [compiler, '--validate'], options);
  expect({ status, hint: status === 0 ? '' : `run: npm run codegen\n${stdout}${stderr}` }).toEqual({
    status: 0,
    hint: '',
  });
});

describe('Relay', () => {
  it('pages the inbox to its end by @connection: every chat once, and one record for each', async () => {
    const truth = truthOf(gateway);
    const { chats } = await loadInbox();
    expect(providerIds(chats.edges.map(({ node }) => node))).toEqual(truth.chatIds);
    const records = recordsByType();
    expect(records.get('Chat')).toBe(truth.chatIds.length);
    expect(records.get('Account')).toBe(truth.accountCount);
  });

  it('pages the messages of a chat through node: every message once', async () => {
    const { longest } = truthOf(gateway);
    const { chats } = await loadInbox();
    const id = chats.edges.find(({ node }) => node.providerId === longest.providerId)?.node.id ?? '';
    const { messages } = await loadChat(id);
    expect(providerIds(messages.edges.map(({ node }) => node))).toEqual(longest.messageIds);
  });

  it('puts what arrives over WebSocket at the head of the chat on the screen', async () => {
    const { longest } = truthOf(gateway);
    const { chats } = await loadInbox();
    const id = chats.edges.find(({ node }) => node.providerId === longest.providerId)?.node.id ?? '';
    const before = await loadChat(id);
    const { happenings, dispose } = listen({ after: await eventCursor() }, prependMessage);
    await eventually('replayed', () => happenings.some(({ __typename }) => __typename === 'CaughtUp'));

    write(gateway, longest.chatId, 'Hello, Relay');
    const { message } = await eventually('the message', () => happenings.find(({ message }) => message));
    expect(message).toMatchObject({ text: 'Hello, Relay', direction: 'INBOUND' });

    const operation = relay.createOperationDescriptor(ChatQuery, { id, count: 100 });
    const node = relay.getValueAtPath(environment.lookup(operation.fragment).data, ['node']);
    const after = environment.lookup(relay.getSingularSelector(chatFragment, node));
    const { messages } = after.data as unknown as documents_chat$data;
    expect(messages.edges.length).toBe(before.messages.edges.length + 1);
    expect(messages.edges[0]?.node).toMatchObject({ id: message?.id, text: 'Hello, Relay' });
    dispose();
  });

  it('keeps a record for every event, CaughtUp too', async () => {
    const { longest } = truthOf(gateway);
    const after = await eventCursor();
    const texts = ['one', 'two', 'three'];
    for (const text of texts) write(gateway, longest.chatId, text);
    await gateway.sandbox.unipileV1.control.webhooksIdle();

    const { happenings, dispose } = listen({ after });
    await eventually('replayed', () => happenings.some(({ __typename }) => __typename === 'CaughtUp'));
    expect(happenings.map(({ __typename, message }) => message?.text ?? __typename)).toEqual([
      ...texts,
      'CaughtUp',
    ]);
    const records = recordsByType();
    expect(records.get('MessageCreated')).toBe(texts.length);
    expect(records.get('Message')).toBe(texts.length);
    expect(records.get('CaughtUp')).toBe(1);
    dispose();
  });
});

/** As an updater of a chat window: the new message's edge goes before the others. */
function prependMessage(store: RecordSourceSelectorProxy): void {
  const event = store.getRootField('events');
  const message = event?.getLinkedRecord('message');
  const chat = store.get(String(event?.getValue('chatId')));
  const messages = chat && relay.ConnectionHandler.getConnection(chat, 'chat_messages');
  if (!message || !messages) return;
  const edge = relay.ConnectionHandler.createEdge(store, messages, message, 'MessageEdge');
  relay.ConnectionHandler.insertEdgeBefore(messages, edge);
}
