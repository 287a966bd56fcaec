import { builder } from '../builder.ts';
import { ErrorInterface } from './error.ts';
import { ProviderError } from './kinds.ts';

builder.objectType(ProviderError, {
  name: 'ProviderError',
  description:
    'The provider or the network would not, or nobody knows whether it did (OUTCOME_UNKNOWN). `code` says which: NOT_ALLOWED, PROVIDER_REJECTED, RECIPIENT_UNREACHABLE, INSUFFICIENT_CREDITS, SUBSCRIPTION_REQUIRED, PROVIDER_UNAVAILABLE, NOT_SYNCHRONIZED or OUTCOME_UNKNOWN.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    providerType: t.string({
      nullable: true,
      description:
        "The provider's own name of the error, to look it up in the provider's documents or to quote it to their support.",
      resolve: ({ failure }) => failure.providerType ?? null,
    }),
    providerStatus: t.int({
      nullable: true,
      description: 'The HTTP status that the provider answered; null where no answer came.',
      resolve: ({ failure }) => failure.providerStatus ?? null,
    }),
  }),
});
