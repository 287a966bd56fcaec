import { requireSupport } from '../../messaging/capabilities.ts';
import { notSupported } from '../../messaging/errors.ts';
import { builder } from '../builder.ts';
import { asMutation, inputArgument, sending } from '../mutation.ts';
import { open, openInAccount, readChat, requireMethod } from '../writing/open.ts';
import { chatPayload } from '../writing/payload.ts';

const RemoveAttendeeInput = builder.inputType('RemoveAttendeeInput', {
  description: 'Somebody to take out of a group.',
  fields: (t) => ({
    chatId: t.id({ required: true, description: 'The group.' }),
    attendeeId: t.id({ required: true, description: 'Of an `Attendee` of the group.' }),
  }),
});

const RemoveAttendeePayload = chatPayload('RemoveAttendeePayload', 'The attendee is out of the group.');

builder.mutationField('removeAttendee', (t) =>
  t.field({
    ...asMutation,
    type: RemoveAttendeePayload,
    description: 'Takes somebody out of a group, where `ChatCapabilities.changeAttendees` says so.',
    args: { input: t.arg({ ...inputArgument, type: RemoveAttendeeInput }) },
    resolve: sending(async ({ chatId, attendeeId }, context) => {
      const opened = open(context, 'Chat', chatId, 'chatId');
      // Where others can be added, the chat says why they cannot be removed.
      if (opened.port.addAttendee === undefined) requireMethod(opened.port, 'removeAttendee', 'chatId');
      const attendee = openInAccount(context, 'Attendee', attendeeId, opened.account, 'attendeeId');
      const { port, chat, capabilities } = await readChat(context, opened, 'chatId');
      const { changeAttendees } = capabilities;
      requireSupport(changeAttendees, 'chatId');
      if (port.removeAttendee === undefined && changeAttendees.reason !== null) {
        throw notSupported(changeAttendees.reason, 'chatId');
      }
      requireMethod(port, 'removeAttendee', 'chatId');
      await port.removeAttendee(chat.chatId, attendee.attendeeId, context.call);
      return { chat };
    }),
  }),
);
