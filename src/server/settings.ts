import type { Scope } from '../messaging/viewer.ts';

/** How the gateway is reached, as the configuration says it. */
export interface ServerSettings {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Where clients and vendors reach the gateway, without a slash at the end; null: the address that is listened on. */
  readonly publicUrl: string | null;
  readonly profile: Profile;
  readonly graphiql: boolean;
  readonly introspection: boolean;
  /** Origins of web pages that may use the API, as `https://app.example.com`. */
  readonly cors: readonly string[];
  /** Null: nobody is asked who they are; then only loopback is listened on. */
  readonly tokens: readonly Token[] | null;
  readonly limits: Limits;
  readonly timeouts: Timeouts;
}

/** open: introspection, GET and the count of upstream calls in answers. production: none of them. */
export type Profile = 'open' | 'production';

export interface Token {
  /** Unique: file URLs and limits go by it. */
  readonly name: string;
  /** Lower-case hex of the token's SHA-256. */
  readonly sha256: string;
  /** Patterns `connection/account`, `*` for any part. */
  readonly accounts: readonly string[];
  readonly scopes: readonly Scope[];
}

export interface Limits {
  /** Requests to providers that one operation may make. */
  readonly upstreamCalls: number;
  /** Nodes that one operation may ask for. */
  readonly cost: number;
  /** Queries and mutations of one viewer at the same time. */
  readonly concurrentOperations: number;
  /** Operations on one WebSocket at the same time. */
  readonly operationsPerSocket: number;
  /** JSON of a request, `operations` and `map` of an upload, one WebSocket message. */
  readonly bodyBytes: number;
  /** All files of one upload together. */
  readonly uploadBytes: number;
  /** What is passed on of one attachment or picture. */
  readonly downloadBytes: number;
  readonly webhookBytes: number;
  /** A subscription that has more events waiting … */
  readonly slowAfterEvents: number;
  /** … and took nothing for so long is moved to the head of the log. */
  readonly slowAfterSeconds: number;
}

/** Seconds. */
export interface Timeouts {
  readonly query: number;
  readonly mutation: number;
  /** A whole file, from the first byte to the last. */
  readonly download: number;
  /** Until a webhook is stored, else 503. */
  readonly webhook: number;
  /** From a signal to the end of the process. */
  readonly stop: number;
}
