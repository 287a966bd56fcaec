import { requireLength, requireSupport } from '../../messaging/capabilities.ts';
import type { ChatRef } from '../../messaging/chat.ts';
import { invalidInput } from '../../messaging/errors.ts';
import type { MessageRef } from '../../messaging/message.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { asMutation, inputArgument, sending } from '../mutation.ts';
import { AttachmentInput, fileAsRequested, outgoing } from '../writing/attachment-input.ts';
import { requireAttachable, textOrNull } from '../writing/checks.ts';
import { clientMessageIdField, clientMessageIdOf } from '../writing/client-message-id.ts';
import { composeMessage } from '../writing/compose.ts';
import { open, openInAccount, readChat } from '../writing/open.ts';
import { dispatchMessage, recallMessage, sentPayload } from '../writing/sent.ts';

const SendMessageInput = builder.inputType('SendMessageInput', {
  description: 'A message to a chat: a text, files, or both.',
  fields: (t) => ({
    chatId: t.id({ required: true, description: 'The chat to write to; `startChat` begins a new one.' }),
    text: t.string({
      description: 'Plain text, at most `ChatCapabilities.send.maxTextLength` characters.',
    }),
    attachments: t.field({
      type: [AttachmentInput],
      description: 'Files to send along, within what `ChatCapabilities.attach` allows.',
    }),
    replyToMessageId: t.id({
      description:
        'A message of the same chat, quoted in the new one. In Slack the new message goes to its thread.',
    }),
    clientMessageId: clientMessageIdField(t),
  }),
});

const SendMessagePayload = sentPayload('SendMessagePayload', 'The network has the message.');

builder.mutationField('sendMessage', (t) =>
  t.field({
    ...asMutation,
    type: SendMessagePayload,
    description:
      'Sends a message, once: it is never repeated by itself. OUTCOME_UNKNOWN says that it left and no answer came.',
    args: { input: t.arg({ ...inputArgument, type: SendMessageInput }) },
    resolve: sending(async (input, context) => {
      const clientMessageId = clientMessageIdOf(input.clientMessageId);
      const text = textOrNull(input.text);
      const attachments = outgoing(input.attachments, 'attachments');
      if (text === null && attachments.length === 0) {
        throw invalidInput('A message has a text or an attachment.', 'text');
      }
      const opened = open(context, 'Chat', input.chatId, 'chatId');
      const replyTo = input.replyToMessageId ? openReplyTo(context, input.replyToMessageId, opened.id) : null;

      const { account, port } = opened;
      const asked = {
        account,
        kind: 'SEND' as const,
        chatId: opened.id.chatId,
        clientMessageId,
        request: {
          text,
          attachments: attachments.map(fileAsRequested),
          replyTo: replyTo?.messageId ?? null,
        },
      };
      const earlier = await recallMessage(context, asked);
      if (earlier !== null) return earlier;

      const { chat, capabilities } = await readChat(context, opened, 'chatId');
      requireSupport(capabilities.send, 'chatId');
      if (text !== null) requireLength(text, capabilities.send.maxTextLength, 'text');
      requireAttachable(attachments, capabilities.attach, capabilities.voiceNote, 'attachments');
      if (replyTo !== null) requireSupport(capabilities.reply, 'replyToMessageId');

      return dispatchMessage(context, {
        ...asked,
        perform: async (call) => ({
          ...(await port.send(chat, { text, attachments, replyTo }, call)),
          chatId: chat.chatId,
        }),
        compose: (sent) => composeMessage(account, { text, attachments, replyTo }, sent),
      });
    }),
  }),
);

function openReplyTo(context: Context, messageId: string, chat: ChatRef): MessageRef {
  const message = openInAccount(context, 'Message', messageId, chat, 'replyToMessageId');
  if (message.chatId !== chat.chatId) {
    throw invalidInput('Only a message of the same chat can be quoted.', 'replyToMessageId');
  }
  return message;
}
