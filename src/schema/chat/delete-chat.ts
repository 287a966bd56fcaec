import { requireSupport } from '../../messaging/capabilities.ts';
import { builder } from '../builder.ts';
import { asMutation, inputArgument, sending } from '../mutation.ts';
import { openChat, requireMethod } from '../writing/open.ts';

const DeleteChatInput = builder.inputType('DeleteChatInput', {
  description: 'A chat to delete.',
  fields: (t) => ({ chatId: t.id({ required: true, description: 'The chat, with all its messages.' }) }),
});

const DeleteChatPayload = builder
  .objectRef<{ readonly deletedChatId: string }>('DeleteChatPayload')
  .implement({
    description: 'The chat is deleted.',
    fields: (t) => ({
      deletedChatId: t.exposeID('deletedChatId', {
        description: 'The id that was given: what to take out of a list.',
      }),
    }),
  });

builder.mutationField('deleteChat', (t) =>
  t.field({
    ...asMutation,
    type: DeleteChatPayload,
    description:
      'Deletes a chat from the account; the others keep theirs. It cannot be taken back: archive with updateChat where it is only to be out of sight.',
    args: { input: t.arg({ ...inputArgument, type: DeleteChatInput }) },
    resolve: sending(async ({ chatId }, context) => {
      const { port, chat, capabilities } = await openChat(context, chatId, 'chatId', 'deleteChat');
      requireSupport(capabilities.deleteChat, 'chatId');
      requireMethod(port, 'deleteChat', 'chatId');
      await port.deleteChat(chat.chatId, context.call);
      return { deletedChatId: chatId };
    }),
  }),
);
