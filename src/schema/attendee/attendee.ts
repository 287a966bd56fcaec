import type { Attendee as AttendeeValue } from '../../messaging/attendee.ts';
import type { Chat as ChatValue } from '../../messaging/chat.ts';
import type { Message as MessageValue } from '../../messaging/message.ts';
import { Account } from '../account/account.ts';
import { accountOf, refOf } from '../account/visible.ts';
import { builder } from '../builder.ts';
import { ChatConnection } from '../chat/chat.ts';
import { chatsWith } from '../chat/lists.ts';
import { connect, connectFound, connectionType, pageArguments } from '../connection.ts';
import { messagesFrom } from '../message/lists.ts';
import { MessageConnection } from '../message/message.ts';
import { idOf, Node } from '../node/node.ts';
import { Url, webAddress } from '../scalar/url.ts';
import { AttendeeKind, NetworkDistance } from './enums.ts';

export const Attendee = builder.objectRef<AttendeeValue>('Attendee');
export const AttendeeConnection = connectionType(Attendee, "Attendees, in the provider's order.");

Attendee.implement({
  description:
    'Somebody who takes part in chats, as one account sees them: the same person seen by two accounts is two attendees, because names and distances differ.',
  interfaces: [Node],
  fields: (t) => ({
    account: t.field({
      type: Account,
      description: 'Who sees them.',
      resolve: (attendee, _arguments, context) => accountOf(context, attendee),
    }),
    providerId: t.exposeString('providerId', {
      description:
        'What `AttendeeInput.providerId` takes, and what to keep in order to find them from other systems.',
    }),
    kind: t.expose('kind', { type: AttendeeKind, description: 'Who or what it is.' }),
    name: t.exposeString('name', {
      description: 'As the network shows it to this account; at worst a number or an id.',
    }),
    isSelf: t.exposeBoolean('isSelf', { description: "Whether it is the account's owner." }),
    headline: t.exposeString('headline', {
      nullable: true,
      description: 'The line under the name on LinkedIn, usually the occupation.',
    }),
    networkDistance: t.expose('networkDistance', {
      type: NetworkDistance,
      nullable: true,
      description:
        'How far they are on LinkedIn; beyond FIRST a chat usually starts as an InMail. Null elsewhere.',
    }),
    profileUrl: t.field({
      type: Url,
      nullable: true,
      description: 'Their page at the network, to open in a browser; null where there is none.',
      resolve: ({ profileUrl }) => webAddress(profileUrl),
    }),
    pictureUrl: t.field({
      type: Url,
      nullable: true,
      description:
        'Their picture. On the gateway, signed, for use in an `<img>`; it expires after an hour or two, so ask anew instead of storing it. It answers 404 where the network tells only then that there is none.',
      resolve: (attendee, _arguments, { links, viewer }) =>
        attendee.hasPicture
          ? links.picture(viewer, { ...refOf(attendee), attendeeId: attendee.attendeeId })
          : null,
    }),
    chats: t.field({
      type: ChatConnection,
      description:
        'The direct chats with them. Where the provider has no such list, those of the account are looked through, over several pages.',
      args: pageArguments,
      resolve: (attendee, page, context) =>
        connectFound<ChatValue>(
          context,
          { field: 'Attendee.chats', parentId: idOf(attendee) },
          () => chatsWith(context, attendee),
          page,
        ),
    }),
    messages: t.field({
      type: MessageConnection,
      description:
        'What they wrote, in all chats. A provider without such a list stands in `unavailable` with NOT_SUPPORTED.',
      args: pageArguments,
      resolve: (attendee, page, context) =>
        connect<MessageValue>(
          context,
          { field: 'Attendee.messages', parentId: idOf(attendee), ...messagesFrom(context, attendee) },
          page,
        ),
    }),
  }),
});
