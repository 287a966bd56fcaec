import { requireSupport } from '../../messaging/capabilities.ts';
import { notSupported } from '../../messaging/errors.ts';
import { builder } from '../builder.ts';
import { asMutation, inputArgument, sending } from '../mutation.ts';
import { requireText } from '../writing/checks.ts';
import { openMessage, requireMethod } from '../writing/open.ts';
import { messagePayload } from '../writing/payload.ts';

const RemoveReactionInput = builder.inputType('RemoveReactionInput', {
  description: "A reaction of the account's owner to take back.",
  fields: (t) => ({
    messageId: t.id({ required: true, description: 'The message that was reacted to.' }),
    value: t.string({ required: true, description: 'The emoji as `Message.reactions` shows it.' }),
  }),
});

const RemoveReactionPayload = messagePayload('RemoveReactionPayload', 'The reaction is gone.');

builder.mutationField('removeReaction', (t) =>
  t.field({
    ...asMutation,
    type: RemoveReactionPayload,
    description: "Takes back the owner's own reaction, where `ChatCapabilities.react.canRemove` says so.",
    args: { input: t.arg({ ...inputArgument, type: RemoveReactionInput }) },
    resolve: sending(async ({ messageId, value }, context) => {
      requireText(value, 'value');
      const { port, message, capabilities } = await openMessage(
        context,
        messageId,
        'messageId',
        'removeReaction',
      );
      requireSupport(capabilities.react, 'messageId');
      if (!capabilities.react.canRemove) {
        throw notSupported('A reaction cannot be taken back here.', 'messageId');
      }
      requireMethod(port, 'removeReaction', 'messageId');
      await port.removeReaction(message.chatId, message.messageId, value, context.call);
      return { message };
    }),
  }),
);
