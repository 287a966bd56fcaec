import { invalidInput } from '../../messaging/errors.ts';
import { builder } from '../builder.ts';
import { requireScope } from '../viewer/require-scope.ts';
import { loadNode } from './load-node.ts';
import { Node } from './node.ts';

const maximumIds = 100;

builder.queryFields((t) => ({
  node: t.field({
    type: Node,
    nullable: true,
    description:
      'Whatever an id names, to fetch it again. Null where there is nothing of that id, or nothing that this credential may see.',
    args: { id: t.arg.id({ required: true, description: 'As any `id` that this API has answered.' }) },
    resolve: (_root, { id }, context) => {
      requireScope(context, 'READ');
      return loadNode(context, id);
    },
  }),
  nodes: t.field({
    type: [Node],
    nullable: { list: false, items: true },
    description:
      'Several at once, in the order of the ids; null for each that is not there. What can be asked for together costs one call.',
    args: {
      ids: t.arg.idList({ required: true, description: 'At most 100; more are refused with INVALID_INPUT.' }),
    },
    resolve: (_root, { ids }, context) => {
      requireScope(context, 'READ');
      if (ids.length > maximumIds) {
        throw invalidInput(
          `At most ${maximumIds} ids can be asked for at once; these are ${ids.length}.`,
          'ids',
        );
      }
      return ids.map((id) => loadNode(context, id));
    },
  }),
}));
