import type { Viewer as ViewerValue } from '../../messaging/viewer.ts';
import { builder } from '../builder.ts';
import { Scope } from './scope.ts';

const Viewer = builder.objectRef<ViewerValue>('Viewer').implement({
  description: 'Who asks, as the credential says.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name of the token, or the subject of the JWT.' }),
    scopes: t.field({
      type: [Scope],
      description: 'What the credential is good for.',
      resolve: ({ scopes }) => [...scopes],
    }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    description: 'Who asks: the first thing to query when a credential does not do what was expected.',
    resolve: (_root, _arguments, { viewer }) => viewer,
  }),
);
