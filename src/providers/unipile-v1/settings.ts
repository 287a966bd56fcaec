import { z } from 'zod';
import type { Secret } from '../../messaging/secret.ts';
import { baseUrl, connectionMembers } from '../connection-settings.ts';

/** A connection to Unipile v1 as the configuration has it; `secret` reads what is never written in it. */
export function settings(secret: z.ZodType<Secret>) {
  return z
    .strictObject({
      ...connectionMembers,
      provider: z.literal('unipile-v1').describe('Unipile, API version 1.'),
      baseUrl: baseUrl.describe(
        'Your DSN with /api/v1, as https://api1.unipile.com:13111/api/v1. Where only port 443 is open: https://api1.unipile.com/api/v1?port=13111.',
      ),
      apiKey: secret.describe('An access token of the Unipile dashboard.'),
      webhookSecret: secret
        .optional()
        .describe(
          'A long random text of your own. Unipile signs nothing, so the webhooks carry it in a header; without it every webhook is refused and nothing is pushed.',
        ),
    })
    .describe('A connection to Unipile v1.');
}

export type Settings = z.output<ReturnType<typeof settings>>;
