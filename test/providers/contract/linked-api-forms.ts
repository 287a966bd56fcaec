import type { ErrorCode } from '../../../src/messaging/errors.ts';
import type { Fault } from '../../../src/sandbox/index.ts';
import type { VendorError } from './vendor.ts';

/** What differs between the two ways to speak to Linked API. */
export interface LinkedApiForm {
  readonly name: string;
  /** Whether it tells whose account it is. */
  readonly tellsNames: boolean;
  readonly sends: string;
  /** The route by which conversations are read, also in the background. */
  readonly reads: string;
  readonly errors: readonly VendorError[];
  failing(error: VendorError, words: string): Fault;
}

type Meanings = Readonly<Record<string, readonly [status: number, code: ErrorCode]>>;

// linked-api.md §4.5, §9.1: what a request is answered with. Which status goes with it is not documented.
const inBoth: Meanings = {
  identificationTokenRequired: [401, 'ACCOUNT_DISCONNECTED'],
  invalidIdentificationToken: [401, 'ACCOUNT_DISCONNECTED'],
  subscriptionRequired: [402, 'SUBSCRIPTION_REQUIRED'],
  noActiveSeats: [402, 'SUBSCRIPTION_REQUIRED'],
  resultNotFound: [404, 'NOT_FOUND'],
  linkedinAccountSignedOut: [409, 'ACCOUNT_DISCONNECTED'],
  limitExceeded: [429, 'RATE_LIMITED'],
  tooManyRequests: [429, 'RATE_LIMITED'],
  somethingNew: [418, 'PROVIDER_REJECTED'],
  broken: [500, 'PROVIDER_UNAVAILABLE'],
};
const ofWorkflows: Meanings = {
  ...inBoth,
  linkedApiTokenRequired: [401, 'NOT_ALLOWED'],
  invalidLinkedApiToken: [401, 'NOT_ALLOWED'],
  invalidRequestPayload: [400, 'INVALID_INPUT'],
  invalidWorkflow: [400, 'INVALID_INPUT'],
  conversationsNotSynced: [400, 'NOT_SYNCHRONIZED'],
  inboxNotSynced: [400, 'NOT_SYNCHRONIZED'],
  plusPlanRequired: [403, 'SUBSCRIPTION_REQUIRED'],
  trialLimitReached: [403, 'SUBSCRIPTION_REQUIRED'],
  outsideWorkingHours: [403, 'PROVIDER_REJECTED'],
  accountNotFound: [404, 'NOT_FOUND'],
  workflowNotFound: [404, 'NOT_FOUND'],
  languageNotSupported: [409, 'PROVIDER_REJECTED'],
};
const ofConversations: Meanings = {
  ...inBoth,
  accountApiTokenRequired: [401, 'NOT_ALLOWED'],
  invalidAccountApiToken: [401, 'NOT_ALLOWED'],
  invalidRequestBody: [400, 'INVALID_INPUT'],
  invalidActionParams: [400, 'INVALID_INPUT'],
};

// §9.2, §9.3: what an action comes to, though the request for it was taken.
const ofPeople: Meanings = {
  personNotFound: [200, 'NOT_FOUND'],
  messagingNotAllowed: [200, 'RECIPIENT_UNREACHABLE'],
};
const ofActions: Meanings = {
  ...ofPeople,
  selfProfileNotAllowed: [200, 'INVALID_INPUT'],
  noSalesNavigator: [200, 'SUBSCRIPTION_REQUIRED'],
  threadNotFound: [200, 'NOT_FOUND'],
  workingHoursWaitExpired: [200, 'PROVIDER_REJECTED'],
};

const listed = (meanings: Meanings): VendorError[] =>
  Object.entries(meanings).map(([type, [status, code]]) => ({ type, status, code }));

export const linkedApiForms = {
  workflows: {
    name: 'LINKED_API',
    tellsNames: true,
    sends: 'POST /workflows',
    reads: 'POST /conversations/poll',
    errors: [...listed(ofWorkflows), ...listed(ofActions).map((error) => ({ ...error, isOfSends: true }))],
    failing({ type, status, isOfSends }, words) {
      const error = { type, message: words };
      const completion = { actionType: 'st.sendMessage', success: false, error };
      const result = { workflowId: 'wf-1', workflowStatus: 'completed', completion };
      return {
        route: '*',
        status,
        body: isOfSends ? { success: true, result } : { success: false, error },
      };
    },
  },
  conversations: {
    name: 'LINKED_API by conversations',
    tellsNames: false,
    sends: 'POST /account/conversations.sendMessage',
    reads: 'POST /account/conversations.get',
    errors: [
      ...listed(ofConversations),
      ...listed({ ...ofPeople, notSynchronized: [200, 'NOT_SYNCHRONIZED'] }),
    ],
    failing({ type, status }, words) {
      const error = { errorType: type, message: words };
      const item = { person: 'https://www.linkedin.com/in/whoever', result: { success: false, error } };
      return {
        route: '*',
        status,
        body:
          status === 200
            ? { status: 'complete', completion: { standard: [item] } }
            : { status: 'error', error },
      };
    },
  },
} as const satisfies Record<string, LinkedApiForm>;
