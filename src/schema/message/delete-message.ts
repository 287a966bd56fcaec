import { requireSupport } from '../../messaging/capabilities.ts';
import { builder } from '../builder.ts';
import { asMutation, inputArgument, sending } from '../mutation.ts';
import { requireInTime } from '../writing/checks.ts';
import { openMessage, readMessage, requireMethod } from '../writing/open.ts';
import { type ChangedMessage, messageField } from '../writing/payload.ts';

const DeleteMessageInput = builder.inputType('DeleteMessageInput', {
  description: 'A message to delete.',
  fields: (t) => ({
    messageId: t.id({ required: true, description: "Usually one of the account's owner." }),
  }),
});

interface DeletedMessage extends ChangedMessage {
  readonly deletedMessageId: string;
}

const DeleteMessagePayload = builder.objectRef<DeletedMessage>('DeleteMessagePayload').implement({
  description: 'The message is deleted.',
  fields: (t) => ({
    deletedMessageId: t.exposeID('deletedMessageId', {
      description: 'The id that was given: what to take out of a list.',
    }),
    message: messageField(
      t,
      'What remains to be shown as deleted (`isDeleted`), where the network leaves a trace; null where it does not.',
    ),
  }),
});

builder.mutationField('deleteMessage', (t) =>
  t.field({
    ...asMutation,
    type: DeleteMessagePayload,
    description:
      'Deletes a message for everybody, within `ChatCapabilities.deleteMessage.withinMinutes` of sending. Of one that is still QUEUED: cancels it.',
    args: { input: t.arg({ ...inputArgument, type: DeleteMessageInput }) },
    resolve: sending(async ({ messageId }, context) => {
      const { port, message, capabilities } = await openMessage(
        context,
        messageId,
        'messageId',
        'deleteMessage',
      );
      requireSupport(capabilities.deleteMessage, 'messageId');
      requireMethod(port, 'deleteMessage', 'messageId');
      if (capabilities.deleteMessage.withinMinutes !== null) {
        const { sentAt } = await readMessage(context, message, 'messageId');
        requireInTime(capabilities.deleteMessage, sentAt, 'messageId');
      }
      await port.deleteMessage(message.chatId, message.messageId, context.call);
      return { deletedMessageId: messageId, message };
    }),
  }),
);
