import { z } from 'zod';
import type { Provider, ProviderTools } from '../messaging/provider.ts';
import type { Secret } from '../messaging/secret.ts';
import * as linkedApi from './linked-api/index.ts';
import * as unipileV1 from './unipile-v1/index.ts';
import * as unipileV2 from './unipile-v2/index.ts';

/** Every provider by its name in the configuration: how its part is read, and how a connection is made of it. */
export const providers = {
  'unipile-v1': unipileV1,
  'unipile-v2': unipileV2,
  'linked-api': linkedApi,
} as const;

export type ProviderName = keyof typeof providers;

/** One connection of the configuration, whatever its provider. `secret` reads what is never written in the file. */
export function connectionSettings(secret: z.ZodType<Secret>) {
  return z.discriminatedUnion('provider', [
    providers['unipile-v1'].settings(secret),
    providers['unipile-v2'].settings(secret),
    providers['linked-api'].settings(secret),
  ]);
}

export type ConnectionSettings = z.output<ReturnType<typeof connectionSettings>>;

/** Makes the provider of a connection; makes no request. */
export function createProvider(settings: ConnectionSettings, tools: ProviderTools): Provider {
  // That settings and provider go together follows from the name, which TypeScript does not see through.
  const create = providers[settings.provider].create as (
    settings: ConnectionSettings,
    tools: ProviderTools,
  ) => Provider;
  return create(settings, tools);
}
