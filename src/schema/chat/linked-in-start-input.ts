import type { CompanyTopic as CompanyTopicValue, LinkedInRecruiterStart } from '../../messaging/send.ts';
import { builder } from '../builder.ts';
import { enumType } from '../enum.ts';
import { AttachmentInput } from '../writing/attachment-input.ts';

const CompanyTopic = enumType<CompanyTopicValue>(
  'CompanyTopic',
  'What an organization is written to about.',
  {
    SERVICE_REQUEST: 'A service is asked for.',
    REQUEST_A_DEMO: 'A demonstration is asked for.',
    SUPPORT: 'Help is asked for.',
    CAREERS: 'Working there.',
    OTHER: 'Anything else.',
  },
);

const RecruiterVisibility = enumType<NonNullable<LinkedInRecruiterStart['visibility']>>(
  'RecruiterVisibility',
  'Who among the colleagues sees a conversation in Recruiter.',
  { PUBLIC: 'All of them.', PRIVATE: 'Nobody else.', PROJECT: 'The members of the hiring project.' },
);

const RecruiterIntent = enumType<NonNullable<LinkedInRecruiterStart['intent']>>(
  'RecruiterIntent',
  'For whom somebody is sought.',
  { HIRE_FOR_CLIENT: 'For a client.', HIRE_FOR_OWN_COMPANY: 'For the own company.' },
);

const RecruiterSendAs = enumType<NonNullable<LinkedInRecruiterStart['sendAs']>>(
  'RecruiterSendAs',
  'How the first message travels.',
  { INMAIL: 'As an InMail; costs a credit.', EMAIL: 'As an e-mail to `emailAddress`.' },
);

const RecruiterChannel = enumType<NonNullable<LinkedInRecruiterStart['channel']>>(
  'RecruiterChannel',
  'Where a candidate was found.',
  {
    CAREER_SITE: "On the company's own pages.",
    MANUAL_IMPORT: 'Entered by hand.',
    INTERNAL_CANDIDATES: 'Among the own people.',
    RECRUITER_SEARCH: "In Recruiter's search.",
    REFERRAL: 'Somebody recommended them.',
    JOB_POSTING_RECOMMENDED_MATCHES: 'Recommended for a job posting.',
    AUTOMATED_SOURCING: 'Found by automation.',
    JOB_POSTING: 'They answered a job posting.',
  },
);

const ApplicantInput = builder.inputType('ApplicantInput', {
  description: 'Somebody who has applied for a job of the account.',
  fields: (t) => ({
    id: t.string({ required: true, description: "The application's id at the provider." }),
    messagingToken: t.string({
      description: 'What the provider gave with the application; Unipile v2 needs it, v1 has none.',
    }),
  }),
});

const FollowUpInput = builder.inputType('FollowUpInput', {
  description: 'A second message, sent by LinkedIn if the first one is not answered.',
  fields: (t) => ({
    subject: t.string({ required: true, description: 'Its subject.' }),
    text: t.string({ required: true, description: 'Its text.' }),
    attachments: t.field({ type: [AttachmentInput], description: 'Files to send along.' }),
    afterDays: t.int({ required: true, description: 'How many days after the first: at least 1.' }),
    timeZone: t.string({
      description: 'The IANA time zone in which the days are counted, as `Europe/Berlin`.',
    }),
  }),
});

const LinkedInClassicInput = builder.inputType('LinkedInClassicInput', {
  description: 'How a chat starts from the ordinary messaging of LinkedIn.',
  fields: (t) => ({
    inMail: t.boolean({
      defaultValue: false,
      description:
        'As an InMail, to somebody who is no connection; costs a credit (`Account.inMailCredits`).',
    }),
    companyTopic: t.field({ type: CompanyTopic, description: 'To an organization: what it is about.' }),
    applicant: t.field({
      type: ApplicantInput,
      description: 'To an applicant for one of your own jobs; costs no credit.',
    }),
    invitationId: t.string({
      description: "To somebody whose invitation is still pending with you: the invitation's id.",
    }),
  }),
});

const LinkedInRecruiterInput = builder.inputType('LinkedInRecruiterInput', {
  description: 'How a chat starts from LinkedIn Recruiter.',
  fields: (t) => ({
    signature: t.string({
      description: 'The name under the message; required where `InboxCapabilities.startChat.needsSignature`.',
    }),
    visibility: t.field({ type: RecruiterVisibility, description: 'Who among the colleagues sees it.' }),
    intent: t.field({ type: RecruiterIntent, description: 'For whom somebody is sought.' }),
    sendAs: t.field({ type: RecruiterSendAs, description: 'As an InMail or as an e-mail.' }),
    emailAddress: t.string({ description: 'Where to, with `sendAs: EMAIL`.' }),
    channel: t.field({ type: RecruiterChannel, description: 'Where the candidate was found.' }),
    hiringProjectId: t.string({ description: 'The hiring project that it belongs to.' }),
    jobPostingId: t.string({ description: 'The job posting that it is about.' }),
    followUp: t.field({ type: FollowUpInput, description: 'A second message; Recruiter Professional only.' }),
  }),
});

export const LinkedInStartInput = builder.inputType('LinkedInStartInput', {
  description: 'What only LinkedIn has; give the part of the product that the inbox is of.',
  isOneOf: true,
  fields: (t) => ({
    classic: t.field({ type: LinkedInClassicInput, description: 'From an inbox LINKEDIN_CLASSIC.' }),
    recruiter: t.field({ type: LinkedInRecruiterInput, description: 'From an inbox LINKEDIN_RECRUITER.' }),
  }),
});
