/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "query Inbox {\n  chats(first: 20) {\n    nodes {\n      title\n      kind\n      unreadCount\n      lastActivityAt\n      account {\n        network\n        name\n      }\n      id\n      lastMessage {\n        text\n        direction\n        sentAt\n        sender {\n          name\n        }\n      }\n      attendees(first: 5) {\n        nodes {\n          name\n          isSelf\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    unavailable {\n      account {\n        name\n      }\n      error {\n        code\n        detail\n      }\n    }\n  }\n}": typeof types.InboxDocument,
    "query Chat($chatId: ID!) {\n  node(id: $chatId) {\n    ... on Chat {\n      title\n      account {\n        network\n        name\n      }\n      capabilities {\n        send {\n          support\n          maxTextLength\n        }\n        attach {\n          support\n          maxFileBytes\n        }\n        react {\n          support\n          allowed\n        }\n      }\n      messages(first: 20) {\n        nodes {\n          id\n          text\n          direction\n          delivery\n          sentAt\n          sender {\n            name\n          }\n          reactions {\n            value\n            count\n          }\n          attachments {\n            mimeType\n            url\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n}": typeof types.ChatDocument,
    "mutation Send($chatId: ID!, $text: String) {\n  sendMessage(input: {chatId: $chatId, text: $text}) {\n    ... on SendMessagePayload {\n      message {\n        id\n        text\n        delivery\n        sentAt\n      }\n    }\n    ... on Error {\n      code\n      detail\n      retryable\n    }\n  }\n}": typeof types.SendDocument,
    "subscription Events {\n  events {\n    __typename\n    id\n    at\n    ... on ChatEvent {\n      account {\n        network\n      }\n      chat {\n        title\n      }\n    }\n    ... on MessageCreated {\n      message {\n        text\n        direction\n        sender {\n          name\n        }\n      }\n    }\n    ... on MessageReacted {\n      value\n      attendee {\n        name\n      }\n    }\n    ... on AccountStatusChanged {\n      status\n    }\n  }\n}": typeof types.EventsDocument,
    "subscription Resume($after: ID!) {\n  events(after: $after) {\n    __typename\n    id\n    at\n    ... on MessageCreated {\n      chat {\n        title\n      }\n      message {\n        text\n        direction\n      }\n    }\n    ... on Gap {\n      reason\n      from\n      to\n    }\n  }\n}": typeof types.ResumeDocument,
};
const documents: Documents = {
    "query Inbox {\n  chats(first: 20) {\n    nodes {\n      title\n      kind\n      unreadCount\n      lastActivityAt\n      account {\n        network\n        name\n      }\n      id\n      lastMessage {\n        text\n        direction\n        sentAt\n        sender {\n          name\n        }\n      }\n      attendees(first: 5) {\n        nodes {\n          name\n          isSelf\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    unavailable {\n      account {\n        name\n      }\n      error {\n        code\n        detail\n      }\n    }\n  }\n}": types.InboxDocument,
    "query Chat($chatId: ID!) {\n  node(id: $chatId) {\n    ... on Chat {\n      title\n      account {\n        network\n        name\n      }\n      capabilities {\n        send {\n          support\n          maxTextLength\n        }\n        attach {\n          support\n          maxFileBytes\n        }\n        react {\n          support\n          allowed\n        }\n      }\n      messages(first: 20) {\n        nodes {\n          id\n          text\n          direction\n          delivery\n          sentAt\n          sender {\n            name\n          }\n          reactions {\n            value\n            count\n          }\n          attachments {\n            mimeType\n            url\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n}": types.ChatDocument,
    "mutation Send($chatId: ID!, $text: String) {\n  sendMessage(input: {chatId: $chatId, text: $text}) {\n    ... on SendMessagePayload {\n      message {\n        id\n        text\n        delivery\n        sentAt\n      }\n    }\n    ... on Error {\n      code\n      detail\n      retryable\n    }\n  }\n}": types.SendDocument,
    "subscription Events {\n  events {\n    __typename\n    id\n    at\n    ... on ChatEvent {\n      account {\n        network\n      }\n      chat {\n        title\n      }\n    }\n    ... on MessageCreated {\n      message {\n        text\n        direction\n        sender {\n          name\n        }\n      }\n    }\n    ... on MessageReacted {\n      value\n      attendee {\n        name\n      }\n    }\n    ... on AccountStatusChanged {\n      status\n    }\n  }\n}": types.EventsDocument,
    "subscription Resume($after: ID!) {\n  events(after: $after) {\n    __typename\n    id\n    at\n    ... on MessageCreated {\n      chat {\n        title\n      }\n      message {\n        text\n        direction\n      }\n    }\n    ... on Gap {\n      reason\n      from\n      to\n    }\n  }\n}": types.ResumeDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Inbox {\n  chats(first: 20) {\n    nodes {\n      title\n      kind\n      unreadCount\n      lastActivityAt\n      account {\n        network\n        name\n      }\n      id\n      lastMessage {\n        text\n        direction\n        sentAt\n        sender {\n          name\n        }\n      }\n      attendees(first: 5) {\n        nodes {\n          name\n          isSelf\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    unavailable {\n      account {\n        name\n      }\n      error {\n        code\n        detail\n      }\n    }\n  }\n}"): (typeof documents)["query Inbox {\n  chats(first: 20) {\n    nodes {\n      title\n      kind\n      unreadCount\n      lastActivityAt\n      account {\n        network\n        name\n      }\n      id\n      lastMessage {\n        text\n        direction\n        sentAt\n        sender {\n          name\n        }\n      }\n      attendees(first: 5) {\n        nodes {\n          name\n          isSelf\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    unavailable {\n      account {\n        name\n      }\n      error {\n        code\n        detail\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Chat($chatId: ID!) {\n  node(id: $chatId) {\n    ... on Chat {\n      title\n      account {\n        network\n        name\n      }\n      capabilities {\n        send {\n          support\n          maxTextLength\n        }\n        attach {\n          support\n          maxFileBytes\n        }\n        react {\n          support\n          allowed\n        }\n      }\n      messages(first: 20) {\n        nodes {\n          id\n          text\n          direction\n          delivery\n          sentAt\n          sender {\n            name\n          }\n          reactions {\n            value\n            count\n          }\n          attachments {\n            mimeType\n            url\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n}"): (typeof documents)["query Chat($chatId: ID!) {\n  node(id: $chatId) {\n    ... on Chat {\n      title\n      account {\n        network\n        name\n      }\n      capabilities {\n        send {\n          support\n          maxTextLength\n        }\n        attach {\n          support\n          maxFileBytes\n        }\n        react {\n          support\n          allowed\n        }\n      }\n      messages(first: 20) {\n        nodes {\n          id\n          text\n          direction\n          delivery\n          sentAt\n          sender {\n            name\n          }\n          reactions {\n            value\n            count\n          }\n          attachments {\n            mimeType\n            url\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation Send($chatId: ID!, $text: String) {\n  sendMessage(input: {chatId: $chatId, text: $text}) {\n    ... on SendMessagePayload {\n      message {\n        id\n        text\n        delivery\n        sentAt\n      }\n    }\n    ... on Error {\n      code\n      detail\n      retryable\n    }\n  }\n}"): (typeof documents)["mutation Send($chatId: ID!, $text: String) {\n  sendMessage(input: {chatId: $chatId, text: $text}) {\n    ... on SendMessagePayload {\n      message {\n        id\n        text\n        delivery\n        sentAt\n      }\n    }\n    ... on Error {\n      code\n      detail\n      retryable\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription Events {\n  events {\n    __typename\n    id\n    at\n    ... on ChatEvent {\n      account {\n        network\n      }\n      chat {\n        title\n      }\n    }\n    ... on MessageCreated {\n      message {\n        text\n        direction\n        sender {\n          name\n        }\n      }\n    }\n    ... on MessageReacted {\n      value\n      attendee {\n        name\n      }\n    }\n    ... on AccountStatusChanged {\n      status\n    }\n  }\n}"): (typeof documents)["subscription Events {\n  events {\n    __typename\n    id\n    at\n    ... on ChatEvent {\n      account {\n        network\n      }\n      chat {\n        title\n      }\n    }\n    ... on MessageCreated {\n      message {\n        text\n        direction\n        sender {\n          name\n        }\n      }\n    }\n    ... on MessageReacted {\n      value\n      attendee {\n        name\n      }\n    }\n    ... on AccountStatusChanged {\n      status\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription Resume($after: ID!) {\n  events(after: $after) {\n    __typename\n    id\n    at\n    ... on MessageCreated {\n      chat {\n        title\n      }\n      message {\n        text\n        direction\n      }\n    }\n    ... on Gap {\n      reason\n      from\n      to\n    }\n  }\n}"): (typeof documents)["subscription Resume($after: ID!) {\n  events(after: $after) {\n    __typename\n    id\n    at\n    ... on MessageCreated {\n      chat {\n        title\n      }\n      message {\n        text\n        direction\n      }\n    }\n    ... on Gap {\n      reason\n      from\n      to\n    }\n  }\n}"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;