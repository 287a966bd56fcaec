import { bytes, json, type Router } from '../../http.ts';
import { png } from '../../media.ts';
import { notFound } from '../errors.ts';
import { findAttendee } from '../find.ts';
import { datedPage, idPage } from '../lists.ts';
import { listQuery } from '../query.ts';
import type { Stage } from '../stage.ts';
import { attendeeJson } from '../wire/attendee.ts';
import { chatJson } from '../wire/chat.ts';
import { SINGLE } from '../world/chat.ts';
import { chatFilter, chatsNewestFirst } from './chats.ts';
import { messagePage } from './messages.ts';

/** Attendees, their pictures, chats and messages (unipile-v1.md §5.13–§5.17). */
export function attendeeRoutes(router: Router, stage: Stage): void {
  router.add('GET /chat_attendees', (request) => {
    const query = listQuery(request, ['account_id']);
    const { account_id } = query.filters;
    const attendees = [...stage.world.attendees.values()].filter(
      ({ accountId }) => account_id === undefined || accountId === account_id,
    );
    return idPage('ChatAttendeeList', query, attendees, (attendee) =>
      attendeeJson(attendee, stage.switches.sdkStrict),
    );
  });

  router.add('GET /chat_attendees/{id}', (request) => {
    const attendee = findAttendee(stage, request, request.params.id);
    if (attendee === null) throw notFound('Attendee');
    return json(attendeeJson(attendee, stage.switches.sdkStrict));
  });

  router.add('GET /chat_attendees/{id}/picture', (request) => {
    const chat = stage.world.chats.get(request.params.id ?? '');
    if (chat?.hasPicture) {
      const [first] = stage.world.others(chat);
      if (first !== undefined) return bytes('image/png', [png(192, 192, first.contact.person.colours)]);
    }
    const attendee = findAttendee(stage, request, request.params.id);
    if (!attendee?.contact.hasPicture) throw notFound('Picture');
    return bytes('image/png', [png(128, 128, attendee.contact.person.colours)]);
  });

  router.add('GET /chat_attendees/{attendee_id}/chats', (request) => {
    const ids = (request.params.attendee_id ?? '').split(',');
    const attendees = ids.map((id) => findAttendee(stage, request, id));
    if (attendees.every((attendee) => attendee === null)) throw notFound('Attendee');
    const query = listQuery(request, ['before', 'after', 'account_id']);
    const wanted = chatFilter(stage, query);
    const theirs = chatsNewestFirst(stage).filter(
      (chat) =>
        chat.type === SINGLE &&
        attendees.some((attendee) => attendee !== null && chat.attendeeIds.includes(attendee.id)),
    );
    return datedPage('ChatList', query, theirs, wanted, (chat) =>
      chatJson(stage.world, chat, stage.switches),
    );
  });

  router.add('GET /chat_attendees/{sender_id}/messages', (request) => {
    const sender = findAttendee(stage, request, request.params.sender_id);
    if (sender === null) throw notFound('Attendee');
    const theirs = stage.world.allMessages().filter(({ senderId }) => senderId === sender.id);
    return messagePage(stage, request, theirs, ['account_id']);
  });
}
