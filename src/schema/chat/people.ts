import type { Attendee, AttendeeRef } from '../../messaging/attendee.ts';
import type { Chat, ChatRef } from '../../messaging/chat.ts';
import { FailureError } from '../../messaging/errors.ts';
import type { ListSource } from '../../paging/page.ts';
import { refOf, visibleIn } from '../account/visible.ts';
import { loadAttendee } from '../attendee/load-attendee.ts';
import type { Context } from '../context.ts';
import { loader, oneByOne, perConnection } from '../loader.ts';
import { orNull } from '../or-null.ts';
import { wholeSource } from '../whole-source.ts';
import { chatKey, passedChat } from './load-chat.ts';

const people = loader<Chat, readonly Attendee[]>(chatKey, (chats, context) =>
  perConnection(chats, (connectionId, group) => attendeesOf(context, connectionId, group)),
);

/** For many chats of one connection at once where its provider can, else the first page of each. */
async function attendeesOf(
  context: Context,
  connectionId: string,
  chats: readonly Chat[],
): Promise<readonly (readonly Attendee[] | Error)[]> {
  const { reading, call } = context;
  const together = reading
    .provider(connectionId)
    .chatAttendees?.(chats, visibleIn(context, connectionId), call);
  if (together) {
    return (await together).map((found) => ('code' in found ? new FailureError(found) : found));
  }
  return oneByOne(chats, async (chat) => {
    const source = reading.port(chat).attendeesOf(chat);
    return (await source.fetch(null, Math.min(source.maxPageSize, 100), call)).items;
  });
}

/** Who is in a chat: all where one answer holds them, else the first page. Throws FailureError where it cannot be told. */
async function peopleOf(context: Context, chat: Chat): Promise<readonly Attendee[]> {
  return chat.attendees ?? people(context).load(chat);
}

/** As `peopleOf`, but nobody where it cannot be told: for what can be shown without. */
export async function peopleIfKnown(context: Context, chat: Chat): Promise<readonly Attendee[]> {
  return (await orNull(peopleOf(context, chat))) ?? [];
}

/** The other side of a direct chat; null for groups, and where it cannot be told. */
export async function counterpartOf(context: Context, chat: Chat): Promise<Attendee | null> {
  if (chat.kind !== 'DIRECT') return null;
  const attendees = await peopleIfKnown(context, chat);
  return (
    attendees.find(({ attendeeId }) => attendeeId === chat.counterpartId) ??
    attendees.find(({ isSelf }) => !isSelf) ??
    null
  );
}

/** Somebody who appears in a chat: looked up among its people when the operation came through it, else by themselves. */
export async function loadAttendeeIn(
  context: Context,
  chat: ChatRef,
  attendeeId: string | null,
): Promise<Attendee | null> {
  if (attendeeId === null) return null;
  const passed = passedChat(context, chat);
  const attendees = passed ? await peopleIfKnown(context, passed) : [];
  const ref: AttendeeRef = { ...refOf(chat), attendeeId };
  return attendees.find((attendee) => attendee.attendeeId === attendeeId) ?? loadAttendee(context, ref);
}

/** The source of a chat's attendees: a page of twenty chats asks for all of them together where the provider can. */
export function attendeeSource(context: Context, chat: Chat): ListSource<Attendee> {
  const isWhole = chat.attendees !== null || context.reading.provider(chat.connectionId).chatAttendees;
  return {
    source: isWhole
      ? wholeSource(
          'attendees',
          ({ attendeeId }) => attendeeId,
          () => peopleOf(context, chat),
        )
      : context.reading.port(chat).attendeesOf(chat),
    accounts: [refOf(chat)],
  };
}
