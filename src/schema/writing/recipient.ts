import type { Account } from '../../messaging/account.ts';
import { notFound } from '../../messaging/errors.ts';
import type { AttendeeInput } from '../attendee/attendee-input.ts';
import { lookUp, queryOf } from '../attendee/find-attendee.ts';
import { loadAttendee } from '../attendee/load-attendee.ts';
import type { Context } from '../context.ts';
import { noSuch, openInAccount, requireMethod } from './open.ts';

/** Finds what the provider takes as this recipient. Throws NOT_FOUND where there is nobody, or what the provider answers. */
export type FindRecipient = () => Promise<string>;

/**
 * Looks at how a recipient is named without asking anybody; the provider is asked later, and only where it takes another
 * name. Throws INVALID_INPUT, NOT_FOUND or NOT_SUPPORTED naming the member that was given.
 */
export function recipient(
  context: Context,
  account: Account,
  by: typeof AttendeeInput.$inferInput,
  ...field: string[]
): FindRecipient {
  const port = context.reading.port(account);
  if (by.attendeeId != null) {
    const path = [...field, 'attendeeId'];
    const id = openInAccount(context, 'Attendee', by.attendeeId, account, ...path);
    if (port.attendee === undefined) return async () => id.attendeeId;
    return async () => {
      const attendee = await loadAttendee(context, id);
      if (attendee === null) throw noSuch('Attendee', ...path);
      return attendee.providerId;
    };
  }
  const query = queryOf(by, ...field);
  if ('providerId' in query) return async () => query.providerId;
  const path = [...field, ...Object.keys(query)];
  const nobody = () => notFound('There is nobody of that name on this network.', ...path);
  if ('profileUrl' in query && port.recipientAt !== undefined) {
    const id = port.recipientAt(query.profileUrl);
    if (id === null) throw nobody();
    return async () => id;
  }
  requireMethod(port, 'findAttendee', ...path);
  return async () => {
    const attendee = await lookUp(port.findAttendee(query, context.call), ...field);
    if (attendee === null) throw nobody();
    return attendee.providerId;
  };
}
