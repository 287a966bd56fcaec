import type { Names } from './world.ts';

export interface Operation {
  readonly query: string;
  readonly variables: object;
}

/** Operations that use a name in one field; `own` are names that their caller may use. */
export type Uses = (theirs: Names, own: Names) => readonly Operation[];

const query = (text: string, variables: object): Operation => ({ query: text, variables });

function mutation(name: string, input: object): Operation {
  const type = name.charAt(0).toUpperCase() + name.slice(1);
  return query(
    `mutation ($input: ${type}Input!) {
      ${name}(input: $input) {
        __typename
        ... on Error { code detail retryable }
        ... on InvalidInputError { field }
        ... on NotFoundError { field }
        ... on NotSupportedError { field }
        ... on AccountError { account { id } }
      }
    }`,
    { input },
  );
}

const everyList = `totalCount pageInfo { hasNextPage endCursor } unavailable { account { id } error { code detail } }`;
const lists = (field: string, type: string, filter: object): Operation[] => [
  query(`query ($filter: ${type}) { ${field}(filter: $filter) { nodes { id } ${everyList} } }`, { filter }),
];
const start = (input: object) => mutation('startChat', { text: 'Hello', ...input });

/** Every field of the schema that takes an id, by its coordinate. */
export const idFields: Readonly<Record<string, Uses>> = {
  'Query.node(id)': (theirs) =>
    Object.values(theirs).map((id) => query('query ($id: ID!) { node(id: $id) { __typename id } }', { id })),
  'Query.nodes(ids)': (theirs) => [
    query('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', { ids: Object.values(theirs) }),
  ],

  'ChatFilter.accountIds': ({ account }, own) => [
    ...lists('chats', 'ChatFilter', { accountIds: [account] }),
    query(
      'query ($id: ID!, $filter: ChatFilter) { node(id: $id) { ... on Account { chats(filter: $filter) { nodes { id } } } } }',
      { id: own.account, filter: { accountIds: [account] } },
    ),
    query(
      'query ($id: ID!, $filter: ChatFilter) { node(id: $id) { ... on Inbox { chats(filter: $filter) { nodes { id } } } } }',
      { id: own.inbox, filter: { accountIds: [account] } },
    ),
  ],
  'MessageFilter.accountIds': ({ account }) => lists('messages', 'MessageFilter', { accountIds: [account] }),
  'MessageFilter.senderId': ({ attendee }) => lists('messages', 'MessageFilter', { senderId: attendee }),
  'AttendeeInput.attendeeId': ({ attendee }, own) => [
    query(
      'query ($id: ID!, $by: AttendeeInput!) { node(id: $id) { ... on Account { attendee(by: $by) { name } } } }',
      { id: own.account, by: { attendeeId: attendee } },
    ),
    start({ from: { accountId: own.account }, recipients: [{ attendeeId: attendee }] }),
    mutation('addAttendee', { chatId: own.chat, attendee: { attendeeId: attendee } }),
  ],

  'SendMessageInput.chatId': ({ chat }) => [
    mutation('sendMessage', { chatId: chat, text: 'Hello' }),
    mutation('sendMessage', { chatId: chat, text: 'Hello', clientMessageId: 'key-of-ada' }),
  ],
  'SendMessageInput.replyToMessageId': ({ message }, own) => [
    mutation('sendMessage', { chatId: own.chat, text: 'Hello', replyToMessageId: message }),
  ],
  'ChatOriginInput.accountId': ({ account }) => [
    start({ from: { accountId: account }, recipients: [{ providerId: 'somebody' }] }),
  ],
  'ChatOriginInput.inboxId': ({ inbox }) => [
    start({ from: { inboxId: inbox }, recipients: [{ providerId: 'somebody' }] }),
  ],
  'ForwardMessageInput.messageId': ({ message }, own) => [
    mutation('forwardMessage', { messageId: message, toChatId: own.chat }),
  ],
  'ForwardMessageInput.toChatId': ({ chat }, own) => [
    mutation('forwardMessage', { messageId: own.message, toChatId: chat }),
  ],
  'AddReactionInput.messageId': ({ message }) => [
    mutation('addReaction', { messageId: message, value: '👍' }),
  ],
  'RemoveReactionInput.messageId': ({ message }) => [
    mutation('removeReaction', { messageId: message, value: '👍' }),
  ],
  'EditMessageInput.messageId': ({ message }) => [mutation('editMessage', { messageId: message, text: 'x' })],
  'DeleteMessageInput.messageId': ({ message }) => [mutation('deleteMessage', { messageId: message })],
  'UpdateChatInput.chatId': ({ chat }) => [
    mutation('updateChat', { chatId: chat, read: true }),
    mutation('updateChat', { chatId: chat, title: 'Mine' }),
  ],
  'DeleteChatInput.chatId': ({ chat }) => [mutation('deleteChat', { chatId: chat })],
  'AddAttendeeInput.chatId': ({ chat }) => [
    mutation('addAttendee', { chatId: chat, attendee: { providerId: 'somebody' } }),
  ],
  'RemoveAttendeeInput.chatId': ({ chat }, own) => [
    mutation('removeAttendee', { chatId: chat, attendeeId: own.attendee }),
  ],
  'RemoveAttendeeInput.attendeeId': ({ attendee }, own) => [
    mutation('removeAttendee', { chatId: own.chat, attendeeId: attendee }),
  ],
  'SetTypingInput.chatId': ({ chat }) => [mutation('setTyping', { chatId: chat })],
  'SynchronizeChatInput.chatId': ({ chat }) => [mutation('synchronizeChat', { chatId: chat })],
  'SynchronizeConversationsInput.accountId': ({ account }) => [
    mutation('synchronizeConversations', {
      accountId: account,
      profileUrls: ['https://www.linkedin.com/in/ada-example'],
    }),
  ],
};

/** Every connection, by the coordinate of its `after`; `id` is of the parent where it has one. */
export const cursorFields: Readonly<
  Record<string, { readonly parent: keyof Names | null; readonly type: string; readonly field: string }>
> = {
  'Query.accounts(after)': { parent: null, type: 'Query', field: 'accounts' },
  'Query.chats(after)': { parent: null, type: 'Query', field: 'chats' },
  'Query.messages(after)': { parent: null, type: 'Query', field: 'messages' },
  'Account.inboxes(after)': { parent: 'account', type: 'Account', field: 'inboxes' },
  'Account.chats(after)': { parent: 'account', type: 'Account', field: 'chats' },
  'Account.messages(after)': { parent: 'account', type: 'Account', field: 'messages' },
  'Account.attendees(after)': { parent: 'account', type: 'Account', field: 'attendees' },
  'Inbox.chats(after)': { parent: 'inbox', type: 'Inbox', field: 'chats' },
  'Chat.attendees(after)': { parent: 'chat', type: 'Chat', field: 'attendees' },
  'Chat.messages(after)': { parent: 'chat', type: 'Chat', field: 'messages' },
  'Attendee.chats(after)': { parent: 'attendee', type: 'Attendee', field: 'chats' },
  'Attendee.messages(after)': { parent: 'attendee', type: 'Attendee', field: 'messages' },
};

/** One page of a connection after a cursor; of the first edge where there is none. */
export function pageOf(coordinate: string, names: Names, after: string | null): Operation {
  const connection = cursorFields[coordinate];
  if (connection === undefined) throw new Error(`No connection ${coordinate}.`);
  const { parent, type, field } = connection;
  const list = `${field}(first: 1, after: $after) { edges { cursor node { id } } ${everyList} }`;
  return parent === null
    ? query(`query ($after: String) { ${list} }`, { after })
    : query(`query ($id: ID!, $after: String) { node(id: $id) { ... on ${type} { ${list} } } }`, {
        id: names[parent],
        after,
      });
}

/** Where subscriptions take an id; they have tests of their own. */
export const subscriptionFields = [
  'Subscription.events(after)',
  'EventFilter.accountIds',
  'EventFilter.chatIds',
  'MessageCreatedFilter.accountIds',
  'MessageCreatedFilter.chatIds',
] as const;
