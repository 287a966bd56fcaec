import type { Account } from '../../messaging/account.ts';
import type { Attendee } from '../../messaging/attendee.ts';
import { notSupported } from '../../messaging/errors.ts';
import { refOf } from '../account/visible.ts';
import type { List } from '../connection.ts';
import type { Context } from '../context.ts';

/** Everybody that an account knows, or NOT_SUPPORTED where its provider has no such list. */
export function accountAttendees(
  { reading }: Context,
  account: Account,
): Pick<List<Attendee>, 'sources' | 'unavailable'> {
  const source = reading.port(account).attendees?.();
  if (source) return { sources: [{ source, accounts: [refOf(account)] }] };
  const { failure } = notSupported('This provider lists attendees chat by chat only.');
  return { sources: [], unavailable: [{ account: refOf(account), failure }] };
}
