import type { SystemEventKind as Value } from '../../messaging/message.ts';
import { builder } from '../builder.ts';
import { SystemEventKind } from './enums.ts';

export const SystemEvent = builder.objectRef<{ readonly kind: Value }>('SystemEvent').implement({
  description: 'What a message stands for when nobody wrote it: show it as a line between messages.',
  fields: (t) => ({
    kind: t.expose('kind', { type: SystemEventKind, description: 'What happened.' }),
  }),
});
