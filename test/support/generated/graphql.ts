/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Whether an account works now. Changes arrive as `AccountStatusChanged`. */
export type AccountStatus =
  /** Works. */
  | 'CONNECTED'
  /** Is being connected or restored; lists may be incomplete until it is. */
  | 'CONNECTING'
  /** Works in part, as when one LinkedIn product has signed out and the others have not. */
  | 'DEGRADED'
  /** Broken at the provider for another reason. */
  | 'ERROR'
  /** Signed out: somebody has to sign in again at the provider. What is stored there stays readable. */
  | 'NEEDS_RECONNECT'
  /** Stopped on purpose at the provider. */
  | 'PAUSED'
  /** No longer there. Seen in events only: a removed account leaves the lists. */
  | 'REMOVED'
  /** Restricted by the network itself; connecting anew does not help. */
  | 'RESTRICTED'
  /** Not known now, as when the provider cannot be asked or says something new. */
  | 'UNKNOWN';

/** How many can take part in a chat, and how. */
export type ChatKind =
  /** A channel: of a workspace (Slack), or one that few write and many read. */
  | 'CHANNEL'
  /** Between the account and one other. */
  | 'DIRECT'
  /** Between several who all may write. */
  | 'GROUP';

/** How far a message has come. It only ever moves forward, except that FAILED and UNKNOWN can still turn out to be SENT. */
export type Delivery =
  /** It is on the receiver's device, where the network tells that. */
  | 'DELIVERED'
  /** It was not sent; `error` says why. */
  | 'FAILED'
  /** Written down by this gateway, waiting for its turn. Deleting it now cancels it. */
  | 'QUEUED'
  /** Somebody has read it, where the network tells that. In a group, `readBy` says who. */
  | 'READ'
  /** Handed to the provider; no answer yet. */
  | 'SENDING'
  /** The network has it. Of inbound messages: it arrived. */
  | 'SENT'
  /** It may have been sent: no answer came. It is looked for, and never sent a second time. */
  | 'UNKNOWN';

/** Why something could not be done: decide by it, and show `detail` to people. The same codes stand in `extensions.code` of errors on fields. */
export type ErrorCode =
  /** The account has to be connected anew at its provider before it can do this. */
  | 'ACCOUNT_DISCONNECTED'
  /** This `clientMessageId` was already used for another request. Choose a new one for a new message. */
  | 'CONFLICT'
  /** It costs a credit (an InMail does), and none is left. */
  | 'INSUFFICIENT_CREDITS'
  /** Something in the input cannot be right, on any account: correct it, the same again will fail again. */
  | 'INVALID_INPUT'
  /** The provider or network forbids it to this account, for lack of a right or by its rules. */
  | 'NOT_ALLOWED'
  /** What an id names is not there, or is not for this credential to see: the two are not told apart. */
  | 'NOT_FOUND'
  /** This provider, network or product cannot do it. The capabilities say so beforehand: hide the button. */
  | 'NOT_SUPPORTED'
  /** The provider is still fetching this from the network. Try again when it has. */
  | 'NOT_SYNCHRONIZED'
  /** The request left, and no answer came: it may have been done. Look before doing it again; with the same `clientMessageId` it is never sent twice. */
  | 'OUTCOME_UNKNOWN'
  /** The provider refused the request for a reason that has no code of its own here. */
  | 'PROVIDER_REJECTED'
  /** The provider did not answer, or not in a way that can be understood. Nothing was done; try again later. */
  | 'PROVIDER_UNAVAILABLE'
  /** Too many requests: wait, until `retryAt` where it is known. */
  | 'RATE_LIMITED'
  /** This person cannot be written to from this account: not connected, blocked, gone. */
  | 'RECIPIENT_UNREACHABLE'
  /** The account lacks the subscription that this takes, as Sales Navigator or Recruiter. */
  | 'SUBSCRIPTION_REQUIRED';

/** Why events are missing. */
export type GapReason =
  /** They are older than what the gateway keeps. */
  | 'RETENTION'
  /** Too many were waiting while nothing was read. They are still in the log. */
  | 'SLOW_CONSUMER';

/** Which way a message went, seen from the account's owner. */
export type MessageDirection =
  /** Somebody else wrote it. */
  | 'INBOUND'
  /** The owner wrote it: through this gateway, or on any other device. */
  | 'OUTBOUND';

/** Where the conversation really takes place. */
export type Network =
  /** Direct messages of Instagram. */
  | 'INSTAGRAM'
  /** LinkedIn with all its products: Classic, Sales Navigator, Recruiter, Company Pages. */
  | 'LINKEDIN'
  /** Facebook's Messenger. */
  | 'MESSENGER'
  /** Slack: channels and direct messages of a workspace. */
  | 'SLACK'
  /** Telegram. */
  | 'TELEGRAM'
  /** Direct messages of X, once Twitter. */
  | 'TWITTER'
  /** A network that this version does not know by name; its chats work all the same. */
  | 'UNKNOWN'
  /** WhatsApp. */
  | 'WHATSAPP';

/** Whether something can be done here. */
export type Support =
  /** It works. */
  | 'FULL'
  /** It works with a restriction that `reason` names. */
  | 'PARTIAL'
  /** It does not: hide the button. Trying answers NOT_SUPPORTED, and nothing goes upstream. */
  | 'UNSUPPORTED';

export type InboxQueryVariables = Exact<{ [key: string]: never; }>;


export type InboxQuery = { chats: { nodes: Array<{ title: string, kind: ChatKind, unreadCount: number, lastActivityAt: string | null, id: string, account: { network: Network, name: string }, lastMessage: { text: string | null, direction: MessageDirection, sentAt: string, sender: { name: string } | null } | null, attendees: { nodes: Array<{ name: string, isSelf: boolean }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null }, unavailable: Array<{ account: { name: string } | null, error:
        | { code: ErrorCode, detail: string }
        | { code: ErrorCode, detail: string }
        | { code: ErrorCode, detail: string }
        | { code: ErrorCode, detail: string }
        | { code: ErrorCode, detail: string }
        | { code: ErrorCode, detail: string }
       }> } };

export type ChatQueryVariables = Exact<{
  chatId: string | number;
}>;


export type ChatQuery = { node:
    | { title: string, account: { network: Network, name: string }, capabilities: { send: { support: Support, maxTextLength: number | null }, attach: { support: Support, maxFileBytes: number | null }, react: { support: Support, allowed: Array<string> | null } }, messages: { nodes: Array<{ id: string, text: string | null, direction: MessageDirection, delivery: Delivery, sentAt: string, sender: { name: string } | null, reactions: Array<{ value: string, count: number }>, attachments: Array<
            | { mimeType: string | null, url: string | null }
            | { mimeType: string | null, url: string | null }
            | { mimeType: string | null, url: string | null }
            | { mimeType: string | null, url: string | null }
            | { mimeType: string | null, url: string | null }
            | { mimeType: string | null, url: string | null }
          > }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }
    | Record<PropertyKey, never>
   | null };

export type SendMutationVariables = Exact<{
  chatId: string | number;
  text?: string | null | undefined;
}>;


export type SendMutation = { sendMessage:
    | { code: ErrorCode, detail: string, retryable: boolean }
    | { code: ErrorCode, detail: string, retryable: boolean }
    | { code: ErrorCode, detail: string, retryable: boolean }
    | { code: ErrorCode, detail: string, retryable: boolean }
    | { code: ErrorCode, detail: string, retryable: boolean }
    | { code: ErrorCode, detail: string, retryable: boolean }
    | { message: { id: string, text: string | null, delivery: Delivery, sentAt: string } }
   | null };

export type EventsSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type EventsSubscription = { events:
    | { __typename: 'AccountStatusChanged', status: AccountStatus, id: string, at: string }
    | { __typename: 'CaughtUp', id: string, at: string }
    | { __typename: 'ChatDeleted', id: string, at: string, account: { network: Network }, chat: { title: string } | null }
    | { __typename: 'ChatUpdated', id: string, at: string, account: { network: Network }, chat: { title: string } | null }
    | { __typename: 'Gap', id: string, at: string }
    | { __typename: 'MessageCreated', id: string, at: string, account: { network: Network }, chat: { title: string } | null, message: { text: string | null, direction: MessageDirection, sender: { name: string } | null } | null }
    | { __typename: 'MessageDeleted', id: string, at: string, account: { network: Network }, chat: { title: string } | null }
    | { __typename: 'MessageDelivered', id: string, at: string, account: { network: Network }, chat: { title: string } | null }
    | { __typename: 'MessageEdited', id: string, at: string, account: { network: Network }, chat: { title: string } | null }
    | { __typename: 'MessageFailed', id: string, at: string, account: { network: Network }, chat: { title: string } | null }
    | { __typename: 'MessageReacted', value: string, id: string, at: string, account: { network: Network }, chat: { title: string } | null, attendee: { name: string } | null }
    | { __typename: 'MessageRead', id: string, at: string, account: { network: Network }, chat: { title: string } | null }
    | { __typename: 'SynchronizationChanged', id: string, at: string }
   };

export type ResumeSubscriptionVariables = Exact<{
  after: string | number;
}>;


export type ResumeSubscription = { events:
    | { __typename: 'AccountStatusChanged', id: string, at: string }
    | { __typename: 'CaughtUp', id: string, at: string }
    | { __typename: 'ChatDeleted', id: string, at: string }
    | { __typename: 'ChatUpdated', id: string, at: string }
    | { __typename: 'Gap', reason: GapReason, from: string, to: string, id: string, at: string }
    | { __typename: 'MessageCreated', id: string, at: string, chat: { title: string } | null, message: { text: string | null, direction: MessageDirection } | null }
    | { __typename: 'MessageDeleted', id: string, at: string }
    | { __typename: 'MessageDelivered', id: string, at: string }
    | { __typename: 'MessageEdited', id: string, at: string }
    | { __typename: 'MessageFailed', id: string, at: string }
    | { __typename: 'MessageReacted', id: string, at: string }
    | { __typename: 'MessageRead', id: string, at: string }
    | { __typename: 'SynchronizationChanged', id: string, at: string }
   };


export const InboxDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Inbox"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"chats"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"unreadCount"}},{"kind":"Field","name":{"kind":"Name","value":"lastActivityAt"}},{"kind":"Field","name":{"kind":"Name","value":"account"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"network"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"lastMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"direction"}},{"kind":"Field","name":{"kind":"Name","value":"sentAt"}},{"kind":"Field","name":{"kind":"Name","value":"sender"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"attendees"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"isSelf"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"unavailable"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"account"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"detail"}}]}}]}}]}}]}}]} as unknown as DocumentNode<InboxQuery, InboxQueryVariables>;
export const ChatDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Chat"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"chatId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"chatId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Chat"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"account"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"network"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"capabilities"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"send"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"support"}},{"kind":"Field","name":{"kind":"Name","value":"maxTextLength"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attach"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"support"}},{"kind":"Field","name":{"kind":"Name","value":"maxFileBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"react"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"support"}},{"kind":"Field","name":{"kind":"Name","value":"allowed"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"messages"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"direction"}},{"kind":"Field","name":{"kind":"Name","value":"delivery"}},{"kind":"Field","name":{"kind":"Name","value":"sentAt"}},{"kind":"Field","name":{"kind":"Name","value":"sender"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"reactions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attachments"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mimeType"}},{"kind":"Field","name":{"kind":"Name","value":"url"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<ChatQuery, ChatQueryVariables>;
export const SendDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Send"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"chatId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"text"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sendMessage"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"chatId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"chatId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"text"},"value":{"kind":"Variable","name":{"kind":"Name","value":"text"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SendMessagePayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"delivery"}},{"kind":"Field","name":{"kind":"Name","value":"sentAt"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"detail"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}}]}}]}}]} as unknown as DocumentNode<SendMutation, SendMutationVariables>;
export const EventsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"Events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ChatEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"account"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"network"}}]}},{"kind":"Field","name":{"kind":"Name","value":"chat"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MessageCreated"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"direction"}},{"kind":"Field","name":{"kind":"Name","value":"sender"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MessageReacted"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"attendee"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AccountStatusChanged"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]}}]} as unknown as DocumentNode<EventsSubscription, EventsSubscriptionVariables>;
export const ResumeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"Resume"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"events"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MessageCreated"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"chat"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"title"}}]}},{"kind":"Field","name":{"kind":"Name","value":"message"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"direction"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Gap"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}}]}}]}}]}}]} as unknown as DocumentNode<ResumeSubscription, ResumeSubscriptionVariables>;