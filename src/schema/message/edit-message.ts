import { requireLength, requireSupport } from '../../messaging/capabilities.ts';
import { invalidInput } from '../../messaging/errors.ts';
import { builder } from '../builder.ts';
import { asMutation, inputArgument, sending } from '../mutation.ts';
import { requireInTime, requireText } from '../writing/checks.ts';
import { openMessage, readMessage, requireMethod } from '../writing/open.ts';
import { messagePayload } from '../writing/payload.ts';

const EditMessageInput = builder.inputType('EditMessageInput', {
  description: 'Another text for a message that was sent.',
  fields: (t) => ({
    messageId: t.id({ required: true, description: "A message of the account's owner (OUTBOUND)." }),
    text: t.string({
      required: true,
      description: 'The whole new text, at most `ChatCapabilities.send.maxTextLength` characters.',
    }),
  }),
});

const EditMessagePayload = messagePayload('EditMessagePayload', 'The message has its new text.');

builder.mutationField('editMessage', (t) =>
  t.field({
    ...asMutation,
    type: EditMessagePayload,
    description:
      'Replaces the text of an own message, within `ChatCapabilities.edit.withinMinutes` of sending. The others see that it was edited.',
    args: { input: t.arg({ ...inputArgument, type: EditMessageInput }) },
    resolve: sending(async ({ messageId, text }, context) => {
      requireText(text, 'text');
      const { port, message, capabilities } = await openMessage(
        context,
        messageId,
        'messageId',
        'editMessage',
      );
      requireSupport(capabilities.edit, 'messageId');
      requireLength(text, capabilities.send.maxTextLength, 'text');
      requireMethod(port, 'editMessage', 'messageId');
      const { direction, sentAt } = await readMessage(context, message, 'messageId');
      if (direction === 'INBOUND') {
        throw invalidInput("Only messages of the account's owner can be edited.", 'messageId');
      }
      requireInTime(capabilities.edit, sentAt, 'messageId');
      await port.editMessage(message.chatId, message.messageId, text, context.call);
      return { message };
    }),
  }),
);
