import { FormData } from 'undici';
import type { Account } from '../../messaging/account.ts';
import { invalidInput, notSupported } from '../../messaging/errors.ts';
import type { Product } from '../../messaging/inbox.ts';
import type {
  CompanyTopic,
  LinkedInClassicStart,
  LinkedInRecruiterStart,
  StartRequest,
} from '../../messaging/send.ts';
import { productOf } from './convert-inbox.ts';
import { appendFile, appendFiles, requireNative } from './forms.ts';

/** How Unipile calls LinkedIn's products. */
export type LinkedInApi = 'classic' | 'sales_navigator' | 'recruiter';

const apis: Readonly<Partial<Record<Product, LinkedInApi>>> = {
  LINKEDIN_CLASSIC: 'classic',
  LINKEDIN_SALES_NAVIGATOR: 'sales_navigator',
  LINKEDIN_RECRUITER: 'recruiter',
};

/** The product that a chat starts from; null where the network has none. Throws NOT_SUPPORTED, NOT_FOUND naming `from`. */
export function linkedInApiOf(account: Account, inboxId: string): LinkedInApi | null {
  const product = productOf(inboxId);
  if (product === 'LINKEDIN_COMPANY_PAGE') {
    throw notSupported('A Company Page answers chats and does not start them.', 'from');
  }
  return account.network === 'LINKEDIN' ? (apis[product] ?? 'classic') : null;
}

/** Refuses what Unipile v1 has no way for, naming the field. */
export function checkStart(request: StartRequest, api: LinkedInApi | null): void {
  const { text, attachments, classic, recruiter } = request;
  if (text === null && attachments.length === 0) {
    throw invalidInput('A chat begins with a text or an attachment.', 'text');
  }
  requireNative(attachments, 'attachments');
  if (classic !== null && api !== 'classic') {
    throw notSupported('These options belong to LinkedIn’s classic inbox.', 'linkedIn', 'classic');
  }
  if (recruiter !== null && api !== 'recruiter') {
    throw notSupported('These options belong to LinkedIn Recruiter.', 'linkedIn', 'recruiter');
  }
  if (recruiter !== null) checkRecruiter(recruiter);
}

function checkRecruiter({ intent, channel, sendAs, emailAddress, followUp }: LinkedInRecruiterStart): void {
  const at = (field: string) => ['linkedIn', 'recruiter', field] as const;
  if (intent !== null) throw notSupported('Unipile v1 cannot tell the intent.', ...at('intent'));
  if (channel !== null) throw notSupported('Unipile v1 cannot tell the channel.', ...at('channel'));
  if (sendAs === 'EMAIL' && emailAddress === null) {
    throw invalidInput('To send by e-mail the address is needed.', ...at('emailAddress'));
  }
  if (sendAs === 'INMAIL' && emailAddress !== null) {
    throw invalidInput('With an address it goes by e-mail and not as an InMail.', ...at('sendAs'));
  }
  if (followUp !== null && !(followUp.afterDays >= 3 && followUp.afterDays <= 28)) {
    throw invalidInput('A follow-up goes out 3 to 28 days later.', ...at('followUp'), 'afterDays');
  }
  requireNative(followUp?.attachments ?? [], ...at('followUp'), 'attachments');
}

/** The parts of a new chat (unipile-v1.md §5.2); `recipients` are the ids that this product takes. */
export async function startForm(
  account: Account,
  api: LinkedInApi | null,
  recipients: readonly string[],
  request: StartRequest,
): Promise<FormData> {
  const form = new FormData();
  const append = (part: string, value: string | null) => {
    if (value !== null) form.append(part, value);
  };
  append('account_id', account.accountId);
  for (const recipient of recipients) append('attendees_ids', recipient);
  append('text', request.text);
  append('subject', request.subject);
  if (recipients.length > 1) append('title', request.title);
  append('linkedin[api]', api);
  if (request.classic !== null) appendClassic(append, request.classic);
  if (request.recruiter !== null) await appendRecruiter(form, append, request.recruiter);
  await appendFiles(form, account.network, request.attachments);
  return form;
}

type Append = (part: string, value: string | null) => void;

const topics: Readonly<Record<CompanyTopic, string>> = {
  SERVICE_REQUEST: 'service_request',
  REQUEST_A_DEMO: 'request_demo',
  SUPPORT: 'support',
  CAREERS: 'careers',
  OTHER: 'other',
};

function appendClassic(append: Append, start: LinkedInClassicStart): void {
  if (start.inMail) append('linkedin[inmail]', 'true');
  append('linkedin[topic]', start.companyTopic === null ? null : topics[start.companyTopic]);
  append('linkedin[applicant_id]', start.applicant?.id ?? null);
  append('linkedin[invitation_id]', start.invitationId);
}

async function appendRecruiter(form: FormData, append: Append, start: LinkedInRecruiterStart): Promise<void> {
  append('linkedin[signature]', start.signature);
  append('linkedin[hiring_project_id]', start.hiringProjectId);
  append('linkedin[job_posting_id]', start.jobPostingId);
  append('linkedin[email_address]', start.emailAddress);
  append('linkedin[visibility]', start.visibility);
  const { followUp } = start;
  if (followUp === null) return;
  append('linkedin[follow_up][subject]', followUp.subject);
  append('linkedin[follow_up][text]', followUp.text);
  append('linkedin[follow_up][scheduled_time][days]', String(followUp.afterDays));
  append('linkedin[follow_up][scheduled_time][timezone]', followUp.timeZone ?? 'UTC');
  for (const file of followUp.attachments) await appendFile(form, 'linkedin[follow_up][attachments]', file);
}

const idPrefixes: Readonly<Record<LinkedInApi, RegExp>> = {
  classic: /^A[CD]o/,
  sales_navigator: /^ACw/,
  recruiter: /^AE/,
};

/** Whether an id is a person's at LinkedIn, in whatever product (unipile-v1.md §8.1). */
export function isPersonId(providerId: string): boolean {
  return Object.values(idPrefixes).some((prefix) => prefix.test(providerId));
}

/** Whether it is a person's in another of LinkedIn's products than this one. */
export function isOfAnotherProduct(api: LinkedInApi, providerId: string): boolean {
  return isPersonId(providerId) && !idPrefixes[api].test(providerId);
}
