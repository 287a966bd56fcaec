import { onTestFinished } from 'vitest';
import { type Listening, listen, read, socketClient } from '../support/client.ts';
import { listenBySse } from './sse.ts';

export interface SeenEvent {
  readonly __typename: string;
  readonly id: string;
  readonly [field: string]: unknown;
}

interface Reachable {
  readonly graphql: string;
  readonly socket: string;
}

/** What a subscription asks for in these tests, unless it says otherwise. */
const everything = `__typename id at
  ... on ChatEvent { account { id } chatId }
  ... on MessageCreated { messageId isBackfill message { id text direction sentAt sender { name } } }
  ... on MessageEdited { messageId message { text isEdited } }
  ... on MessageDeleted { messageId }
  ... on MessageRead { message { id } reader { name isSelf } }
  ... on MessageDelivered { messageId }
  ... on MessageReacted { messageId value removed attendee { name } }
  ... on AccountStatusChanged { account { id } status product }
  ... on Gap { from to reason }`;

export const headOf = async ({ graphql }: Pick<Reachable, 'graphql'>, headers: Record<string, string> = {}) =>
  (await read<{ eventCursor: string }>(graphql, '{ eventCursor }', {}, headers)).eventCursor;

/** A subscription to `events`, which ends with the test. */
export async function eventsOf(
  { graphql, socket }: Reachable,
  options: {
    readonly over?: 'WebSocket' | 'SSE';
    readonly after?: string;
    readonly filter?: object;
    readonly select?: string;
    readonly token?: string;
  } = {},
): Promise<Listening<SeenEvent>> {
  const { over = 'WebSocket', after, filter, select = everything, token } = options;
  const query = `subscription ($after: ID, $filter: EventFilter) { events(after: $after, filter: $filter) { ${select} } }`;
  const variables = { after, filter };
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const client = over === 'WebSocket' ? socketClient(socket, token) : null;
  const listening =
    client === null
      ? await listenBySse<{ events: SeenEvent }>(graphql, query, variables, headers)
      : listen<{ events: SeenEvent }>(client, query, variables);
  const stop = async () => {
    await listening.stop();
    await client?.dispose();
  };
  onTestFinished(stop);
  return {
    next: async () => (await listening.next()).events,
    until: async (fits) => (await listening.until(({ events }) => fits(events))).events,
    stop,
  };
}

/** As many as that, in order. */
export async function take(listening: Listening<SeenEvent>, count: number): Promise<SeenEvent[]> {
  const events: SeenEvent[] = [];
  while (events.length < count) events.push(await listening.next());
  return events;
}

/** One that has been told that it is caught up: what happens from now on comes live. */
export async function caughtUp(
  gateway: Reachable,
  options: Parameters<typeof eventsOf>[1] = {},
): Promise<Listening<SeenEvent>> {
  const events = await eventsOf(gateway, { after: await headOf(gateway, bearer(options.token)), ...options });
  await events.until(({ __typename }) => __typename === 'CaughtUp');
  return events;
}

const bearer = (token: string | undefined): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` };
