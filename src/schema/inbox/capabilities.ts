import type { InboxCapabilities as Value } from '../../messaging/capabilities.ts';
import { builder } from '../builder.ts';
import { Capability, StartCapability } from '../capability/capabilities.ts';

export const InboxCapabilities = builder.objectRef<Value>('InboxCapabilities').implement({
  description: 'What can be started from an inbox. A view that is not primary starts nothing.',
  fields: (t) => ({
    startChat: t.expose('startChat', {
      type: StartCapability,
      description: 'Starting a chat with one other, and what its first message needs.',
    }),
    startGroup: t.expose('startGroup', { type: Capability, description: 'Starting a chat with several.' }),
    inMail: t.expose('inMail', {
      type: Capability,
      description: 'Writing to somebody who is no connection, by InMail; it usually costs a credit.',
    }),
  }),
});
