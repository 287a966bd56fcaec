import { invalidInput, notSupported } from '../../messaging/errors.ts';
import type { Product } from '../../messaging/inbox.ts';
import type {
  LinkedInClassicStart,
  LinkedInRecruiterStart,
  SendRequest,
  StartRequest,
} from '../../messaging/send.ts';
import { mayBeUserOf, START_OPTIONS_UNDER } from './assumptions.ts';
import { toContents } from './attachments.ts';

/** The body of a message in a chat (unipile-v2.md §6.3). */
export async function sendBody({ text, replyTo, attachments }: SendRequest): Promise<object> {
  return {
    text: text ?? '',
    quote_id: replyTo?.messageId,
    attachments: await toContents(attachments, 'attachments'),
  };
}

/** The body of a new chat (§6.2). Throws INVALID_INPUT or NOT_SUPPORTED naming the field that Unipile v2 has no way for. */
export async function startBody(product: Product, request: StartRequest): Promise<object> {
  const { recipientIds, text, title, attachments } = request;
  for (const [index, id] of recipientIds.entries()) requireUserOf(product, id, 'recipients', String(index));
  const options = await linkedInOptions(product, request);
  return {
    users_ids: recipientIds,
    text: text ?? '',
    name: recipientIds.length > 1 ? (title ?? undefined) : undefined,
    attachments: await toContents(attachments, 'attachments'),
    ...(options === null
      ? {}
      : Object.fromEntries(START_OPTIONS_UNDER.map((key) => [key, { linkedin: options }]))),
  };
}

/** Throws INVALID_INPUT naming the field where somebody is named by their id in another product. */
export function requireUserOf(product: Product, userId: string, ...field: string[]): void {
  if (mayBeUserOf(product, userId)) return;
  throw invalidInput(
    'This is their id in another product of LinkedIn; here the one counts that this product shows.',
    ...field,
  );
}

async function linkedInOptions(product: Product, request: StartRequest): Promise<object | null> {
  const { subject, classic, recruiter } = request;
  if (classic !== null && product !== 'LINKEDIN_CLASSIC') {
    throw notSupported('These options belong to LinkedIn’s classic inbox.', 'linkedIn', 'classic');
  }
  if (recruiter !== null && product !== 'LINKEDIN_RECRUITER') {
    throw notSupported('These options belong to LinkedIn Recruiter.', 'linkedIn', 'recruiter');
  }
  switch (product) {
    case 'LINKEDIN_SALES_NAVIGATOR':
      return { sales_navigator: { subject: required(subject, 'subject') } };
    case 'LINKEDIN_RECRUITER':
      return { recruiter: await recruiterOptions(required(subject, 'subject'), recruiter) };
    default: {
      if (subject !== null) throw notSupported('Unipile v2 has no subject here.', 'subject');
      const options = classic === null ? {} : classicOptions(classic);
      return Object.keys(options).length === 0 ? null : { classic: options };
    }
  }
}

function classicOptions({ inMail, companyTopic, applicant, invitationId }: LinkedInClassicStart): object {
  const token = ['linkedIn', 'classic', 'applicant', 'messagingToken'] as const;
  return {
    ...(inMail ? { inmail: true } : {}),
    ...(companyTopic === null ? {} : { company_topic: companyTopic }),
    ...(applicant === null
      ? {}
      : { applicant: { id: applicant.id, messaging_token: required(applicant.messagingToken, ...token) } }),
    ...(invitationId === null ? {} : { relation_request_id: invitationId }),
  };
}

async function recruiterOptions(subject: string, start: LinkedInRecruiterStart | null): Promise<object> {
  const at = (field: string) => ['linkedIn', 'recruiter', field] as const;
  const signature = required(start?.signature ?? null, ...at('signature'));
  if (start === null) return { subject, signature };
  const { visibility, intent, sendAs, channel, followUp } = start;
  for (const field of ['emailAddress', 'hiringProjectId', 'jobPostingId'] as const) {
    if (start[field] !== null) throw notSupported('Unipile v2 cannot pass this on.', ...at(field));
  }
  return {
    subject,
    signature,
    visibility: visibility ?? undefined,
    intent: intent ?? undefined,
    send_as: sendAs ?? undefined,
    channel_type: channel ?? undefined,
    follow_up: followUp === null ? undefined : await toFollowUp(followUp),
  };
}

async function toFollowUp(followUp: NonNullable<LinkedInRecruiterStart['followUp']>): Promise<object> {
  const { subject, text, attachments, afterDays, timeZone } = followUp;
  return {
    subject,
    text,
    attachments: await toContents(attachments, 'linkedIn', 'recruiter', 'followUp', 'attachments'),
    scheduled_for: { days: afterDays, timezone: timeZone ?? undefined },
  };
}

function required(value: string | null, ...field: string[]): string {
  if (value === null || value.trim() === '') {
    throw invalidInput('Unipile v2 needs this to start the chat.', ...field);
  }
  return value;
}
