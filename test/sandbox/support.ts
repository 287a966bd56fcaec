import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.ts';

/** A sandbox that ends with the test; nobody in it does anything unless `life` says so. */
export async function sandboxFor(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ life: false, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

export interface Answer<Body> {
  status: number;
  headers: Headers;
  body: Body;
}

export type Api = <Body = Record<string, unknown>>(
  method: string,
  path: string,
  body?: object,
) => Promise<Answer<Body>>;

/** Calls the sandbox's Unipile v1 with its key; a FormData goes out as a form, everything else as JSON. */
export function apiOf({ unipileV1 }: Sandbox): Api {
  return async <Body>(method: string, path: string, body?: object) => {
    const isForm = body instanceof FormData;
    const response = await fetch(unipileV1.baseUrl + path, {
      method,
      headers: {
        'X-API-KEY': unipileV1.apiKey,
        ...(body !== undefined && !isForm ? { 'Content-Type': 'application/json' } : {}),
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
  };
}

export interface List<Item> {
  object: string;
  items: Item[];
  cursor: string | null;
}

export function form(parts: Record<string, string | readonly string[] | Blob>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(parts)) {
    if (value instanceof Blob) data.append(name, value, 'file.png');
    else for (const one of typeof value === 'string' ? [value] : value) data.append(name, one);
  }
  return data;
}

export interface Received {
  headers: IncomingHttpHeaders;
  rawHeaders: string[];
  text: string;
  body: Record<string, unknown>;
}

/** A receiver of webhooks; answers what `statuses` says, one after the other, then 200. */
export async function receiver(
  statuses: number[] = [],
): Promise<{ url: string; received: Received[]; until(count: number): Promise<void> }> {
  const received: Received[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const piece of request) text += piece;
    const body = text.startsWith('{') ? JSON.parse(text) : {};
    received.push({ headers: request.headers, rawHeaders: request.rawHeaders, text, body });
    response.writeHead(statuses.shift() ?? 200).end();
    for (const { count, resolve } of waiting) if (received.length >= count) resolve();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    until: (count) =>
      received.length >= count
        ? Promise.resolve()
        : new Promise((resolve) => waiting.push({ count, resolve })),
  };
}

/** The first that fits; fails the test if there is none. */
export function pick<Item>(items: readonly Item[], fits: (item: Item) => boolean = () => true): Item {
  const found = items.find(fits);
  if (found === undefined) throw new Error('nothing fits');
  return found;
}
