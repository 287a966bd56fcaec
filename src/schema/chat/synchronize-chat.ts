import { requireSupport } from '../../messaging/capabilities.ts';
import type { SyncStatus as SyncStatusValue } from '../../messaging/chat.ts';
import { builder } from '../builder.ts';
import { asMutation, inputArgument, sending } from '../mutation.ts';
import { openChat, requireMethod } from '../writing/open.ts';
import { type ChangedChat, chatField } from '../writing/payload.ts';
import { SyncStatus } from './enums.ts';

const SynchronizeChatInput = builder.inputType('SynchronizeChatInput', {
  description: 'The chat whose history is wanted.',
  fields: (t) => ({ chatId: t.id({ required: true, description: 'The chat.' }) }),
});

interface SynchronizedChat extends ChangedChat {
  readonly status: SyncStatusValue;
}

const SynchronizeChatPayload = builder.objectRef<SynchronizedChat>('SynchronizeChatPayload').implement({
  description: 'The provider has been asked.',
  fields: (t) => ({
    chat: chatField(t),
    status: t.field({
      type: SyncStatus,
      description: 'How far it is; `SynchronizationChanged` tells the rest.',
      resolve: ({ status }) => status,
    }),
  }),
});

builder.mutationField('synchronizeChat', (t) =>
  t.field({
    ...asMutation,
    type: SynchronizeChatPayload,
    description:
      "Has the provider fetch the chat's older messages from the network, or says how far that is. It answers at once; the messages appear over the following minutes.",
    args: { input: t.arg({ ...inputArgument, type: SynchronizeChatInput }) },
    resolve: sending(async ({ chatId }, context) => {
      const { port, chat, capabilities } = await openChat(context, chatId, 'chatId', 'synchronizeChat');
      requireSupport(capabilities.synchronize, 'chatId');
      requireMethod(port, 'synchronizeChat', 'chatId');
      return { chat, status: await port.synchronizeChat(chat.chatId, context.call) };
    }),
  }),
);
