import SchemaBuilder from '@pothos/core';
import ErrorsPlugin from '@pothos/plugin-errors';
import RelayPlugin from '@pothos/plugin-relay';
import type { Instant } from '../messaging/instant.ts';
import type { Unavailable } from '../messaging/page.ts';
import type { Context, Upload } from './context.ts';
import { errorTypes } from './error/kinds.ts';

interface Types {
  Context: Context;
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Instant; Output: Instant };
    URL: { Input: string; Output: string };
    File: { Input: Upload; Output: never };
  };
  /** Non-null unless a field says otherwise: what may fail or be missing stands out. */
  DefaultFieldNullability: false;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
  /** What every connection has beside Relay's own fields. */
  Connection: { readonly totalCount: number | null; readonly unavailable: readonly Unavailable[] };
}

/** Plugins and defaults; the types are in the folders beside it. */
export const builder = new SchemaBuilder<Types>({
  plugins: [ErrorsPlugin, RelayPlugin],
  defaultFieldNullability: false,
  errors: {
    // A mutation with `errors: {}` answers `<Field>Result`: its payload, or one of these. Faults of ours stay top-level errors.
    directResult: true,
    defaultTypes: [...errorTypes],
    defaultUnionOptions: {
      name: ({ fieldName }) => `${fieldName.charAt(0).toUpperCase()}${fieldName.slice(1)}Result`,
      description:
        'What came of it: the payload when it was done, else one of the errors that a caller can act on. Select `... on Error` too, so that errors of later versions are not missed.',
    },
  },
  relay: {
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    pageInfoTypeOptions: { description: 'Where a page lies in its list.' },
    pageInfoFieldOptions: { description: 'Where the page lies in the list, and how to go on.' },
    hasNextPageFieldOptions: {
      description:
        'Whether there may be more behind `endCursor`. True also after a page that came out short, or empty, because a source was slow or a filter matches rarely.',
    },
    hasPreviousPageFieldOptions: {
      description: 'Whether something lies before this page. Lists are walked forward only.',
    },
    startCursorFieldOptions: { description: 'Cursor of the first edge; null on an empty page.' },
    endCursorFieldOptions: {
      description:
        'Pass it as `after` to go on. Usually the cursor of the last edge, but also set on an empty page that has a next one; null where nothing was found at all.',
    },
    edgesFieldOptions: {
      nullable: { list: false, items: false },
      description: 'The items with a cursor each, so that a walk can go on from any of them.',
    },
    nodesOnConnection: { description: 'The items without their cursors: enough with `pageInfo.endCursor`.' },
    nodeFieldOptions: { nullable: false, description: 'The item itself.' },
    cursorFieldOptions: {
      description:
        'The place right behind this item: opaque, good after a restart, and only for the same list with the same filter.',
    },
  },
});
