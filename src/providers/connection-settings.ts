import { z } from 'zod';

/** What every provider's part of the configuration has. */
export const connectionMembers = {
  id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'letters, digits, `-` and `_`, at most 64')
    .describe(
      'Your name for this connection: part of every id, of its webhook address and of token patterns. Do not change it later.',
    ),
  accounts: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe("The provider's ids of the accounts to show; all behind the key where it is left out."),
};

/** Where a vendor is reached. */
export const baseUrl = z.url({ protocol: /^https?$/ });
