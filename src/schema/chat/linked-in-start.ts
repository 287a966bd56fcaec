import { invalidInput } from '../../messaging/errors.ts';
import type { Product } from '../../messaging/inbox.ts';
import type { LinkedInClassicStart, LinkedInRecruiterStart } from '../../messaging/send.ts';
import { fileAsRequested, outgoing } from '../writing/attachment-input.ts';
import { requireText } from '../writing/checks.ts';
import type { LinkedInStartInput } from './linked-in-start-input.ts';

type Given = typeof LinkedInStartInput.$inferInput;

export interface LinkedInStart {
  readonly classic: LinkedInClassicStart | null;
  readonly recruiter: LinkedInRecruiterStart | null;
}

/** The block as the port takes it. Throws INVALID_INPUT naming what cannot be right, whatever the inbox. */
export function linkedInStart(given: Given | null | undefined): LinkedInStart {
  const { classic, recruiter } = given ?? { classic: null, recruiter: null };
  return {
    classic: classic ? classicStart(classic) : null,
    recruiter: recruiter ? recruiterStart(recruiter) : null,
  };
}

/** Throws INVALID_INPUT where the block is that of another product than the inbox. */
export function requireProduct({ classic, recruiter }: LinkedInStart, product: Product): void {
  if (classic && product !== 'LINKEDIN_CLASSIC') {
    throw invalidInput('This inbox is not of LinkedIn Classic.', 'linkedIn', 'classic');
  }
  if (recruiter && product !== 'LINKEDIN_RECRUITER') {
    throw invalidInput('This inbox is not of LinkedIn Recruiter.', 'linkedIn', 'recruiter');
  }
}

/** What makes it the same request when it is repeated: files by what they hold. */
export function asRequested({ classic, recruiter }: LinkedInStart) {
  const followUp = recruiter?.followUp ?? null;
  return {
    classic: classic && { ...classic, applicant: classic.applicant && { ...classic.applicant } },
    recruiter: recruiter && {
      ...recruiter,
      followUp: followUp && { ...followUp, attachments: followUp.attachments.map(fileAsRequested) },
    },
  };
}

function classicStart(given: NonNullable<Given['classic']>): LinkedInClassicStart {
  const { inMail, companyTopic, applicant, invitationId } = given;
  return {
    inMail: inMail ?? false,
    companyTopic: companyTopic ?? null,
    applicant: applicant ? { id: applicant.id, messagingToken: applicant.messagingToken ?? null } : null,
    invitationId: invitationId ?? null,
  };
}

function recruiterStart(given: NonNullable<Given['recruiter']>): LinkedInRecruiterStart {
  // Whether one is needed is the provider's to say: not all of them take it.
  if (given.emailAddress?.includes('@') === false) {
    throw invalidInput('This is no e-mail address.', 'linkedIn', 'recruiter', 'emailAddress');
  }
  return {
    signature: given.signature ?? null,
    visibility: given.visibility ?? null,
    intent: given.intent ?? null,
    sendAs: given.sendAs ?? null,
    emailAddress: given.emailAddress ?? null,
    channel: given.channel ?? null,
    hiringProjectId: given.hiringProjectId ?? null,
    jobPostingId: given.jobPostingId ?? null,
    followUp: given.followUp ? followUpOf(given.followUp) : null,
  };
}

type FollowUp = NonNullable<LinkedInRecruiterStart['followUp']>;

function followUpOf(given: NonNullable<NonNullable<Given['recruiter']>['followUp']>): FollowUp {
  const { subject, text, attachments, afterDays, timeZone } = given;
  const path = ['linkedIn', 'recruiter', 'followUp'];
  requireText(subject, ...path, 'subject');
  requireText(text, ...path, 'text');
  if (afterDays < 1) throw invalidInput('A follow-up comes at least a day later.', ...path, 'afterDays');
  if (timeZone && !isTimeZone(timeZone)) {
    throw invalidInput('A time zone is named as Europe/Berlin.', ...path, 'timeZone');
  }
  const files = outgoing(attachments, ...path, 'attachments');
  return { subject, text, attachments: files, afterDays, timeZone: timeZone ?? null };
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
