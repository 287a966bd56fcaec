import { GraphQLError } from 'graphql';
import { builder } from '../builder.ts';
import { ChatEvent } from './chat-event.ts';
import type { Delivered, DeliveredOf } from './delivered.ts';
import { Event } from './event.ts';
import { MessageCreatedFilter } from './filter.ts';
import { listen } from './listen.ts';
import { message, messageId } from './message-of-event.ts';

type Created = DeliveredOf<'MESSAGE_CREATED'>;

const MessageCreated = builder.objectRef<Created>('MessageCreated').implement({
  description: 'A message came, or was sent from any device.',
  interfaces: [Event, ChatEvent],
  fields: (t) => ({
    messageId: t.id(messageId),
    message: t.field(message),
    isBackfill: t.boolean({
      description: 'Found later, by reading back after an outage: show it, but do not ring.',
      resolve: ({ logged }) => logged.event.isBackfill,
    }),
  }),
});

builder.subscriptionField('messageCreated', (t) =>
  t.field({
    type: MessageCreated,
    description:
      'New messages only, live only: the short form that an open chat window needs. Resuming is what `events` is for. Where one is read too slowly and messages are missing, it gets an error with the code SERVER_BUSY and goes on.',
    args: {
      filter: t.arg({ type: MessageCreatedFilter, description: 'Which messages; all when left out.' }),
    },
    subscribe: (_root, { filter }, context) =>
      listen(context, null, { ...filter, types: ['MESSAGE_CREATED'] }),
    resolve: asCreated,
  }),
);

/** All that its filter leaves; only a Gap comes unasked, and an error is the one way that this field has to say it. */
function asCreated(delivered: Delivered): Created {
  if (delivered.kind === 'EVENT' && delivered.logged.event.type === 'MESSAGE_CREATED') {
    return delivered as Created;
  }
  throw new GraphQLError('Messages were missed, because this subscription was read too slowly.', {
    extensions: { code: 'SERVER_BUSY' },
  });
}
