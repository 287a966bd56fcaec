import { builder } from './builder.ts';

builder.subscriptionType({
  description:
    'What happens, as it happens: over WebSocket (`graphql-transport-ws`) or server-sent events. Each event is looked at with the rights of that moment.',
});
