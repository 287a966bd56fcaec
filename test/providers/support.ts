import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Bytes } from '../../src/messaging/attachment.ts';
import type { Call } from '../../src/messaging/call.ts';
import { type Failure, failureOf } from '../../src/messaging/errors.ts';
import type { UpstreamRequest } from '../../src/messaging/log.ts';
import type { Notes } from '../../src/messaging/notes.ts';
import type { ProviderTools } from '../../src/messaging/provider.ts';

const noNotes: Notes = {
  get: () => Promise.resolve(undefined),
  set: () => Promise.resolve(),
  delete: () => Promise.resolve(),
  list: () => Promise.resolve([]),
};

/** What a provider is given, with a clock of the test and everything that it reports kept. */
export function testTools(timeouts: Partial<ProviderTools['timeouts']> = {}) {
  const warnings: object[] = [];
  const observed: UpstreamRequest[] = [];
  const clock = { now: Date.now };
  const tools: ProviderTools = {
    notes: noNotes,
    log: { debug() {}, info() {}, warn: (fields) => warnings.push(fields), error() {} },
    now: () => clock.now(),
    observe: (request) => observed.push(request),
    timeouts: { read: 10_000, backgroundRead: 30_000, send: 90_000, ...timeouts },
  };
  return { tools, clock, warnings, observed };
}

/** A caller with all the patience that is needed, who counts. */
export function caller(more: Partial<Call> = {}) {
  const state = { calls: 0 };
  const call: Call = {
    signal: new AbortController().signal,
    deadline: Date.now() + 600_000,
    background: false,
    count: () => {
      state.calls += 1;
    },
    ...more,
  };
  return { call, state };
}

/** The failure that something ends with. */
export async function failing(action: Promise<unknown> | (() => Promise<unknown>)): Promise<Failure> {
  try {
    await (typeof action === 'function' ? action() : action);
  } catch (error) {
    const failure = failureOf(error);
    if (failure === null) throw error;
    return failure;
  }
  throw new Error('It was expected to fail.');
}

/** A vendor of few words on loopback, closed at the end of the test. */
export async function vendor(
  listener: RequestListener,
): Promise<{ url: string; requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

/** All bytes of a file. */
export async function whole({ body }: Bytes): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
}
