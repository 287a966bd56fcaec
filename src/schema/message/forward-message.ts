import { requireLength, requireSupport } from '../../messaging/capabilities.ts';
import { builder } from '../builder.ts';
import { asMutation, inputArgument, sending } from '../mutation.ts';
import { textOrNull } from '../writing/checks.ts';
import { clientMessageIdField, clientMessageIdOf } from '../writing/client-message-id.ts';
import { composeMessage } from '../writing/compose.ts';
import { open, openInAccount, readChat, readMessage, requireMethod } from '../writing/open.ts';
import { dispatchMessage, recallMessage, sentPayload } from '../writing/sent.ts';

const ForwardMessageInput = builder.inputType('ForwardMessageInput', {
  description: 'A message to pass on to another chat of the same account.',
  fields: (t) => ({
    messageId: t.id({ required: true, description: 'The message to pass on, with what is attached to it.' }),
    toChatId: t.id({ required: true, description: 'Where to: a chat of the same account.' }),
    text: t.string({ description: 'A word of your own to go with it, where the network has that.' }),
    clientMessageId: clientMessageIdField(t),
  }),
});

const ForwardMessagePayload = sentPayload('ForwardMessagePayload', 'The message is passed on.');

builder.mutationField('forwardMessage', (t) =>
  t.field({
    ...asMutation,
    type: ForwardMessagePayload,
    description:
      'Passes a message on to another chat of the same account, once: as sendMessage, it is never repeated by itself.',
    args: { input: t.arg({ ...inputArgument, type: ForwardMessageInput }) },
    resolve: sending(async (input, context) => {
      const clientMessageId = clientMessageIdOf(input.clientMessageId);
      const text = textOrNull(input.text);
      const from = open(context, 'Message', input.messageId, 'messageId');
      const toChat = openInAccount(context, 'Chat', input.toChatId, from.account, 'toChatId');

      const { account, port } = from;
      const asked = {
        account,
        kind: 'FORWARD' as const,
        chatId: toChat.chatId,
        clientMessageId,
        request: { fromChat: from.id.chatId, message: from.id.messageId, text },
      };
      const earlier = await recallMessage(context, asked);
      if (earlier !== null) return earlier;

      requireMethod(port, 'forward', 'messageId');
      const { capabilities } = await readChat(context, from, 'messageId');
      requireSupport(capabilities.forward, 'messageId');
      const target = await readChat(context, { ...from, id: toChat }, 'toChatId');
      requireSupport(target.capabilities.send, 'toChatId');
      if (text !== null) requireLength(text, target.capabilities.send.maxTextLength, 'text');
      const forwarded = await readMessage(context, from.id, 'messageId');

      return dispatchMessage(context, {
        ...asked,
        perform: async (call) => ({
          ...(await port.forward(from.id.chatId, from.id.messageId, target.chat, text, call)),
          chatId: target.chat.chatId,
        }),
        compose: (sent) => composeMessage(account, { text, attachments: [], forwarded }, sent),
      });
    }),
  }),
);
