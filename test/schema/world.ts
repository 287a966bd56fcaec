import { execute, type GraphQLError, parse, validate } from 'graphql';
import { type Account, accountKey } from '../../src/messaging/account.ts';
import { type Failure, failure, failureOf } from '../../src/messaging/errors.ts';
import { type GlobalId, makeId, openId } from '../../src/messaging/id.ts';
import type { Message } from '../../src/messaging/message.ts';
import type { PageSource } from '../../src/messaging/page.ts';
import type { AccountPort, Provider } from '../../src/messaging/provider.ts';
import type { Scope, Viewer } from '../../src/messaging/viewer.ts';
import { createPaging } from '../../src/paging/index.ts';
import type { Opened, Reading } from '../../src/reading/reading.ts';
import type { Context } from '../../src/schema/context.ts';
import { toGraphQLError } from '../../src/schema/error/to-graphql-error.ts';
import { schema } from '../../src/schema/index.ts';

/** One for all worlds: a cursor is good for every operation that sees the same accounts. */
const paging = createPaging({ key: Buffer.alloc(32), now: Date.now });

export interface World {
  readonly ports: readonly AccountPort[];
  /** What a connection can do for several accounts at once. */
  readonly providers?: Record<
    string,
    Pick<Provider, 'chats' | 'messages' | 'lastMessages' | 'chatAttendees'>
  >;
  /** Account ids that the viewer may see; all when left out. */
  readonly visible?: readonly string[];
  readonly scopes?: readonly Scope[];
  /** Why further connections could not be listed. */
  readonly unlisted?: readonly Failure[];
  /** What the outbox knows. */
  readonly sent?: readonly Message[];
  readonly clientMessageIds?: Record<string, string>;
}

/** An answer as a test reads it: data, and of each error where it was and what a client decides by. */
export interface Answer<Data> {
  readonly data: Data;
  readonly errors: readonly { readonly path: string; readonly code: unknown; readonly field?: unknown }[];
}

/** Asks the schema in a world; what the server does with failures is done here too. */
export async function ask<Data = Record<string, unknown>>(
  world: World,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Answer<Data>> {
  const document = parse(query);
  const invalid = validate(schema, document);
  if (invalid.length > 0) throw new Error(invalid.map(String).join('\n'));
  const result = await execute({
    schema,
    document,
    variableValues: variables,
    contextValue: contextOf(world),
  });
  return { data: result.data as Data, errors: (result.errors ?? []).map(shown) };
}

function shown(error: GraphQLError) {
  const expected = failureOf(error.originalError);
  const { path, extensions, message } = expected ? toGraphQLError(expected, error) : error;
  return {
    path: path?.join('.') ?? '',
    code: extensions.code ?? `unexpected: ${message}`,
    ...(extensions.field === undefined ? {} : { field: extensions.field }),
  };
}

export function contextOf(world: World): Context {
  const { scopes = ['READ', 'SEND'], sent = [], clientMessageIds = {} } = world;
  const viewer: Viewer = {
    name: 'tester',
    scopes: new Set(scopes),
    maySee: ({ accountId }) => world.visible?.includes(accountId) ?? true,
    maySeeSome: () => true,
  };
  const signal = new AbortController().signal;
  return {
    viewer,
    call: { signal, deadline: Number.MAX_SAFE_INTEGER, background: false, count: () => {} },
    reading: readingOf(world),
    paging,
    outbox: {
      dispatch: async () => {
        throw failure('NOT_SUPPORTED', 'Nothing is sent here.');
      },
      recall: async () => null,
      clientMessageIds: async (messages) =>
        messages.map(({ messageId }) => clientMessageIds[messageId] ?? null),
      message: async (ref) => sent.find(({ messageId }) => messageId === ref.messageId) ?? null,
      idle: async () => {},
    },
    events: {
      append: async () => [],
      park: async () => {},
      head: async () => 7,
      removedUpTo: async () => 0,
      read: async () => [],
      waitAfter: async () => {},
      fill: async () => {},
      onAppend: () => () => {},
    },
    places: {
      eventId: (place) => `event ${place}`,
      markerId: (kind, place) => `${kind} ${place}`,
      open: () => null,
    },
    links: {
      attachment: (_viewer, { messageId, attachmentId }) => `https://files.test/${messageId}/${attachmentId}`,
      picture: (_viewer, of) =>
        `https://files.test/${'attendeeId' in of ? `attendee/${of.attendeeId}` : `chat/${of.chatId}`}`,
    },
    limits: { slowAfterMs: 10_000, slowAfterEvents: 1_000 },
  };
}

function readingOf({ ports, providers = {}, unlisted = [] }: World): Reading {
  const byKey = new Map(ports.map((port) => [accountKey(port.account), port]));
  const find = (viewer: Viewer, ref: Parameters<Viewer['maySee']>[0]): Account | null =>
    viewer.maySee(ref) ? (byKey.get(accountKey(ref))?.account ?? null) : null;
  const port = (ref: Parameters<Viewer['maySee']>[0]): AccountPort => {
    const found = byKey.get(accountKey(ref));
    if (!found) throw new Error('A port was asked for that nobody may see.');
    return found;
  };
  return {
    accounts: (viewer) => ports.map(({ account }) => account).filter((account) => viewer.maySee(account)),
    account: find,
    unlisted: () =>
      unlisted.map((failure, index) => ({ connectionId: `unlisted-${index}`, accountIds: null, failure })),
    open<Type extends GlobalId['type']>(viewer: Viewer, text: string, types: readonly Type[]) {
      const id = openId(text);
      if (id === null || !types.some((type) => type === id.type)) return null;
      const account = find(viewer, id);
      return account && ({ id, account, port: port(id) } as Opened<Type>);
    },
    port,
    provider: (connectionId) => ({
      kind: 'UNIPILE_V1',
      connectionId,
      listAccounts: async () => [],
      open: port,
      ...providers[connectionId],
    }),
  };
}

export const accountId = (account: string, connectionId = 'sales') =>
  makeId({ type: 'Account', connectionId, accountId: account });

/** A list of several pages, so that a test notices who asks for how many. */
export function listOf<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  timeOf: (item: T) => string | null = () => null,
  name = 'list',
): PageSource<T> & { readonly asked: number } {
  let asked = 0;
  return {
    name,
    kind: 'offset',
    maxPageSize: 2,
    async fetch(position, limit) {
      asked += 1;
      const start = position?.at === 'offset' ? position.offset : 0;
      const end = start + limit;
      return {
        items: items.slice(start, end),
        total: items.length,
        next: end < items.length ? { at: 'offset', offset: end } : null,
      };
    },
    idOf,
    timeOf,
    get asked() {
      return asked;
    },
  };
}
