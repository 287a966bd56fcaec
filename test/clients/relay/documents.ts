import { graphql } from 'relay-runtime';

// Read by relay-compiler alone: what runs are the artifacts that it makes of this, in generated/.

export const inbox = graphql`
  query documentsInboxQuery($count: Int!) {
    ...documents_inbox @arguments(count: $count)
  }
`;

export const inboxChats = graphql`
  fragment documents_inbox on Query
  @argumentDefinitions(count: { type: "Int!" }, cursor: { type: "String" })
  @refetchable(queryName: "documentsMoreChatsQuery") {
    chats(first: $count, after: $cursor) @connection(key: "inbox_chats") {
      edges {
        node {
          id
          providerId
          title
          account {
            id
            name
          }
          lastMessage {
            id
            text
          }
        }
      }
    }
  }
`;

export const chat = graphql`
  query documentsChatQuery($id: ID!, $count: Int!) {
    node(id: $id) {
      ...documents_chat @arguments(count: $count)
    }
  }
`;

/** Its further pages come through node, as Relay asks for every object that it knows. */
export const chatMessages = graphql`
  fragment documents_chat on Chat
  @argumentDefinitions(count: { type: "Int!" }, cursor: { type: "String" })
  @refetchable(queryName: "documentsMoreMessagesQuery") {
    id
    title
    messages(first: $count, after: $cursor) @connection(key: "chat_messages") {
      edges {
        node {
          id
          providerId
          text
          sender {
            id
            name
          }
        }
      }
    }
  }
`;

export const events = graphql`
  subscription documentsEventsSubscription($after: ID) {
    events(after: $after) {
      __typename
      id
      ... on MessageCreated {
        chatId
        message {
          id
          providerId
          text
          direction
          sender {
            id
            name
          }
        }
      }
    }
  }
`;
