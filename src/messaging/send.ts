import type { MessageRef } from './message.ts';

/** A file that a caller uploaded, already whole on our disk: size and hash are known before anything goes upstream. */
export interface OutgoingAttachment {
  /** A temporary file of the gateway; the name has nothing of the caller in it. */
  readonly path: string;
  /** As the caller named it: untrusted, only ever a multipart file name or a JSON string. */
  readonly filename: string;
  readonly mimeType: string;
  readonly sizeBytes: number;
  /** Lower-case hex of the content. */
  readonly sha256: string;
  readonly mode: 'NATIVE' | 'FILE';
  readonly voiceNote: boolean;
}

export interface SendRequest {
  readonly text: string | null;
  readonly attachments: readonly OutgoingAttachment[];
  /** A message of the same chat. */
  readonly replyTo: MessageRef | null;
}

/** What the vendor said of a send that it took. No id is not a failure: the echo or a look back brings it. */
export interface Sent {
  readonly messageIds: readonly string[];
}

export const companyTopics = ['SERVICE_REQUEST', 'REQUEST_A_DEMO', 'SUPPORT', 'CAREERS', 'OTHER'] as const;
export type CompanyTopic = (typeof companyTopics)[number];

export interface LinkedInClassicStart {
  readonly inMail: boolean;
  readonly companyTopic: CompanyTopic | null;
  readonly applicant: { readonly id: string; readonly messagingToken: string | null } | null;
  readonly invitationId: string | null;
}

export const recruiterVisibilities = ['PUBLIC', 'PRIVATE', 'PROJECT'] as const;
export const recruiterIntents = ['HIRE_FOR_CLIENT', 'HIRE_FOR_OWN_COMPANY'] as const;
export const recruiterSendAs = ['INMAIL', 'EMAIL'] as const;
export const recruiterChannels = [
  'CAREER_SITE',
  'MANUAL_IMPORT',
  'INTERNAL_CANDIDATES',
  'RECRUITER_SEARCH',
  'REFERRAL',
  'JOB_POSTING_RECOMMENDED_MATCHES',
  'AUTOMATED_SOURCING',
  'JOB_POSTING',
] as const;

export interface LinkedInRecruiterStart {
  readonly signature: string | null;
  readonly visibility: (typeof recruiterVisibilities)[number] | null;
  readonly intent: (typeof recruiterIntents)[number] | null;
  readonly sendAs: (typeof recruiterSendAs)[number] | null;
  readonly emailAddress: string | null;
  readonly channel: (typeof recruiterChannels)[number] | null;
  readonly hiringProjectId: string | null;
  readonly jobPostingId: string | null;
  readonly followUp: {
    readonly subject: string;
    readonly text: string;
    readonly attachments: readonly OutgoingAttachment[];
    readonly afterDays: number;
    readonly timeZone: string | null;
  } | null;
}

export interface StartRequest {
  /** The inbox it starts from: a primary one of the account. */
  readonly inboxId: string;
  /** As `Attendee.providerId`, resolved from whatever the caller named; several make a group. */
  readonly recipientIds: readonly string[];
  readonly text: string | null;
  readonly title: string | null;
  readonly subject: string | null;
  readonly attachments: readonly OutgoingAttachment[];
  readonly classic: LinkedInClassicStart | null;
  readonly recruiter: LinkedInRecruiterStart | null;
}

/** chatId null: the vendor took it and will name the chat later. */
export interface Started extends Sent {
  readonly chatId: string | null;
}
