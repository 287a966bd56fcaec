import type { RequestBody } from './http.ts';

/** A request that a sandbox received, as its log shows it. */
export interface LoggedRequest {
  /** Milliseconds since 1970, by the sandbox's clock. */
  at: number;
  method: string;
  /** Below the base address, as it was sent: "/chats/abc/messages". */
  path: string;
  /** The pattern that it met: "GET /chats/{chat_id}/messages"; null where there is no such route. */
  route: string | null;
  query: Record<string, string>;
  headers: Record<string, string>;
  /** The body where it was JSON. */
  body?: unknown;
  /** The parts where it was a form, in order; files by size and hash. */
  parts?: LoggedPart[];
  /** The status that was answered; null while it is being worked on, or where a fault left it without one. */
  status: number | null;
}

export interface LoggedPart {
  name: string;
  value?: string;
  filename?: string;
  mimeType?: string;
  size?: number;
  sha256?: string;
}

const KEPT = 20_000;

/** The last 20,000 requests, oldest first. */
export class RequestLog {
  private entries: LoggedRequest[] = [];

  add(entry: LoggedRequest): void {
    this.entries.push(entry);
    if (this.entries.length > 2 * KEPT) this.entries = this.entries.slice(-KEPT);
  }

  all(): LoggedRequest[] {
    return this.entries.slice(-KEPT);
  }

  clear(): void {
    this.entries = [];
  }
}

/** What the log keeps of a body. */
export function loggedBody(body: RequestBody): Pick<LoggedRequest, 'body' | 'parts'> {
  if (body.kind === 'json') return { body: body.value };
  if (body.kind !== 'form') return {};
  const texts = body.form.fields.map(([name, value]) => ({ name, value }));
  const files = body.form.files.map(({ field, filename, mimeType, size, sha256 }) => ({
    name: field,
    filename,
    mimeType,
    size,
    sha256,
  }));
  return { parts: [...texts, ...files] };
}
