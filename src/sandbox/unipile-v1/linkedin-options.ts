import { UnipileError } from './errors.ts';
import type { SendForm } from './send-form.ts';
import type { Account, Product } from './world/account.ts';
import type { Contact } from './world/contact.ts';

const TOPICS = ['service_request', 'request_demo', 'support', 'careers', 'other'];
const VISIBILITIES = ['PUBLIC', 'PRIVATE', 'PROJECT'];
const PRODUCTS: readonly Product[] = ['classic', 'recruiter', 'sales_navigator'];

/** The `linkedin[…]` parts of starting a chat (unipile-v1.md §5.2). */
export interface LinkedInOptions {
  product: Product;
  inMail: boolean;
  topic: string | undefined;
  applicantId: string | undefined;
  invitationId: string | undefined;
  emailAddress: string | undefined;
}

/** Reads and checks them. Throws invalid_parameters, missing_parameters, feature_not_subscribed. */
export function linkedInOptions(account: Account, form: SendForm): LinkedInOptions {
  const option = (name: string) => form.first(`linkedin[${name}]`);
  const product = PRODUCTS.find((known) => known === (option('api') ?? 'classic'));
  if (product === undefined) throw new UnipileError('invalid_parameters', 'linkedin[api] is not valid.');
  if (product !== 'classic' && !account.linkedIn?.features.includes(product)) {
    throw new UnipileError('feature_not_subscribed', `The account has no ${product}.`);
  }
  mustBeOneOf('linkedin[inmail]', option('inmail'), ['true', 'false']);
  mustBeOneOf('linkedin[topic]', option('topic'), TOPICS);
  mustBeOneOf('linkedin[visibility]', option('visibility'), VISIBILITIES);
  checkFollowUp(product, form);
  return {
    product,
    inMail: option('inmail') === 'true' && product === 'classic',
    topic: option('topic'),
    applicantId: option('applicant_id'),
    invitationId: option('invitation_id'),
    emailAddress: option('email_address'),
  };
}

function mustBeOneOf(name: string, value: string | undefined, allowed: readonly string[]): void {
  if (value === undefined || allowed.includes(value)) return;
  throw new UnipileError('invalid_parameters', `${name} must be one of ${allowed.join(', ')}.`);
}

function checkFollowUp(product: Product, form: SendForm): void {
  const given = form.entries.filter(([name]) => name.startsWith('linkedin[follow_up]'));
  if (given.length === 0) return;
  if (product !== 'recruiter')
    throw new UnipileError('invalid_parameters', 'linkedin[follow_up] is for recruiter.');
  for (const part of ['subject', 'text', 'scheduled_time']) {
    if (given.some(([name, value]) => name.startsWith(`linkedin[follow_up][${part}]`) && value !== ''))
      continue;
    throw new UnipileError('missing_parameters', `linkedin[follow_up][${part}] is missing.`);
  }
}

/**
 * Whether somebody may be written to in this way, as LinkedIn has it; takes an InMail credit where it costs one.
 * Answers whether the message goes as an InMail. Throws what unipile-v1.md §7.2 has under 422.
 */
export function mayWriteTo(account: Account, contact: Contact, options: LinkedInOptions): boolean {
  const { linkedIn } = contact;
  if (linkedIn === null) return false;
  if (linkedIn.refuses === 'everything')
    throw new UnipileError('blocked_recipient', 'The recipient has blocked you.');
  if (linkedIn.isCompany) {
    if (options.topic !== undefined) return false;
    throw new UnipileError('missing_parameters', 'linkedin[topic] is mandatory to write to a company.');
  }
  const isRelation = linkedIn.distance === 'DISTANCE_1';
  if (options.product === 'classic' && !options.inMail) {
    const invited = linkedIn.invitationId !== null && options.invitationId === linkedIn.invitationId;
    const applied = linkedIn.applicantId !== null && options.applicantId === linkedIn.applicantId;
    if (isRelation || invited || applied) return false;
    throw new UnipileError('no_connection_with_recipient', 'Recipient is not a first-degree connection.');
  }
  if (options.product === 'sales_navigator' && isRelation) return false;
  if (options.emailAddress !== undefined) return true;
  takeCredit(account, options.product, linkedIn.refuses === 'inmail');
  return true;
}

function takeCredit(account: Account, product: Product, refused: boolean): void {
  if (refused) throw new UnipileError('not_allowed_inmail', 'The recipient takes no InMails.');
  const credits = account.linkedIn?.inMailCredits;
  if (credits === undefined || credits[product] < 1) {
    throw new UnipileError('insufficient_credits', 'No InMail credits are left.');
  }
  credits[product] -= 1;
}
