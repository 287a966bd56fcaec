import { builder } from '../builder.ts';
import { requireScope } from '../viewer/require-scope.ts';

builder.queryField('eventCursor', (t) =>
  t.id({
    description:
      'Head of the event log when this operation began. Ask for it together with what is shown first, then subscribe with `events(after:)`: nothing is missed between the two.',
    resolve: async (_root, _arguments, context) => {
      requireScope(context, 'READ');
      return context.places.markerId('CURSOR', await context.events.head());
    },
  }),
);
