import { requireSupport } from '../../messaging/capabilities.ts';
import { AttendeeInput } from '../attendee/attendee-input.ts';
import { builder } from '../builder.ts';
import { asMutation, inputArgument, sending } from '../mutation.ts';
import { open, readChat, requireMethod } from '../writing/open.ts';
import { chatPayload } from '../writing/payload.ts';
import { recipient } from '../writing/recipient.ts';

const AddAttendeeInput = builder.inputType('AddAttendeeInput', {
  description: 'Somebody to add to a group.',
  fields: (t) => ({
    chatId: t.id({ required: true, description: 'The group.' }),
    attendee: t.field({ type: AttendeeInput, required: true, description: 'Whom to add.' }),
  }),
});

const AddAttendeePayload = chatPayload('AddAttendeePayload', 'The attendee is in the group.');

builder.mutationField('addAttendee', (t) =>
  t.field({
    ...asMutation,
    type: AddAttendeePayload,
    description: 'Adds somebody to a group, where `ChatCapabilities.changeAttendees` says so.',
    args: { input: t.arg({ ...inputArgument, type: AddAttendeeInput }) },
    resolve: sending(async ({ chatId, attendee }, context) => {
      const opened = open(context, 'Chat', chatId, 'chatId');
      requireMethod(opened.port, 'addAttendee', 'chatId');
      const findRecipient = recipient(context, opened.account, attendee, 'attendee');
      const { chat, capabilities } = await readChat(context, opened, 'chatId');
      requireSupport(capabilities.changeAttendees, 'chatId');
      await opened.port.addAttendee(chat.chatId, await findRecipient(), context.call);
      return { chat };
    }),
  }),
);
