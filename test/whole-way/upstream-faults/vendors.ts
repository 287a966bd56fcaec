import { expect } from 'vitest';
import type { Fault, LoggedRequest, Sandbox } from '../../../src/sandbox/index.ts';
import { type Answer, execute, read } from '../../support/client.ts';
import type { Three } from '../three.ts';

/** What can be broken of a vendor: the list of a chat's messages. */
export interface Vendor {
  readonly name: string;
  /** Its list of a chat's messages, and whose account: the others of the vendor stay well. */
  readonly broken: Pick<Fault, 'route'>;
  /** What it answers for an account that must be connected again. */
  readonly disconnected: Pick<Fault, 'status' | 'type'>;
  readonly control: Control;
  /** Global ids of chats of one account. */
  readonly chats: readonly string[];
}

interface Control {
  fault(fault: Fault): void;
  clearFaults(): void;
  requests(): LoggedRequest[];
  clearRequests(): void;
}

interface Adapter extends Omit<Vendor, 'control' | 'chats'> {
  readonly provider: string;
  control(sandbox: Sandbox): Control;
}

const adapters: readonly Adapter[] = [
  {
    name: 'Unipile v1',
    provider: 'UNIPILE_V1',
    broken: { route: 'GET /chats/{chat_id}/messages' },
    disconnected: { status: 401, type: 'errors/disconnected_account' },
    control: ({ unipileV1 }) => unipileV1.control,
  },
  {
    name: 'Unipile v2',
    provider: 'UNIPILE_V2',
    broken: { route: 'GET /{account_id}/chats/{chat_id}/messages' },
    disconnected: { status: 401, type: 'provider/invalid_authorization' },
    control: ({ unipileV2 }) => unipileV2.control,
  },
  {
    name: 'Linked API',
    provider: 'LINKED_API',
    broken: { route: 'POST /conversations/poll' },
    disconnected: { status: 409, type: 'linkedinAccountSignedOut' },
    control: ({ linkedApi }) => linkedApi.control,
  },
];

/** The three, with the chats of the account at each that has the newest one. */
export async function vendorsOf({ graphql, sandbox }: Three): Promise<readonly Vendor[]> {
  const query = `query ($ids: [ID!]) {
    chats(first: 100, filter: { accountIds: $ids }) { nodes { id account { id provider } } }
  }`;
  const chatsOf = async (ids: readonly string[] | null) => (await read<Chats>(graphql, query, { ids })).chats;
  const newest = (await chatsOf(null)).nodes;
  return Promise.all(
    adapters.map(async ({ control, provider, ...vendor }) => {
      const account = newest.find((chat) => chat.account.provider === provider)?.account.id ?? '';
      const own = (await chatsOf([account])).nodes.map(({ id }) => id);
      return { ...vendor, control: control(sandbox), chats: await longOnes(graphql, own) };
    }),
  );
}

/** Those of the first 40 whose newest messages come with one call: of short ones it is asked where they end. */
async function longOnes(graphql: string, ids: readonly string[]): Promise<readonly string[]> {
  const query = `query ($ids: [ID!]!) {
    nodes(ids: $ids) { ... on Chat { id messages(first: 6) { pageInfo { hasNextPage } } } }
  }`;
  const { nodes } = await read<{
    nodes: { id: string; messages: { pageInfo: { hasNextPage: boolean } } }[];
  }>(graphql, query, { ids: ids.slice(0, 40) });
  return nodes.filter(({ messages }) => messages.pageInfo.hasNextPage).map(({ id }) => id);
}

interface Chats {
  readonly chats: {
    readonly nodes: readonly {
      readonly id: string;
      readonly account: { readonly id: string; readonly provider: string };
    }[];
  };
}

/** What came of reading a chat's messages, beside something that asks nobody. */
export interface Outcome {
  readonly nodes: readonly { readonly id: string; readonly text: string | null }[];
  readonly error: ReadError | null;
  /** Requests for the broken list. */
  readonly calls: number;
  readonly milliseconds: number;
}

export interface ReadError {
  readonly code: string;
  readonly retryable: boolean;
  readonly detail: string;
  readonly retryAt?: string | null;
}

const messagesQuery = `query ($id: ID!) {
  viewer { name }
  node(id: $id) {
    ... on Chat {
      messages(first: 5) {
        nodes { id text }
        unavailable { error { code retryable detail ... on RateLimitedError { retryAt } } }
      }
    }
  }
}`;

interface Read {
  readonly viewer: { readonly name: string };
  readonly node: {
    readonly messages: {
      readonly nodes: Outcome['nodes'];
      readonly unavailable: readonly { readonly error: ReadError }[];
    };
  } | null;
}

/** Reads a chat's messages; whatever is broken, the rest of the query is answered and every error has a code. */
export async function messagesOf({ graphql }: Three, vendor: Vendor, id: string): Promise<Outcome> {
  const before = callsOf(vendor);
  const began = performance.now();
  const answer: Answer<Read> = await execute<Read>(graphql, messagesQuery, { id });
  const milliseconds = performance.now() - began;
  expect(answer.data?.viewer.name, vendor.name).toBeTruthy();
  for (const { extensions } of answer.errors ?? []) {
    expect(extensions?.code, vendor.name).not.toBe('INTERNAL_SERVER_ERROR');
  }
  const messages = answer.data?.node?.messages;
  const failed = messages?.unavailable[0]?.error ?? (answer.errors?.[0]?.extensions as ReadError | undefined);
  return {
    nodes: messages?.nodes ?? [],
    error: failed ?? null,
    calls: callsOf(vendor) - before,
    milliseconds,
  };
}

export function callsOf({ control, broken }: Vendor): number {
  return control.requests().filter(({ route }) => route === broken.route).length;
}
