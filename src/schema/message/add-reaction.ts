import { requireSupport } from '../../messaging/capabilities.ts';
import { builder } from '../builder.ts';
import { asMutation, inputArgument, sending } from '../mutation.ts';
import { requireReaction } from '../writing/checks.ts';
import { openMessage, requireMethod } from '../writing/open.ts';
import { messagePayload } from '../writing/payload.ts';

const AddReactionInput = builder.inputType('AddReactionInput', {
  description: 'A reaction of the account to a message.',
  fields: (t) => ({
    messageId: t.id({ required: true, description: 'The message to react to.' }),
    value: t.string({
      required: true,
      description: 'An emoji, one of `ChatCapabilities.react.allowed` where that is not null.',
    }),
  }),
});

const AddReactionPayload = messagePayload('AddReactionPayload', 'The reaction is there.');

builder.mutationField('addReaction', (t) =>
  t.field({
    ...asMutation,
    type: AddReactionPayload,
    description:
      'Reacts to a message. On most networks an account has one reaction to a message: a new one takes its place.',
    args: { input: t.arg({ ...inputArgument, type: AddReactionInput }) },
    resolve: sending(async ({ messageId, value }, context) => {
      const { port, message, capabilities } = await openMessage(
        context,
        messageId,
        'messageId',
        'addReaction',
      );
      requireSupport(capabilities.react, 'messageId');
      requireReaction(value, capabilities.react, 'value');
      requireMethod(port, 'addReaction', 'messageId');
      await port.addReaction(message.chatId, message.messageId, value, context.call);
      return { message };
    }),
  }),
);
