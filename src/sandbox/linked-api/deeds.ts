import { answerTo, opener } from '../texts.ts';
import type { Stage } from './stage.ts';
import { type Account, type Conversation, type Message, uuidOf } from './world.ts';

/** Somebody writes: the person, or the owner (at LinkedIn itself, or through a job). */
export function write(
  stage: Stage,
  conversation: Conversation,
  sender: Message['sender'],
  text: string | null,
  { at = stage.clock.now(), subject }: { at?: number | undefined; subject?: string | undefined } = {},
): Message {
  const id = uuidOf('later', conversation.threadId, stage.random.letters(24, '0123456789abcdef'));
  const message: Message = {
    id,
    sender,
    text,
    at,
    copiedAt: null,
    ...(subject === undefined ? {} : { subject }),
  };
  conversation.messages.push(message);
  conversation.messages.sort((one, other) => one.at - other.at);
  if (isFollowed(stage, conversation)) message.copiedAt = stage.clock.now() + stage.switches.refreshDelayMs;
  tellInbox(stage, conversation, message);
  return message;
}

function isFollowed(stage: Stage, conversation: Conversation): boolean {
  return conversation.syncedUntil !== null && conversation.syncedUntil > stage.clock.now();
}

function tellInbox(stage: Stage, conversation: Conversation, message: Message): void {
  const account = stage.world.account(conversation.accountId);
  if (account === undefined || account.monitoredSince[conversation.channel] === null) return;
  const type = message.sender === 'us' ? 'inbox.messageSent' : 'inbox.messageReceived';
  stage.tell({ type, account, conversation, message });
}

/** The copy of the whole history, and following from now on. */
export function synchronise(stage: Stage, conversation: Conversation, periodMs: number): void {
  const now = stage.clock.now();
  if (stage.switches.resyncChangesIds && conversation.syncedUntil !== null) {
    for (const message of conversation.messages) message.id = uuidOf('again', message.id, String(now));
  }
  for (const message of conversation.messages) message.copiedAt ??= now;
  conversation.syncedUntil = now + periodMs;
}

/** What Linked API holds of a conversation since a time (milliseconds), by the switches; oldest first unless switched. */
export function copied(stage: Stage, conversation: Conversation, since: number | null): Message[] {
  const now = stage.clock.now();
  const { sinceExclusive, newestFirst } = stage.switches;
  const messages = conversation.messages.filter(
    ({ at, copiedAt }) =>
      copiedAt !== null &&
      copiedAt <= now &&
      (since === null || (sinceExclusive ? second(at) > since : second(at) >= since)),
  );
  return newestFirst ? messages.reverse() : messages;
}

/** Times are told in whole seconds (linked-api.md §8.1). */
export function second(at: number): number {
  return Math.floor(at / 1000) * 1000;
}

/** The time (milliseconds) of an ISO 8601 text in UTC, which is how times are written; null where it is none. */
export function instant(text: unknown): number | null {
  const isWritten = typeof text === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text);
  const at = isWritten ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

export function timeText(at: number): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** Who was written to answers after a moment. */
export function answerSoon(stage: Stage, account: Account, conversation: Conversation, text: string): void {
  stage.life.soon(1000, 2000, () => {
    write(stage, conversation, 'them', answerTo(stage.random, text, speakers(account, conversation)));
  });
}

/** What nobody asked for: somebody writes, now and then the owner from another device. */
export function somethingHappens(stage: Stage): void {
  const followed = stage.world.allConversations().filter(({ syncedUntil }) => syncedUntil !== null);
  if (followed.length === 0) return;
  const conversation = stage.random.pick(followed);
  const account = stage.world.account(conversation.accountId);
  if (account?.state !== 'active') return;
  const sender = stage.random.chance(0.25) ? 'us' : 'them';
  write(stage, conversation, sender, opener(stage.random, speakers(account, conversation)));
}

function speakers(account: Account, conversation: Conversation) {
  return { me: firstName(account.name), them: firstName(conversation.person.name) };
}

function firstName(name: string): string {
  return name.split(' ')[0] ?? name;
}
