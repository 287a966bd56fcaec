import { z } from 'zod';
import type { Secret } from '../../messaging/secret.ts';
import { baseUrl, connectionMembers } from '../connection-settings.ts';
import { profileOf } from './profile-url.ts';

const profileUrl = z
  .string()
  .refine((address) => profileOf(address) !== null, 'expected https://www.linkedin.com/in/…');

/** A connection to Linked API as the configuration has it; `secret` reads what is never written in it. */
export function settings(secret: z.ZodType<Secret>) {
  return z
    .strictObject({
      ...connectionMembers,
      provider: z.literal('linked-api').describe('Linked API.'),
      baseUrl: baseUrl.default('https://api.linkedapi.io').describe('Where Linked API is reached.'),
      form: z
        .enum(['workflows', 'conversations'])
        .default('workflows')
        .describe(
          'How it is spoken to: workflows as at present, or conversations (below /account) as before mid 2025. It is never guessed, because a wrong guess could send.',
        ),
      linkedApiToken: secret.describe('The main token of your Linked API customer account.'),
      identificationToken: secret.describe(
        'The token of the one LinkedIn account that this connection is for. A token that was made anew for it may be put in its place; another LinkedIn account needs a connection of its own.',
      ),
      tokenHeader: z
        .string()
        .regex(/^[a-z0-9-]{1,64}$/, 'expected the name of a header, in lower case')
        .optional()
        .describe(
          'The header of the main token, where it is not that of the form: linked-api-token, or account-api-token.',
        ),
      people: z
        .array(profileUrl)
        .default([])
        .describe(
          'Profile addresses of the people whose LinkedIn conversations are followed. More can be added through synchronizeConversations. Whoever was followed once is remembered, and goes on being followed and shown when taken out of here.',
        ),
      salesNavigatorPeople: z
        .array(profileUrl)
        .optional()
        .describe(
          'The same for Sales Navigator. Given, also empty, it shows that the account has Sales Navigator.',
        ),
      pollSeconds: z
        .int()
        .min(5)
        .max(3600)
        .default(30)
        .describe(
          'How often to look for new messages, which Linked API does not push; at least every 30 seconds while somebody is being synchronized. 30 when left out.',
        ),
      resyncDays: z
        .int()
        .min(1)
        .max(90)
        .default(25)
        .describe(
          'Days after which a conversation is synchronized again, where Linked API does not say until when it follows it: usually 30. 25 when left out.',
        ),
    })
    .describe('A connection to Linked API.');
}

export type Settings = z.output<ReturnType<typeof settings>>;
