import type { Attendee, AttendeeRef } from '../../messaging/attendee.ts';
import type { Context } from '../context.ts';
import { loader, oneByOne } from '../loader.ts';

const attendeeKey = ({ connectionId, accountId, attendeeId }: AttendeeRef): string =>
  JSON.stringify([connectionId, accountId, attendeeId]);

const attendees = loader<AttendeeRef, Attendee | null>(attendeeKey, (refs, context) =>
  oneByOne(refs, (ref) => ask(context, ref)),
);

async function ask({ reading, call }: Context, ref: AttendeeRef): Promise<Attendee | null> {
  const port = reading.port(ref);
  const owner = ref.attendeeId === port.account.ownerId ? await port.owner(call) : null;
  return owner ?? (await port.attendee?.(ref.attendeeId, call)) ?? null;
}

/** Somebody by their id, or null where the account knows nobody of it. Throws FailureError where it cannot be asked for. */
export const loadAttendee = (context: Context, ref: AttendeeRef): Promise<Attendee | null> =>
  attendees(context).load(ref);
