import { z } from 'zod';
import type { Secret } from '../../messaging/secret.ts';
import { baseUrl, connectionMembers } from '../connection-settings.ts';

/** A connection to Unipile v2 as the configuration has it; `secret` reads what is never written in it. */
export function settings(secret: z.ZodType<Secret>) {
  return z
    .strictObject({
      ...connectionMembers,
      provider: z.literal('unipile-v2').describe('Unipile, API version 2.'),
      baseUrl: baseUrl.describe('Where the API is, as https://api.unipile.com/v2.'),
      apiKey: secret.describe('A key of the Application at Unipile that owns the accounts.'),
      webhookSecret: secret
        .optional()
        .describe(
          'The secret of a webhook endpoint that was made by hand. Leave it out, and the gateway makes its own endpoint and reads back the secret that Unipile gave it.',
        ),
    })
    .describe('A connection to Unipile v2.');
}

export type Settings = z.output<ReturnType<typeof settings>>;
