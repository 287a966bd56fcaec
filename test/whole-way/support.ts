import { makeId } from '../../src/messaging/id.ts';
import type { LoggedRequest, Truth, UnipileV1Control, UnipileV1Sandbox } from '../../src/sandbox/index.ts';
import { type Answer, execute, read } from '../support/client.ts';
import type { TestGateway } from '../support/gateway.ts';

export type WireAccount = Truth['accounts'][number];
export type WireChat = Truth['chats'][number];
export type WireMessage = Truth['messages'][number];

/** Global ids of what the vendor's side of a test names; that lists give the same ones is tested by itself. */
export function globalIds(connectionId = 'sandbox') {
  const ofChat = ({ account_id: accountId, id: chatId }: Pick<WireChat, 'account_id' | 'id'>) => ({
    connectionId,
    accountId,
    chatId,
  });
  const ofMessage = (message: Pick<WireMessage, 'account_id' | 'chat_id' | 'id'>) => ({
    ...ofChat({ account_id: message.account_id, id: message.chat_id }),
    messageId: message.id,
  });
  return {
    account: ({ id: accountId }: Pick<WireAccount, 'id'>) =>
      makeId({ type: 'Account', connectionId, accountId }),
    inbox: (accountId: string, inboxId: string) =>
      makeId({ type: 'Inbox', connectionId, accountId, inboxId }),
    chat: (chat: Pick<WireChat, 'account_id' | 'id'>) => makeId({ type: 'Chat', ...ofChat(chat) }),
    message: (message: Pick<WireMessage, 'account_id' | 'chat_id' | 'id'>) =>
      makeId({ type: 'Message', ...ofMessage(message) }),
    attachment: (message: WireMessage, attachmentId: string) =>
      makeId({ type: 'Attachment', ...ofMessage(message), attachmentId }),
    attendee: (accountId: string, attendeeId: string) =>
      makeId({ type: 'Attendee', connectionId, accountId, attendeeId }),
  };
}

export const ids = globalIds();

/** Of all accounts, as Unipile v1 lists them: what it has not copied yet is not among them. */
export async function messagesOfTheVendor({ baseUrl, apiKey }: UnipileV1Sandbox): Promise<WireMessage[]> {
  const messages: WireMessage[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = new URLSearchParams({ limit: '250', ...(cursor === '' ? {} : { cursor }) });
    const response = await fetch(`${baseUrl}/messages?${query}`, { headers: { 'x-api-key': apiKey } });
    const body = (await response.json()) as { items: WireMessage[]; cursor: string | null };
    messages.push(...body.items);
    cursor = body.cursor;
  }
  return messages;
}

/** The routes that were asked for, in order, but for those by which the gateway keeps its webhooks. */
export function routesAsked(control: UnipileV1Control): readonly string[] {
  return requestsAsked(control).map(({ route, method, path }) => route ?? `${method} ${path}`);
}

export function requestsAsked(control: UnipileV1Control): readonly LoggedRequest[] {
  return control.requests().filter(({ route }) => route === null || !route.endsWith(' /webhooks'));
}

/** What of the truth a test is about; a test that does not find it fails here. */
export function find<Item>(items: readonly Item[], fits: (item: Item) => boolean): Item {
  const found = items.find(fits);
  if (found === undefined) throw new Error('The seed has no such thing.');
  return found;
}

export function accountOn({ accounts }: Truth, network: string): WireAccount {
  return find(accounts, ({ type }) => type === network);
}

/** A field of a node, as a client asks for it by id. */
export async function readNode<Data>(
  { graphql }: Pick<TestGateway, 'graphql'>,
  id: string,
  type: string,
  selection: string,
): Promise<Data> {
  const query = `query ($id: ID!) { node(id: $id) { ... on ${type} { ${selection} } } }`;
  const { node } = await read<{ node: Data | null }>(graphql, query, { id });
  if (node === null) throw new Error(`There is no ${type} of this id.`);
  return node;
}

export type MutationResult<Payload> = Payload & {
  readonly __typename: string;
  readonly code?: string;
  readonly detail?: string;
  readonly retryable?: boolean;
  readonly field?: readonly string[];
};

/** The result of a mutation, whose payload is selected by `payload`; errors come with all that they have. */
export async function mutate<Payload = Record<string, unknown>>(
  graphql: string,
  mutation: string,
  input: object,
  payload: string,
  headers: Record<string, string> = {},
): Promise<MutationResult<Payload>> {
  return resultOf(await askMutation<Payload>(graphql, mutation, input, payload, headers));
}

export type MutationAnswer<Payload> = Answer<{ readonly result: MutationResult<Payload> }>;

/** As `mutate`, but with all that the gateway answers. */
export function askMutation<Payload>(
  graphql: string,
  mutation: string,
  input: object,
  payload: string,
  headers: Record<string, string> = {},
): Promise<MutationAnswer<Payload>> {
  return execute(graphql, mutationQuery(mutation, payload), { input }, headers);
}

function resultOf<Payload>({ data, errors }: MutationAnswer<Payload>): MutationResult<Payload> {
  if (errors || !data) throw new Error(JSON.stringify(errors));
  return data.result;
}

function mutationQuery(mutation: string, payload: string): string {
  const name = mutation.charAt(0).toUpperCase() + mutation.slice(1);
  return `mutation ($input: ${name}Input!) {
    result: ${mutation}(input: $input) {
      __typename
      ... on ${name}Payload { ${payload} }
      ... on Error { code detail retryable }
      ... on InvalidInputError { field }
      ... on NotFoundError { field }
      ... on NotSupportedError { field }
      ... on RateLimitedError { retryAt }
      ... on ProviderError { providerType providerStatus }
    }
  }`;
}

/** A file as a test sends it; `at` is where it stands in the variables, as `input.attachments.0.file`. */
export interface TestFile {
  readonly at: string;
  readonly name: string;
  readonly type: string;
  readonly content: Uint8Array | string;
}

/** As `mutate`, with files by the GraphQL multipart request specification. */
export async function mutateWithFiles<Payload = Record<string, unknown>>(
  graphql: string,
  mutation: string,
  input: object,
  files: readonly TestFile[],
  payload: string,
  headers: Record<string, string> = {},
): Promise<MutationResult<Payload>> {
  return resultOf(await askMutationWithFiles<Payload>(graphql, mutation, input, files, payload, headers));
}

/** As `mutateWithFiles`, but with all that the gateway answers. */
export async function askMutationWithFiles<Payload>(
  graphql: string,
  mutation: string,
  input: object,
  files: readonly TestFile[],
  payload: string,
  headers: Record<string, string> = {},
): Promise<MutationAnswer<Payload>> {
  const form = new FormData();
  form.append(
    'operations',
    JSON.stringify({ query: mutationQuery(mutation, payload), variables: { input } }),
  );
  form.append(
    'map',
    JSON.stringify(Object.fromEntries(files.map(({ at }, index) => [index, [`variables.${at}`]]))),
  );
  files.forEach(({ name, type, content }, index) => {
    form.append(
      String(index),
      new Blob([typeof content === 'string' ? content : new Uint8Array(content)], { type }),
      name,
    );
  });
  const response = await fetch(graphql, { method: 'POST', body: form, headers });
  return (await response.json()) as MutationAnswer<Payload>;
}
