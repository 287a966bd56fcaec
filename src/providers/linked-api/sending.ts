import type { Call } from '../../messaging/call.ts';
import { requireLength } from '../../messaging/capabilities.ts';
import { FailureError, failure, failureOf, invalidInput, notSupported } from '../../messaging/errors.ts';
import type { SendRequest, Sent, Started, StartRequest } from '../../messaging/send.ts';
import {
  accountCapabilities,
  chatCapabilities,
  MAX_SUBJECT_LENGTH,
  MAX_TEXT_LENGTH,
} from './capabilities.ts';
import { channelOfInbox } from './channels.ts';
import type { Job, Target } from './client.ts';
import type { Connection } from './connection.ts';
import { OWNER_ID } from './convert.ts';
import type { Conversation } from './people.ts';
import { type Profile, profileOf } from './profile-url.ts';

const FIRST_CHECK_MS = 1_000;
const LAST_CHECK_MS = 10_000;
/** What is left of the caller's time when nobody waits any more. */
const LEFT_MS = 1_000;
/** How much the vendor's clock may be behind ours (linked-api.md §13.7). */
const SKEW_MS = 2 * 60_000;

/** A message to somebody who is followed. It names no id: reading the conversation brings it (linked-api.md §13.7). */
export async function send(
  connection: Connection,
  conversation: Conversation,
  { text, attachments, replyTo }: SendRequest,
  call: Call,
): Promise<Sent> {
  if (attachments.length > 0) throw notSupported(chatCapabilities.attach.reason ?? '', 'attachments');
  if (replyTo !== null) throw notSupported(chatCapabilities.reply.reason ?? '', 'replyToMessageId');
  const follow = async () => conversation.chatId;
  await sayAndFollow(connection, conversation, requireText(text), null, follow, call);
  return { messageIds: [] };
}

/** The first message to somebody, who is followed from then on. */
export async function startChat(
  connection: Connection,
  request: StartRequest,
  owner: Profile | null,
  call: Call,
): Promise<Started> {
  const channel = channelOfInbox(request.inboxId);
  if (channel === null) throw notSupported('There is no such inbox.', 'from', 'inboxId');
  const profile = recipientOf(request, owner);
  requirePlain(request);
  const text = requireText(request.text);
  const subject = request.subject?.trim() || null;
  if (channel === 'st' && subject !== null) {
    throw notSupported('Only Sales Navigator has subjects.', 'subject');
  }
  if (channel === 'nv' && subject === null) {
    throw invalidInput('A message in Sales Navigator needs a subject.', 'subject');
  }
  requireLength(subject ?? '', MAX_SUBJECT_LENGTH, 'subject');

  const known = await connection.people.with(channel, profile);
  const target = known ?? { channel, url: profile.url };
  const follow = async () => (known ?? (await connection.people.follow(channel, profile.url))).chatId;
  const chatId = await sayAndFollow(connection, target, text, subject, follow, call);
  return { messageIds: [], chatId };
}

/** Follows whom a gateway that ended in between may have written to, so that what it said is seen. Throws StorageUnavailable. */
export function adoptLeftOver(connection: Connection): Promise<void> {
  return connection.handovers.adopt(async ({ channel, url, at }) => {
    const { chatId } = await connection.people.follow(channel, url);
    await expectEcho(connection, chatId, at);
  });
}

/** Says it. Where it was said, or may have been, only reading the conversation tells more: so that is followed. */
function sayAndFollow(
  connection: Connection,
  target: Target,
  text: string,
  subject: string | null,
  follow: () => Promise<string>,
  call: Call,
): Promise<string> {
  const { handovers, now } = connection;
  return handovers.during(target, async () => {
    try {
      await say(connection, target, text, subject, call);
    } catch (error) {
      if (failureOf(error)?.code === 'OUTCOME_UNKNOWN') await expectEcho(connection, await follow(), now());
      throw error;
    }
    const chatId = await follow();
    await expectEcho(connection, chatId, now());
    return chatId;
  });
}

/**
 * Hands a message over and waits until it was sent. Throws why it was not; OUTCOME_UNKNOWN where the answer was lost, or
 * the caller's time is over and it is still in the account's queue.
 */
async function say(
  { client, now, wait }: Connection,
  target: Target,
  text: string,
  subject: string | null,
  call: Call,
): Promise<void> {
  let job = await client.startSend(target, text, subject, call);
  for (let pauseMs = FIRST_CHECK_MS; job.state === 'RUNNING'; pauseMs *= 1.5) {
    const leftMs = call.deadline - now() - LEFT_MS;
    if (leftMs <= 0 || call.signal.aborted) throw stillQueued();
    await wait(Math.min(pauseMs, LAST_CHECK_MS, leftMs), call.signal);
    job = await look(client, job, call);
  }
  if (job.state === 'LOST') throw outcomeUnknown();
  if (job.failure !== null) throw new FailureError(job.failure);
}

/** What cannot be looked at now may be looked at later: it was accepted. */
async function look(client: Connection['client'], job: Job & { readonly state: 'RUNNING' }, call: Call) {
  try {
    return await client.checkJob(job.jobId, call);
  } catch (error) {
    if (failureOf(error) === null) throw error;
    return job;
  }
}

/** The conversation is read for what was said: followed, if it was not, and from `at` (Unix milliseconds) on it is news. */
async function expectEcho({ people, synchronizer, histories }: Connection, chatId: string, at: number) {
  histories.forget(chatId);
  const conversation = await people.update(chatId, (before) =>
    before.readWholeAt !== null || before.newsSince !== null
      ? before
      : { ...before, newsSince: new Date(at - SKEW_MS).toISOString() },
  );
  const isFollowed = conversation?.isReadable || conversation?.sync === 'RUNNING';
  if (conversation !== null && !isFollowed) await synchronizer.ask(chatId, false);
}

function recipientOf({ recipientIds }: StartRequest, owner: Profile | null): Profile {
  const [recipient, another] = recipientIds;
  if (another !== undefined) throw notSupported(accountCapabilities.startGroup.reason ?? '', 'recipients');
  const profile = profileOf(recipient ?? '');
  if (recipient === OWNER_ID || (profile !== null && profile.key === owner?.key)) {
    throw invalidInput('This is the account itself.', 'recipients', '0');
  }
  if (profile === null) {
    throw invalidInput('A recipient is named by the address of their LinkedIn profile.', 'recipients', '0');
  }
  return profile;
}

function requirePlain({ attachments, classic, recruiter }: StartRequest): void {
  if (attachments.length > 0) throw notSupported(chatCapabilities.attach.reason ?? '', 'attachments');
  if (recruiter !== null) throw notSupported('Linked API does not reach Recruiter.', 'linkedIn', 'recruiter');
  if (classic === null) return;
  const { inMail, companyTopic, applicant, invitationId } = classic;
  if (inMail) throw notSupported(accountCapabilities.inMail.reason ?? '', 'linkedIn', 'classic', 'inMail');
  if (companyTopic !== null || applicant !== null || invitationId !== null) {
    throw notSupported('Linked API has no such options.', 'linkedIn', 'classic');
  }
}

function requireText(text: string | null): string {
  if (text === null || text.trim() === '')
    throw invalidInput('Linked API sends texts: it needs one.', 'text');
  requireLength(text, MAX_TEXT_LENGTH, 'text');
  return text;
}

const outcomeUnknown = () =>
  failure('OUTCOME_UNKNOWN', 'Linked API took the message and cannot say what became of it.');

const stillQueued = () =>
  failure(
    'OUTCOME_UNKNOWN',
    'Linked API took the message and had not sent it in time. Whether it will is not known: look at the conversation before you send it again.',
  );
