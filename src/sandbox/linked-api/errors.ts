import { json, type Reply } from '../http.ts';

/** The seed's form, or the present one (linked-api.md §2). */
export type Form = 'conversations' | 'workflows';

// linked-api.md §14.6: what the vendor answers is documented for the admin routes only.
const STATUS: Record<string, number> = {
  linkedApiTokenRequired: 401,
  invalidLinkedApiToken: 401,
  identificationTokenRequired: 401,
  invalidIdentificationToken: 401,
  accountApiTokenRequired: 401,
  invalidAccountApiToken: 401,
  accountIdRequired: 401,
  accountNotFound: 401,
  subscriptionRequired: 402,
  noActiveSeats: 402,
  plusPlanRequired: 403,
  outsideWorkingHours: 403,
  trialLimitReached: 403,
  invalidRequestPayload: 400,
  invalidRequestBody: 400,
  invalidWorkflow: 400,
  conversationsNotSynced: 400,
  inboxNotSynced: 400,
  workflowNotFound: 404,
  webhookNotFound: 404,
  deliveryNotFound: 404,
  routeNotFound: 404,
  resultNotFound: 404,
  linkedinAccountSignedOut: 409,
  languageNotSupported: 409,
  limitExceeded: 429,
  tooManyRequests: 429,
};

const USUAL_TYPE: Record<number, string> = {
  400: 'invalidRequestPayload',
  401: 'invalidLinkedApiToken',
  402: 'subscriptionRequired',
  403: 'plusPlanRequired',
  404: 'workflowNotFound',
  409: 'linkedinAccountSignedOut',
  429: 'tooManyRequests',
};

/** An error of a request as a whole. */
export class LinkedApiError extends Error {
  readonly type: string;
  readonly form: Form;

  constructor(type: string, message: string, form: Form = 'workflows') {
    super(message);
    this.type = type;
    this.form = form;
  }
}

/** The error of one action, or of one person in a batch: the request itself succeeds. */
export interface ActionError {
  type: string;
  message: string;
}

export function errorReply(
  status: number,
  type: string | null,
  message = 'The request failed.',
  form: Form = 'workflows',
): Reply {
  const name = type ?? USUAL_TYPE[status];
  if (name === undefined)
    return { ...json(null, status), content: { pieces: [Buffer.from('Internal error')] } };
  return json(
    form === 'workflows'
      ? { success: false, error: { type: name, message } }
      : { status: 'error', error: { errorType: name, message } },
    status,
  );
}

/** What a route threw, in the envelope of its form. */
export function failureReply(error: unknown, withStatus200: boolean): Reply {
  if (!(error instanceof LinkedApiError)) return errorReply(500, null);
  const status = withStatus200 ? 200 : (STATUS[error.type] ?? 400);
  return errorReply(status, error.type, error.message, error.form);
}
