import type { EventLog, LoggedEvent, Place } from '../../events/log.ts';
import type { Attendee } from '../../messaging/attendee.ts';
import type { Message } from '../../messaging/message.ts';
import { loadAttendee } from '../attendee/load-attendee.ts';
import type { Context } from '../context.ts';
import { loadMessage } from '../message/load-message.ts';
import { orNull } from '../or-null.ts';

const messages = sharedByPlace<Message>();
const attendees = sharedByPlace<Attendee>();

/**
 * The message of an event: as the provider said it then, or, where the event was thin, loaded once for all listeners
 * and kept with the event. Null where the event names none or it cannot be loaded now.
 */
export async function messageOfEvent(
  context: Context,
  { connectionId, place, event }: LoggedEvent,
): Promise<Message | null> {
  if (!('message' in event) || event.messageId === null) return null;
  if (event.message !== null) return event.message;
  const { accountId, chatId, messageId } = event;
  return messages(context.events, place, async () => {
    const message = await orNull(loadMessage(context, { connectionId, accountId, chatId, messageId }));
    if (message !== null) await keep(context, place, { message });
    return message;
  });
}

/** Who reacted, in the same way. */
export async function attendeeOfEvent(
  context: Context,
  { connectionId, place, event }: LoggedEvent,
): Promise<Attendee | null> {
  if (event.type !== 'MESSAGE_REACTED' || event.attendeeId === null) return null;
  if (event.attendee !== null) return event.attendee;
  const { accountId, attendeeId } = event;
  return attendees(context.events, place, async () => {
    const attendee = await orNull(loadAttendee(context, { connectionId, accountId, attendeeId }));
    if (attendee !== null) await keep(context, place, { attendee });
    return attendee;
  });
}

/** Keeping is for those who come later; who loaded it has it, whether it can be kept or not. */
async function keep(context: Context, place: Place, loaded: { message?: Message; attendee?: Attendee }) {
  await context.events.fill(place, loaded).catch(() => {});
}

/** One load at a time for a place, whoever asks. Who joined one that came to nothing, as when its caller left, tries for itself. */
function sharedByPlace<T>() {
  const logs = new WeakMap<EventLog, Map<Place, Promise<T | null>>>();
  return async (log: EventLog, place: Place, load: () => Promise<T | null>): Promise<T | null> => {
    const ongoing = logs.get(log) ?? new Map<Place, Promise<T | null>>();
    logs.set(log, ongoing);
    const joined = ongoing.get(place);
    const found = joined && (await joined);
    if (found) return found;
    const own = load().finally(() => {
      if (ongoing.get(place) === own) ongoing.delete(place);
    });
    ongoing.set(place, own);
    return own;
  };
}
