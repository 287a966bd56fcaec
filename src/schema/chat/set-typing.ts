import { requireSupport } from '../../messaging/capabilities.ts';
import { builder } from '../builder.ts';
import { asMutation, inputArgument, sending } from '../mutation.ts';
import { openChat, requireMethod } from '../writing/open.ts';
import { chatPayload } from '../writing/payload.ts';

const SetTypingInput = builder.inputType('SetTypingInput', {
  description: 'Where to be seen typing.',
  fields: (t) => ({ chatId: t.id({ required: true, description: 'The chat that is being written to.' }) }),
});

const SetTypingPayload = chatPayload('SetTypingPayload', 'The others are told.');

builder.mutationField('setTyping', (t) =>
  t.field({
    ...asMutation,
    type: SetTypingPayload,
    description:
      'Shows the others for a few seconds that something is being written. Say it again while it goes on, and never wait for it before sending.',
    args: { input: t.arg({ ...inputArgument, type: SetTypingInput }) },
    resolve: sending(async ({ chatId }, context) => {
      const { port, chat, capabilities } = await openChat(context, chatId, 'chatId', 'setTyping');
      requireSupport(capabilities.typing, 'chatId');
      requireMethod(port, 'setTyping', 'chatId');
      await port.setTyping(chat.chatId, context.call);
      return { chat };
    }),
  }),
);
