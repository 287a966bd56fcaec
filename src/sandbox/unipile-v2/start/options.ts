import { isDeepStrictEqual } from 'node:util';
import { malformed } from '../errors.ts';
import { type Fields, fieldsOf, isFields } from '../fields.ts';
import type { Product } from '../world.ts';

/** What LinkedIn's products take beside the message; null or false where it was not said. */
export interface StartOptions {
  inMail: boolean;
  companyTopic: string | null;
  applicant: { id: string; token: string } | null;
  invitationId: string | null;
  subject: string | null;
  sendAs: 'INMAIL' | 'EMAIL';
}

interface Kind {
  fits(value: unknown): boolean;
  is: string;
  required?: true;
}

const flag: Kind = { fits: (value) => typeof value === 'boolean', is: 'true or false' };
const text: Kind = { fits: isText, is: 'a text' };
const required: Kind = { ...text, required: true };
const oneOf = (...words: string[]): Kind => ({
  fits: (value) => isText(value) && words.includes(value),
  is: `one of ${words.join(', ')}`,
});
const applicant: Kind = {
  fits: (value) => isFields(value) && isText(value.id) && isText(value.messaging_token),
  is: 'an id and a messaging_token',
};
const followUp: Kind = {
  fits: (value) =>
    isFields(value) && isText(value.subject) && isText(value.text) && isFields(value.scheduled_for),
  is: 'a subject, a text and scheduled_for',
};

/** What each product's block may hold (unipile-v2.md §6.2). */
const BLOCKS: Record<Product, Record<string, Kind>> = {
  classic: {
    inmail: flag,
    company_topic: oneOf('SERVICE_REQUEST', 'REQUEST_A_DEMO', 'SUPPORT', 'CAREERS', 'OTHER'),
    applicant,
    relation_request_id: text,
  },
  sales_navigator: { subject: required },
  recruiter: {
    subject: required,
    signature: required,
    visibility: oneOf('PUBLIC', 'PRIVATE', 'PROJECT'),
    intent: oneOf('HIRE_FOR_CLIENT', 'HIRE_FOR_OWN_COMPANY'),
    send_as: oneOf('INMAIL', 'EMAIL'),
    channel_type: oneOf(
      'CAREER_SITE',
      'MANUAL_IMPORT',
      'INTERNAL_CANDIDATES',
      'RECRUITER_SEARCH',
      'REFERRAL',
      'JOB_POSTING_RECOMMENDED_MATCHES',
      'AUTOMATED_SOURCING',
      'JOB_POSTING',
    ),
    follow_up: followUp,
  },
  company: {},
  flat: {},
};

/**
 * The options of a start. The guides say `options`, the API description `specifics` (unipile-v2.md, D1): either is
 * taken, and both must agree. Throws 400 where they do not fit the product.
 */
export function readOptions(body: Fields, product: Product): StartOptions {
  const block = blockOf(body, product);
  const kinds = BLOCKS[product];
  for (const name of Object.keys(block)) {
    if (!(name in kinds)) throw malformed(`${name} is no option of ${product}.`);
  }
  for (const [name, kind] of Object.entries(kinds)) {
    const value = block[name];
    if (kind.required && (value === undefined || value === '')) throw malformed(`${name} is required.`);
    if (value !== undefined && !kind.fits(value)) throw malformed(`${name} is ${kind.is}.`);
  }
  const given = block.applicant as { id: string; messaging_token: string } | undefined;
  return {
    inMail: block.inmail === true,
    companyTopic: wordIn(block.company_topic),
    applicant: given === undefined ? null : { id: given.id, token: given.messaging_token },
    invitationId: wordIn(block.relation_request_id),
    subject: wordIn(block.subject),
    sendAs: block.send_as === 'EMAIL' ? 'EMAIL' : 'INMAIL',
  };
}

function blockOf(body: Fields, product: Product): Fields {
  const given = (['options', 'specifics'] as const).flatMap((name) =>
    body[name] === undefined ? [] : [fieldsOf(body[name], name)],
  );
  const [options = {}, specifics] = given;
  if (specifics !== undefined && !isDeepStrictEqual(options, specifics)) {
    throw malformed('options and specifics differ.');
  }
  const blocks = only(options, 'linkedin');
  return only(blocks, product);
}

function only(fields: Fields, name: string): Fields {
  const foreign = Object.keys(fields).find((other) => other !== name);
  if (foreign !== undefined) throw malformed(`${foreign} does not fit this inbox.`);
  return fields[name] === undefined ? {} : fieldsOf(fields[name], name);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function wordIn(value: unknown): string | null {
  return isText(value) ? value : null;
}
