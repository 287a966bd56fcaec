import type { ObjectRef } from '@pothos/core';
import type { Edge, Unavailable } from '../messaging/page.ts';
import type { Page, PageRequest } from '../paging/page.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';

type Types = typeof builder.$inferSchemaTypes;

/** What a field hands to a connection type. */
export interface Connection<T> {
  readonly edges: Edge<T>[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number | null;
  readonly unavailable: readonly Unavailable[];
}

/** The two arguments of every list. */
export const pageArguments = builder.args((t) => ({
  first: t.int({
    description:
      'How many at most: 1 to 100, 20 when left out. Ask for what is shown; a larger page costs more calls to the provider.',
  }),
  after: t.string({
    description:
      'The `endCursor` of the page before, or the cursor of any edge of this list with the same filter. A cursor of another list is refused with INVALID_INPUT.',
  }),
}));

export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** The connection type of a noun. `description` says what is particular about its order or its items. */
export function connectionType<T extends object>(type: ObjectRef<Types, T>, description: string) {
  return builder.connectionObject(
    {
      type,
      name: `${type.name}Connection`,
      description: `${description} A page may hold fewer than \`first\`, even none, while \`hasNextPage\` is true: go on from \`endCursor\`.`,
    },
    { name: `${type.name}Edge`, description: `A place in a list of ${type.name} nodes.` },
  );
}

/** Names a list for its cursors: the field, its parent, and the filter in a form that does not depend on how it was written. */
function listName(field: string, parentId: string | null, filter: object | null | undefined): string {
  const given = Object.entries(filter ?? {})
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => [name, Array.isArray(value) ? [...new Set(value)].sort() : value] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([field, parentId, Object.fromEntries(given)]);
}

/** What a list is called. */
export interface ListName {
  /** As `Chat.messages`. */
  readonly field: string;
  /** Null at the root. */
  readonly parentId: string | null;
  readonly filter?: object | null | undefined;
}

/** Where the items of a list come from. */
export type Listed<T> = Pick<PageRequest<T>, 'sources' | 'unavailable' | 'movesUp'> & Passing<T>;

/** What of them passes a filter. */
export type Passing<T> = Pick<PageRequest<T>, 'accepts' | 'newerThan'>;

export interface List<T> extends ListName, Listed<T> {}

/** One page of a list as a connection: the only way from paging to Relay. Throws FailureError (INVALID_INPUT) naming `first` or `after`. */
export async function connect<T>(
  context: Context,
  { field, parentId, filter, ...list }: List<T>,
  { first, after }: PageArguments,
): Promise<Connection<T>> {
  const page = await context.paging.page({
    ...list,
    list: listName(field, parentId, filter),
    first: first ?? 20,
    after: after ?? null,
    call: context.call,
  });
  return toConnection(page);
}

/** As `connect`, where it may take a call to find the sources: wrong arguments are refused before. */
export async function connectFound<T>(
  context: Context,
  name: ListName,
  find: () => Promise<Listed<T>>,
  page: PageArguments,
): Promise<Connection<T>> {
  const { field, parentId, filter } = name;
  const list = listName(field, parentId, filter);
  context.paging.check({ list, first: page.first ?? 20, after: page.after ?? null });
  return connect(context, { ...name, ...(await find()) }, page);
}

function toConnection<T>(page: Page<T>): Connection<T> {
  return {
    edges: [...page.edges],
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
      startCursor: page.edges[0]?.cursor ?? null,
      endCursor: page.endCursor,
    },
    totalCount: page.totalCount,
    unavailable: page.unavailable,
  };
}
