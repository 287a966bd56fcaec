import { gql, type TypedDocumentNode } from '@apollo/client';

interface Page<Node> {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

interface ChatLine {
  readonly id: string;
  readonly providerId: string | null;
  readonly title: string;
}

interface MessageLine {
  readonly id: string;
  readonly providerId: string | null;
  readonly text: string | null;
}

export const inboxQuery: TypedDocumentNode<
  { readonly chats: Page<ChatLine> },
  { readonly first: number; readonly after?: string | null }
> = gql`
  query Inbox($first: Int!, $after: String) {
    chats(first: $first, after: $after) {
      edges {
        node {
          id
          providerId
          title
          account {
            id
            name
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

export const chatQuery: TypedDocumentNode<
  { readonly node: { readonly messages: Page<MessageLine> } },
  { readonly id: string; readonly first: number; readonly after?: string | null }
> = gql`
  query Chat($id: ID!, $first: Int!, $after: String) {
    node(id: $id) {
      id
      ... on Chat {
        messages(first: $first, after: $after) {
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
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
  }
`;

export const eventCursorQuery: TypedDocumentNode<{ readonly eventCursor: string }> = gql`
  query EventCursor {
    eventCursor
  }
`;

export const eventsSubscription: TypedDocumentNode<
  {
    readonly events: {
      readonly __typename: string;
      readonly id: string;
      readonly message?: MessageLine | null;
    };
  },
  { readonly after?: string }
> = gql`
  subscription Events($after: ID) {
    events(after: $after) {
      id
      ... on MessageCreated {
        chat {
          id
          title
        }
        message {
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
