import type { ErrorCode } from './errors.ts';

/** Structured logging as pino does it. Fields never hold message texts, keys or bodies. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** One finished upstream request. `route` is a pattern without ids, as `GET /chats/:id`. */
export interface UpstreamRequest {
  readonly connectionId: string;
  /** Null: it concerns no single account. */
  readonly accountId: string | null;
  readonly route: string;
  /** Null: no answer came. */
  readonly status: number | null;
  readonly seconds: number;
  /** Why the provider refused it; null where it did not. */
  readonly code: ErrorCode | null;
}
