/**
 * @generated SignedSource<<32b0c5aa1d21a7fe6016042989ec91f4>>
 * @lightSyntaxTransform
 * @nogrep
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ConcreteRequest } from 'relay-runtime';
export type MessageDirection = "INBOUND" | "OUTBOUND";
export type documentsEventsSubscription$variables = {
  after?: string | null | undefined;
};
export type documentsEventsSubscription$data = {
  readonly events: {
    readonly __typename: string;
    readonly chatId?: string;
    readonly id: string;
    readonly message?: {
      readonly direction: MessageDirection;
      readonly id: string;
      readonly providerId: string | null | undefined;
      readonly sender: {
        readonly id: string;
        readonly name: string;
      } | null | undefined;
      readonly text: string | null | undefined;
    } | null | undefined;
  };
};
export type documentsEventsSubscription = {
  response: documentsEventsSubscription$data;
  variables: documentsEventsSubscription$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "after"
  }
],
v1 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "id",
  "storageKey": null
},
v2 = [
  {
    "alias": null,
    "args": [
      {
        "kind": "Variable",
        "name": "after",
        "variableName": "after"
      }
    ],
    "concreteType": null,
    "kind": "LinkedField",
    "name": "events",
    "plural": false,
    "selections": [
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "__typename",
        "storageKey": null
      },
      (v1/*: any*/),
      {
        "kind": "InlineFragment",
        "selections": [
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "chatId",
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "concreteType": "Message",
            "kind": "LinkedField",
            "name": "message",
            "plural": false,
            "selections": [
              (v1/*: any*/),
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "providerId",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "text",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "direction",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "concreteType": "Attendee",
                "kind": "LinkedField",
                "name": "sender",
                "plural": false,
                "selections": [
                  (v1/*: any*/),
                  {
                    "alias": null,
                    "args": null,
                    "kind": "ScalarField",
                    "name": "name",
                    "storageKey": null
                  }
                ],
                "storageKey": null
              }
            ],
            "storageKey": null
          }
        ],
        "type": "MessageCreated",
        "abstractKey": null
      }
    ],
    "storageKey": null
  }
];
return {
  "fragment": {
    "argumentDefinitions": (v0/*: any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "documentsEventsSubscription",
    "selections": (v2/*: any*/),
    "type": "Subscription",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*: any*/),
    "kind": "Operation",
    "name": "documentsEventsSubscription",
    "selections": (v2/*: any*/)
  },
  "params": {
    "cacheID": "649c4fb1351b0684194e3236d269bb0f",
    "id": null,
    "metadata": {},
    "name": "documentsEventsSubscription",
    "operationKind": "subscription",
    "text": "subscription documentsEventsSubscription(\n  $after: ID\n) {\n  events(after: $after) {\n    __typename\n    id\n    ... on MessageCreated {\n      chatId\n      message {\n        id\n        providerId\n        text\n        direction\n        sender {\n          id\n          name\n        }\n      }\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "aef036e695c5c397ad420ce57cf03c41";

export default node;
