import { type ErrorCode, type Failure, failure, vendorType } from '../../messaging/errors.ts';
import { meaning } from '../lenient.ts';

const badToken = "Linked API does not accept this connection's main token.";
const badAccount =
  "Linked API does not accept the account's identification token; the configuration needs the present one.";
const noSeat = 'The account has no paid seat at Linked API.';
const invalid = 'Linked API does not accept what was asked.';
const unavailable = 'Linked API cannot do it at the moment.';
const rejected = 'LinkedIn refuses it.';
const tooMuch = 'Linked API allows this only later.';
const gone = 'Linked API does not have it.';
const notSynchronized =
  'This conversation is not synchronized: call synchronizeChat, or synchronizeConversations with the profile address, and read it when SynchronizationChanged says DONE.';

/**
 * What each error type of Linked API means, of a request, of an action or as the reason of a failed workflow, in both
 * forms (linked-api.md §4.5, §9). What is not here is told by the HTTP status.
 */
export const errorTypes: Readonly<Record<string, readonly [code: ErrorCode, detail: string]>> = {
  // Credentials
  linkedApiTokenRequired: ['NOT_ALLOWED', badToken],
  invalidLinkedApiToken: ['NOT_ALLOWED', badToken],
  accountApiTokenRequired: ['NOT_ALLOWED', badToken],
  invalidAccountApiToken: ['NOT_ALLOWED', badToken],
  identificationTokenRequired: ['ACCOUNT_DISCONNECTED', badAccount],
  invalidIdentificationToken: ['ACCOUNT_DISCONNECTED', badAccount],
  // The account
  subscriptionRequired: ['SUBSCRIPTION_REQUIRED', noSeat],
  noActiveSeats: ['SUBSCRIPTION_REQUIRED', noSeat],
  noAvailableSeats: ['SUBSCRIPTION_REQUIRED', noSeat],
  plusPlanRequired: ['SUBSCRIPTION_REQUIRED', "This needs Linked API's Plus seat."],
  trialLimitReached: ['SUBSCRIPTION_REQUIRED', "The limit of Linked API's trial is reached."],
  noSalesNavigator: ['SUBSCRIPTION_REQUIRED', 'The account has no Sales Navigator.'],
  linkedinAccountSignedOut: [
    'ACCOUNT_DISCONNECTED',
    'LinkedIn has signed the account out; connect it again at Linked API.',
  ],
  languageNotSupported: [
    'PROVIDER_REJECTED',
    "Linked API does not support the language of the account's LinkedIn pages.",
  ],
  // What was asked
  invalidRequestPayload: ['INVALID_INPUT', invalid],
  invalidRequestBody: ['INVALID_INPUT', invalid],
  invalidWorkflow: ['INVALID_INPUT', invalid],
  invalidActionParams: ['INVALID_INPUT', invalid],
  accountIdRequired: ['INVALID_INPUT', invalid],
  accountNotFound: ['NOT_FOUND', gone],
  sessionNotFound: ['NOT_FOUND', gone],
  workflowNotFound: ['NOT_FOUND', gone],
  resultNotFound: ['NOT_FOUND', gone],
  // Not now
  tooManyRequests: ['RATE_LIMITED', 'Linked API asks for a pause.'],
  limitExceeded: ['RATE_LIMITED', "The account's limit for this at Linked API is used up."],
  dailyConnectionAttemptsExceeded: ['RATE_LIMITED', tooMuch],
  outsideWorkingHours: ['PROVIDER_REJECTED', "It is outside the account's working hours at Linked API."],
  workingHoursWaitExpired: ['PROVIDER_REJECTED', "It waited too long for the account's working hours."],
  // Conversations
  conversationsNotSynced: ['NOT_SYNCHRONIZED', notSynchronized],
  notSynchronized: ['NOT_SYNCHRONIZED', notSynchronized],
  inboxNotSynced: ['NOT_SYNCHRONIZED', notSynchronized],
  personNotFound: ['NOT_FOUND', 'There is nobody at this LinkedIn address.'],
  selfProfileNotAllowed: ['INVALID_INPUT', "This is the account's own profile."],
  messagingNotAllowed: [
    'RECIPIENT_UNREACHABLE',
    'LinkedIn does not let this account write to this person: not connected, restricted, or the allowance is used up.',
  ],
  threadNotFound: ['NOT_FOUND', 'LinkedIn does not have this conversation.'],
};

const statuses: Readonly<Record<number, readonly [code: ErrorCode, detail: string]>> = {
  400: ['INVALID_INPUT', invalid],
  401: ['NOT_ALLOWED', badToken],
  402: ['SUBSCRIPTION_REQUIRED', noSeat],
  403: ['NOT_ALLOWED', 'The account may not do this.'],
  404: ['NOT_FOUND', gone],
  408: ['PROVIDER_UNAVAILABLE', unavailable],
  422: ['INVALID_INPUT', invalid],
  429: ['RATE_LIMITED', 'Linked API asks for a pause.'],
};

/** What an error answer means, in either form: by its type, else by its status. Nothing else of its body is used. */
export function failureOf(status: number, body: unknown): Failure {
  const type = typeOf((body as { error?: unknown } | null)?.error);
  const [code, detail] = meaning(errorTypes, type) ?? statuses[status] ?? otherwise(status);
  return failure(code, detail, { providerType: vendorType(type), providerStatus: status }).failure;
}

/** Why an action did not succeed; an unknown type, or none, is final (linked-api.md §9.2). */
export function actionFailure(error: unknown): Failure {
  const type = typeOf(error);
  const [code, detail] = meaning(errorTypes, type) ?? (['PROVIDER_REJECTED', rejected] as const);
  return failure(code, detail, { providerType: vendorType(type), providerStatus: null }).failure;
}

/** Both forms have the same words under different keys (linked-api.md §2); a failed workflow calls it a reason. */
function typeOf(error: unknown): string | null {
  const { type, errorType, reason } = (error ?? {}) as Record<string, unknown>;
  return [type, errorType, reason].find((name): name is string => typeof name === 'string') ?? null;
}

function otherwise(status: number): readonly [ErrorCode, string] {
  return status >= 500 ? ['PROVIDER_UNAVAILABLE', unavailable] : ['PROVIDER_REJECTED', rejected];
}

/** What says that nothing can be done with the account for now, whatever is asked. */
export function concernsAccount({ code, providerType }: Failure): boolean {
  const isSeat = providerType === 'subscriptionRequired' || providerType === 'noActiveSeats';
  return code === 'ACCOUNT_DISCONNECTED' || code === 'NOT_ALLOWED' || isSeat;
}

const finalTypes = ['personNotFound', 'selfProfileNotAllowed', 'noSalesNavigator'];

/**
 * What says that a conversation can never be followed (linked-api.md §13.4). Of errors that nobody knows only an action's
 * does, which come without a status: a request that is refused may be accepted tomorrow.
 */
export function isFinal({ code, providerType, providerStatus }: Failure): boolean {
  const isUnknown = code === 'PROVIDER_REJECTED' && meaning(errorTypes, providerType) === null;
  return finalTypes.includes(providerType ?? '') || (isUnknown && providerStatus === null);
}

/** What says, where a job is asked for, that nothing will be heard of it: it is not known, or cannot be asked for so. */
export function isOfLostJob(reason: Failure): boolean {
  const { code, providerType } = reason;
  const isUnknown = code === 'PROVIDER_REJECTED' && meaning(errorTypes, providerType) === null;
  return !isFinal(reason) && (code === 'NOT_FOUND' || code === 'INVALID_INPUT' || isUnknown);
}

/** What may pass without anybody doing anything about this conversation. */
export function isPassing(reason: Failure): boolean {
  const codes: readonly ErrorCode[] = ['RATE_LIMITED', 'PROVIDER_UNAVAILABLE', 'OUTCOME_UNKNOWN'];
  return codes.includes(reason.code) || concernsAccount(reason);
}
