import { z } from 'zod';
import { type AccountStatus, accountStatuses } from '../../messaging/account.ts';
import type { Call } from '../../messaging/call.ts';
import { FailureError } from '../../messaging/errors.ts';
import type { IncomingEvent } from '../../messaging/event.ts';
import type { Changes } from '../../messaging/provider.ts';
import type { Connection } from './connection.ts';
import { saysOf, toSyncEvent } from './convert.ts';
import type { Entry } from './ledger.ts';
import type { Conversation } from './people.ts';
import { adoptLeftOver } from './sending.ts';

/**
 * What a position says: what was told along with it. It comes back once that has been taken, and only then does it count
 * as told; so a crash in between repeats it, and the log knows repeats.
 */
const receipt = z.object({
  /** When it was polled, in Unix milliseconds. Positions of 0.1.0 do not say. */
  polledAt: z.number().nullable().default(null),
  status: z.enum(accountStatuses),
  synchronization: z.record(z.string(), z.string()),
  messages: z.record(z.string(), z.array(z.tuple([z.string(), z.string(), z.number()]))),
});
type Receipt = z.output<typeof receipt>;

/**
 * What happened since the position: the side of the provider that a poll sees. Each call also moves synchronizations
 * on, so that no timers are needed. Throws FailureError where nothing could be read and there is nothing else to tell.
 */
export async function changesSince(
  connection: Connection,
  position: string | null,
  call: Call,
): Promise<Changes> {
  const { people, ledgers, standing, synchronizer, newsreader } = connection;
  const polledAt = connection.now();
  const told = position === null ? null : readReceipt(position);
  for (const [chatId, entries] of Object.entries(told?.messages ?? {})) {
    await ledgers.add(chatId, entries satisfies Entry[]);
  }
  await standing.recall();
  await connection.followConfigured();
  await adoptLeftOver(connection);
  await synchronizer.check(call);
  const news = await newsreader.read(told === null, told?.polledAt ?? null, call);
  await synchronizer.start(call, false);
  await standing.remember();

  const conversations = await people.remembered();
  const events = [
    ...(told === null ? [] : statusEvents(connection, told.status)),
    ...(told === null ? [] : syncEvents(connection, told, conversations)),
    ...news.events,
  ];
  const pause = news.failures.find(({ code }) => code === 'RATE_LIMITED');
  const failure = pause ?? news.failures[0];
  const isNothing = events.length === 0 && !news.isAnyRead;
  if (failure !== undefined && isNothing && told !== null) throw new FailureError(failure);
  if (failure !== undefined) {
    const { connectionId } = connection.account;
    connection.log.warn({ connectionId, code: failure.code }, 'Some conversations could not be read');
  }
  const next: Receipt = {
    polledAt,
    status: standing.status,
    synchronization: Object.fromEntries(conversations.map((one) => [one.chatId, saysOf(one)])),
    messages: news.fresh as Receipt['messages'],
  };
  const againMs = synchronizer.dueInMs(await people.all());
  return { events, position: JSON.stringify(next), againMs, ...(pause && { pause }) };
}

/** Null for what we never wrote: then it begins anew, and what is not known becomes history. */
function readReceipt(position: string): Receipt | null {
  try {
    return receipt.parse(JSON.parse(position));
  } catch {
    return null;
  }
}

function statusEvents({ account, standing, now }: Connection, told: AccountStatus): IncomingEvent[] {
  const { accountId } = account;
  const { status } = standing;
  if (status === told) return [];
  const at = new Date(now()).toISOString();
  return [
    {
      event: { type: 'ACCOUNT_STATUS_CHANGED', accountId, at, status, product: null },
      identity: { thing: JSON.stringify(['status', accountId]), says: status },
    },
  ];
}

function syncEvents(
  { account }: Connection,
  { synchronization }: Receipt,
  conversations: readonly Conversation[],
): IncomingEvent[] {
  return conversations
    .filter((conversation) => {
      const before = synchronization[conversation.chatId];
      // Nothing has happened yet to somebody who was only just remembered.
      return before !== saysOf(conversation) && !(before === undefined && conversation.sync === 'NEW');
    })
    .map((conversation) => toSyncEvent(account.accountId, conversation));
}
