import type { Router } from '../../http.ts';
import { accountOf } from '../customer.ts';
import { copied, instant, second, timeText } from '../deeds.ts';
import { LinkedApiError } from '../errors.ts';
import { inboxMessage } from '../notices.ts';
import type { Stage } from '../stage.ts';
import type { Account, Channel, Conversation, Message } from '../world.ts';
import { bodyOf, jsonBody, succeeded } from './workflows.ts';

/** Who am I, what did I do, and reads from the vendor's own copy (linked-api.md §5.8, §5.9, §7). */
export function readingRoutes(router: Router, stage: Stage): void {
  router
    .add('GET /account', (request) => {
      const { name, url } = accountOf(stage.world, request);
      return succeeded({ name, url });
    })
    .add('GET /stats/actions', (request) => {
      const account = accountOf(stage.world, request);
      const [start, end] = [instant(request.query.get('start')), instant(request.query.get('end'))];
      if (start === null || end === null) throw malformed('start and end are times.');
      const done = stage.world.executed.filter(
        ({ accountId, at }) => accountId === account.id && at >= start && at <= end,
      );
      return succeeded(
        done.map(({ actionType, success, at }) => ({ actionType, success, time: timeText(at) })),
      );
    })
    .add('POST /conversations/poll', (request) => {
      const account = accountOf(stage.world, request);
      const body = jsonBody(request);
      if (!Array.isArray(body)) throw malformed('The body is an array.');
      return succeeded(body.map(readTarget).map((target) => polled(stage, account, target)));
    })
    .add('POST /inbox/poll', (request) => {
      const account = accountOf(stage.world, request);
      return succeeded({ messages: inbox(stage, account, readInboxQuery(bodyOf(request))) });
    });
}

interface Target {
  personUrl: string;
  type: Channel;
  since?: string;
}

function readTarget(value: unknown): Target {
  const { personUrl, type, since } = (value ?? {}) as Record<string, unknown>;
  if (typeof personUrl !== 'string' || (type !== 'st' && type !== 'nv')) {
    throw malformed('Each entry has a personUrl, and a type that is st or nv.');
  }
  if (since === undefined) return { personUrl, type };
  if (instant(since) === null) throw malformed('since is a time: 2023-01-01T00:00:00Z.');
  return { personUrl, type, since: String(since) };
}

function polled(stage: Stage, account: Account, { personUrl, type, since }: Target): Record<string, unknown> {
  const person = stage.world.person(personUrl);
  const conversation = person && stage.world.find(account, type, person);
  if (!person || !conversation || conversation.syncedUntil === null) {
    throw new LinkedApiError(
      'conversationsNotSynced',
      'Some of these conversations have not been synchronised.',
    );
  }
  const messages = copied(stage, conversation, instant(since));
  return {
    personUrl: stage.switches.canonicalEcho ? person.publicUrl : personUrl,
    type,
    ...(since === undefined ? {} : { since }),
    messages: messages.map((message) => conversationMessage(stage, message, conversation)),
    ...(stage.switches.idOnlyAnswers ? {} : { syncUntil: timeText(conversation.syncedUntil) }),
  };
}

/** A message as conversation reads show it (linked-api.md §8.1). */
export function conversationMessage(
  stage: Stage,
  message: Message,
  { threadId }: Conversation,
): Record<string, unknown> {
  const text = message.text ?? (stage.switches.nullTexts ? null : '');
  const thread = stage.switches.idOnlyAnswers ? {} : { threadId };
  return { id: message.id, sender: message.sender, text, time: timeText(message.at), ...thread };
}

/** What is left out is null: all of it. */
interface InboxQuery {
  since: number | null;
  type: string | null;
  threadId: string | null;
}

function readInboxQuery({ since = null, type = null, threadId = null }: Record<string, unknown>): InboxQuery {
  if (since !== null && instant(since) === null) throw malformed('since is a time: 2023-01-01T00:00:00Z.');
  if (type !== null && type !== 'st' && type !== 'nv') throw malformed('type is st or nv.');
  if (threadId !== null && typeof threadId !== 'string') throw malformed('threadId is a text.');
  return { since: instant(since), type, threadId };
}

// What came since monitoring was switched on, newest first (linked-api.md §7).
function inbox(stage: Stage, account: Account, query: InboxQuery): unknown[] {
  const { st, nv } = account.monitoredSince;
  if (st === null && nv === null)
    throw new LinkedApiError('inboxNotSynced', 'The inbox is not monitored yet.');
  const since = query.since ?? 0;
  return stage.world
    .allConversations()
    .filter(({ accountId, channel, threadId }) => {
      const asked = (query.type ?? channel) === channel && (query.threadId ?? threadId) === threadId;
      return accountId === account.id && asked && account.monitoredSince[channel] !== null;
    })
    .flatMap((conversation) =>
      conversation.messages
        .filter(({ at }) => at >= (account.monitoredSince[conversation.channel] ?? 0) && second(at) >= since)
        .map((message) => ({ at: message.at, shown: inboxMessage(conversation, message) })),
    )
    .sort((one, other) => other.at - one.at)
    .map(({ shown }) => shown);
}

function malformed(message: string): LinkedApiError {
  return new LinkedApiError('invalidRequestPayload', message);
}
