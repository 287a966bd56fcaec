import type { AccountRef } from '../../messaging/account.ts';
import { requireSupport } from '../../messaging/capabilities.ts';
import { invalidInput } from '../../messaging/errors.ts';
import type { SynchronizedConversation as ConversationValue } from '../../messaging/provider.ts';
import { builder } from '../builder.ts';
import { SyncStatus } from '../chat/enums.ts';
import { ErrorInterface } from '../error/error.ts';
import { Product } from '../inbox/enums.ts';
import { asMutation, inputArgument, sending } from '../mutation.ts';
import { Url } from '../scalar/url.ts';
import { open, requireMethod } from '../writing/open.ts';
import { type ChangedChat, chatField } from '../writing/payload.ts';

const mostProfiles = 100;

const SynchronizeConversationsInput = builder.inputType('SynchronizeConversationsInput', {
  description: 'People whose conversations with the account are wanted.',
  fields: (t) => ({
    accountId: t.id({ required: true, description: 'The account.' }),
    profileUrls: t.field({
      type: [Url],
      required: true,
      description: `The addresses of their profile pages, 1 to ${mostProfiles}, each once.`,
    }),
    product: t.field({
      type: Product,
      defaultValue: 'LINKEDIN_CLASSIC',
      description: 'In which product they are written to.',
    }),
  }),
});

type Conversation = Omit<ConversationValue, 'chatId'> & ChangedChat;

const SynchronizedConversation = builder.objectRef<Conversation>('SynchronizedConversation').implement({
  description: 'How far the conversation with one person is.',
  fields: (t) => ({
    profileUrl: t.field({
      type: Url,
      description: 'As it was given.',
      resolve: ({ profileUrl }) => profileUrl,
    }),
    chat: chatField(t, 'The chat with this person; null until it is known, or where it cannot be read now.'),
    status: t.field({
      type: SyncStatus,
      description: 'How far it is; `SynchronizationChanged` tells the rest.',
      resolve: ({ status }) => status,
    }),
    error: t.field({
      type: ErrorInterface,
      nullable: true,
      description: 'Why it is FAILED.',
      resolve: ({ error }) => error && { failure: error },
    }),
  }),
});

const SynchronizeConversationsPayload = builder
  .objectRef<{ readonly conversations: readonly Conversation[] }>('SynchronizeConversationsPayload')
  .implement({
    description: 'The provider has been asked.',
    fields: (t) => ({
      conversations: t.field({
        type: [SynchronizedConversation],
        description: 'One for each address, in their order.',
        resolve: ({ conversations }) => conversations,
      }),
    }),
  });

builder.mutationField('synchronizeConversations', (t) =>
  t.field({
    ...asMutation,
    type: SynchronizeConversationsPayload,
    description:
      'Has a provider that only knows the conversations it was told of (Linked API) fetch those with these people. It answers at once; `AccountCapabilities.synchronize` says where it exists.',
    args: { input: t.arg({ ...inputArgument, type: SynchronizeConversationsInput }) },
    resolve: sending(async ({ accountId, profileUrls, product }, context) => {
      requireProfiles(profileUrls);
      const { account, port } = open(context, 'Account', accountId, 'accountId');
      requireSupport(port.accountCapabilities().synchronize, 'accountId');
      requireMethod(port, 'synchronizeConversations', 'accountId');
      const conversations = await port.synchronizeConversations(
        profileUrls,
        product ?? 'LINKEDIN_CLASSIC',
        context.call,
      );
      return { conversations: conversations.map((conversation) => withChat(account, conversation)) };
    }),
  }),
);

function requireProfiles(profileUrls: readonly string[]): void {
  if (profileUrls.length === 0 || profileUrls.length > mostProfiles) {
    throw invalidInput(`Give 1 to ${mostProfiles} profiles.`, 'profileUrls');
  }
  const repeated = profileUrls.findIndex((url, index) => profileUrls.indexOf(url) !== index);
  if (repeated !== -1) throw invalidInput('This profile is there twice.', 'profileUrls', String(repeated));
}

function withChat(
  { connectionId, accountId }: AccountRef,
  { chatId, ...conversation }: ConversationValue,
): Conversation {
  return { ...conversation, chat: chatId === null ? null : { connectionId, accountId, chatId } };
}
