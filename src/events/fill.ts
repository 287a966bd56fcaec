import type { Kysely } from 'kysely';
import type { Attendee } from '../messaging/attendee.ts';
import type { MessagingEvent } from '../messaging/event.ts';
import type { Message } from '../messaging/message.ts';
import type { Tables } from '../store/tables.ts';
import type { Place } from './log.ts';
import { toLogged } from './rows.ts';
import type { TailEntry } from './tail.ts';

export interface Loaded {
  readonly message?: Message;
  readonly attendee?: Attendee;
}

/** Keeps what was loaded with its event. Null where that is gone, or had it already: what was kept first stays. */
export function fillEvent(db: Kysely<Tables>, place: Place, loaded: Loaded): Promise<TailEntry | null> {
  return db.transaction().execute(async (transaction) => {
    const row = await transaction
      .selectFrom('events')
      .selectAll()
      .where('place', '=', place)
      .executeTakeFirst();
    if (row === undefined) return null;
    const logged = toLogged(row);
    const event = filled(logged.event, loaded);
    if (event === logged.event) return null;
    const body = JSON.stringify(event);
    await transaction
      .updateTable('events')
      .set({ body, size: body.length })
      .where('place', '=', place)
      .execute();
    return { logged: { ...logged, event }, body };
  });
}

/** The same object where nothing was missing that was loaded. */
function filled(event: MessagingEvent, { message, attendee }: Loaded): MessagingEvent {
  const withMessage =
    message !== undefined && 'message' in event && event.message === null ? { ...event, message } : event;
  return attendee !== undefined && withMessage.type === 'MESSAGE_REACTED' && withMessage.attendee === null
    ? { ...withMessage, attendee }
    : withMessage;
}
