import type { Account } from '../../messaging/account.ts';
import type { Attendee, AttendeeQuery } from '../../messaging/attendee.ts';
import { FailureError, failureOf, invalidInput, notSupported } from '../../messaging/errors.ts';
import { isSameAccount } from '../account/visible.ts';
import type { Context } from '../context.ts';
import type { AttendeeInput } from './attendee-input.ts';
import { loadAttendee } from './load-attendee.ts';

const e164 = /^\+[1-9]\d{6,14}$/;

/** Somebody as the account sees them; null when there is nobody. Throws INVALID_INPUT naming the member, and NOT_SUPPORTED. */
export async function findAttendee(
  context: Context,
  account: Account,
  by: typeof AttendeeInput.$inferInput,
): Promise<Attendee | null> {
  if (by.attendeeId != null) {
    const opened = context.reading.open(context.viewer, by.attendeeId, ['Attendee']);
    return opened && isSameAccount(opened.id, account) ? loadAttendee(context, opened.id) : null;
  }
  const port = context.reading.port(account);
  const query = queryOf(by, 'by');
  if (!port.findAttendee) throw notSupported('This provider cannot look people up.', 'by');
  return lookUp(port.findAttendee(query, context.call), 'by');
}

/** A look-up whose failures name the member under `field`: a provider knows its own query only. */
export async function lookUp<Found>(found: Promise<Found>, ...field: string[]): Promise<Found> {
  try {
    return await found;
  } catch (error) {
    const reason = failureOf(error);
    if (!reason?.field?.length) throw error;
    throw new FailureError({ ...reason, field: [...field, ...reason.field] });
  }
}

/** How a provider is asked for somebody who is named by anything but an id of ours. Throws INVALID_INPUT naming the member under `field`. */
export function queryOf(
  { providerId, profileUrl, phoneNumber }: typeof AttendeeInput.$inferInput,
  ...field: string[]
): AttendeeQuery {
  if (profileUrl != null) return { profileUrl };
  if (phoneNumber != null) {
    if (!e164.test(phoneNumber)) {
      throw invalidInput('A phone number is written in E.164, as +4915112345678.', ...field, 'phoneNumber');
    }
    return { phoneNumber };
  }
  if (providerId == null || providerId.trim() === '') {
    throw invalidInput('A providerId is not empty.', ...field, 'providerId');
  }
  return { providerId };
}
