import type { ErrorCode as Code } from '../../messaging/errors.ts';
import { enumType } from '../enum.ts';

export const ErrorCode = enumType<Code>(
  'ErrorCode',
  'Why something could not be done: decide by it, and show `detail` to people. The same codes stand in `extensions.code` of errors on fields.',
  {
    INVALID_INPUT:
      'Something in the input cannot be right, on any account: correct it, the same again will fail again.',
    CONFLICT:
      'This `clientMessageId` was already used for another request. Choose a new one for a new message.',
    NOT_FOUND:
      'What an id names is not there, or is not for this credential to see: the two are not told apart.',
    NOT_SUPPORTED:
      'This provider, network or product cannot do it. The capabilities say so beforehand: hide the button.',
    NOT_ALLOWED: 'The provider or network forbids it to this account, for lack of a right or by its rules.',
    ACCOUNT_DISCONNECTED: 'The account has to be connected anew at its provider before it can do this.',
    RATE_LIMITED: 'Too many requests: wait, until `retryAt` where it is known.',
    PROVIDER_REJECTED: 'The provider refused the request for a reason that has no code of its own here.',
    RECIPIENT_UNREACHABLE:
      'This person cannot be written to from this account: not connected, blocked, gone.',
    INSUFFICIENT_CREDITS: 'It costs a credit (an InMail does), and none is left.',
    SUBSCRIPTION_REQUIRED:
      'The account lacks the subscription that this takes, as Sales Navigator or Recruiter.',
    PROVIDER_UNAVAILABLE:
      'The provider did not answer, or not in a way that can be understood. Nothing was done; try again later.',
    NOT_SYNCHRONIZED: 'The provider is still fetching this from the network. Try again when it has.',
    OUTCOME_UNKNOWN:
      'The request left, and no answer came: it may have been done. Look before doing it again; with the same `clientMessageId` it is never sent twice.',
  },
);
