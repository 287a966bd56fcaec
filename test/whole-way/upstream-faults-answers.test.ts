import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Fault } from '../../src/sandbox/index.ts';
import { breakIt, harness } from './upstream-faults/harness.ts';

const { each, read } = harness();

const MEGABYTE = 1_000_000;

describe('an answer that cannot be read (A7)', () => {
  it.each([
    'malformed-json',
    'html',
    'empty',
    'wrong-content-type',
    'byte-order-mark',
    'invalid-utf8',
  ] as const)('%s', (spoil) =>
    each(async (vendor) => {
      breakIt(vendor, { spoil, times: -1 });
      const { nodes, error, calls } = await read(vendor);
      expect({ nodes, code: error?.code, calls }, vendor.name).toEqual({
        nodes: [],
        code: 'PROVIDER_UNAVAILABLE',
        calls: 1,
      });
      // Nothing of what came is shown.
      expect(error?.detail, vendor.name).toMatch(/^The provider answered something that cannot be read\.$/);
    }),
  );
});

describe('an answer that is cut is never taken for whole (A8)', () => {
  const tenths = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
  it.each(tenths.flatMap((cutAt) => [true, false].map((contentLength) => ({ cutAt, contentLength }))))(
    'at $cutAt of its length, announced: $contentLength',
    (cut) =>
      each(async (vendor) => {
        breakIt(vendor, { ...cut, times: -1 });
        const { nodes, error, calls } = await read(vendor);
        expect({ nodes, code: error?.code }, vendor.name).toEqual({
          nodes: [],
          code: 'PROVIDER_UNAVAILABLE',
        });
        expect(calls, vendor.name).toBeLessThanOrEqual(3);
      }),
  );
});

describe('an answer without end (A9)', () => {
  it.each<[string, Omit<Fault, 'route'>]>([
    ['100 MB', { hugeBytes: 100 * MEGABYTE }],
    ['1 GB in 1 MB of gzip', { gzipBombBytes: 1_000 * MEGABYTE }],
  ])('%s', (_name, fault) =>
    each(async (vendor) => {
      breakIt(vendor, fault);
      const { nodes, error, calls } = await read(vendor);
      expect({ nodes, code: error?.code, calls }, vendor.name).toEqual({
        nodes: [],
        code: 'PROVIDER_UNAVAILABLE',
        calls: 1,
      });
      expect((await read(vendor)).error, vendor.name).toBeNull();
    }),
  );
});

it.each([301, 302, 303, 307, 308])('a redirect is not followed: %i (A13)', async (status) => {
  const trap = await openTrap();
  await each(async (vendor) => {
    for (const redirect of [trap.url, 'http://169.254.169.254/latest/meta-data']) {
      breakIt(vendor, { status, redirect });
      const { error, calls } = await read(vendor);
      expect({ code: error?.code, calls }, vendor.name).toEqual({ code: 'PROVIDER_UNAVAILABLE', calls: 1 });
    }
  });
  expect(trap.requests()).toBe(0);
});

/** Another origin, which must never be asked. */
async function openTrap() {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, requests: () => requests };
}
