import { z } from 'zod';
import { id, instant, optionalInstant, part, text } from '../lenient.ts';

/** A message, the same in both forms (linked-api.md §8.1); `threadId` since May 2026. */
export const message = z.object({ id, sender: text, text, time: instant, threadId: text });
export type Message = z.output<typeof message>;

/** An entry of `conversations/poll` (§5.8). What has no list of messages has not been read. */
export const polled = z.object({
  personUrl: text,
  type: text,
  messages: z.array(z.unknown()),
  syncUntil: optionalInstant,
});

/** An entry of `conversations.get`, `.synchronize` and `.sendMessage` (§4.2 to §4.4). */
export const seedItem = z.object({
  person: text,
  result: part(
    z.object({
      success: z.boolean().nullish().catch(null),
      error: z.unknown().optional(),
      data: part(z.object({ messages: z.array(z.unknown()) })),
    }),
  ),
});

/** The envelope of the seed's form (§4.1). */
export const seedAnswer = z.object({
  status: text,
  error: z.unknown().optional(),
  process: part(z.object({ resultLink: text })),
  completion: part(
    z.object({
      standard: z.array(z.unknown()).nullish().catch(null),
      salesNavigator: z.array(z.unknown()).nullish().catch(null),
    }),
  ),
});
export type SeedAnswer = z.output<typeof seedAnswer>;

/** The envelope of the present form (§5.1). */
export const answer = z.object({
  success: z.boolean().nullish().catch(null),
  result: z.unknown().optional(),
  error: z.unknown().optional(),
});

/** What one action came to (§5.6). */
const action = z.object({
  success: z.boolean().nullish().catch(null),
  error: z.unknown().optional(),
  data: z.unknown().optional(),
});

/** Of one action, also where it came as an array: no more than one is ever asked for. */
const oneAction = part(z.union([action, z.array(action).transform(([first]) => first)]));

/** A workflow, started or checked (§5.3, §5.4). */
export const workflow = z.object({
  workflowId: text,
  workflowStatus: text,
  completion: oneAction,
  failure: z.unknown().optional(),
});
export type Completion = z.output<typeof action>;

/** Where a workflow has the actions that follow one, and their completions (§5.6). */
export const CHILDREN = 'then';

/** What a person's page, and the synchronization that was done along with it, tell (§5.7, §7). */
export const actionData = z.object({
  name: text,
  headline: text,
  publicUrl: text,
  hashedUrl: text,
  syncUntil: optionalInstant,
  [CHILDREN]: oneAction,
});
export type ActionData = z.output<typeof actionData>;

/** The account that a token is for (§5.9). */
export const identity = z.object({ name: text, url: text });
