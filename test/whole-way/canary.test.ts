import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectEvidence } from './canary/evidence.ts';
import { misbehave, openFiles, push, suffer, talk, upload } from './canary/matrix.ts';
import { listen } from './canary/sockets.ts';
import { type CanaryWorld, lookAround, secrets, startCanary, TEXT, VENDOR_WORDS } from './canary/world.ts';

let world: CanaryWorld;
let signatures: readonly string[];

beforeAll(async () => {
  world = await startCanary();
  await lookAround(world);
  await talk(world);
  await upload(world);
  signatures = await openFiles(world);
  await push(world);
  await listen(world);
  await misbehave(world);
  await suffer(world);
  await lookAround(world);
  await world.apart.stop();
}, 60_000);
afterAll(() => world.apart.close());

/** Everything but what its owner was answered. */
const outside = (place: string) => !place.startsWith('answer to ada:');

describe('after reads, sends, files, webhooks, sockets, errors and faults of all kinds', () => {
  it('there is evidence to look at', () => {
    const { evidence } = world;
    expect(evidence.countOf('log')).toBeGreaterThan(100);
    expect(evidence.countOf('close reason')).toBeGreaterThan(10);
    for (const who of ['ada', 'grace', 'nobody'])
      expect(evidence.countOf(`answer to ${who}`)).toBeGreaterThan(2);
    expect(signatures.length).toBeGreaterThan(0);
    // Ada has read her own texts, so they would have been found elsewhere too.
    expect(evidence.placesOf([TEXT]).filter((place) => !outside(place)).length).toBeGreaterThan(10);
  });

  it('keys, webhook secrets and tokens are nowhere: not in logs, answers, headers, metrics or close reasons', () => {
    const { apiKey } = world.apart.sandbox.unipileV1;
    expect(world.evidence.placesOf([apiKey, ...Object.values(secrets)])).toEqual([]);
  });

  it('texts are in answers to their owner only', () => {
    expect(world.evidence.placesOf([TEXT]).filter(outside)).toEqual([]);
  });

  it('what the vendor said in its errors is nowhere', () => {
    expect(world.evidence.placesOf([VENDOR_WORDS])).toEqual([]);
  });

  it('a log holds no signature of an address', () => {
    expect(world.evidence.placesOf(signatures).filter(outside)).toEqual([]);
  });

  it('no answer is a fault of ours', () => {
    expect(world.evidence.placesOf(['INTERNAL_SERVER_ERROR', 'Unexpected error'])).toEqual([]);
  });

  it('the store is for its owner’s eyes, and has no secret in it', () => {
    const { apart } = world;
    const folder = dirname(apart.storePath);
    const stored = collectEvidence();
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      expect([name, statSync(path).mode & 0o777]).toEqual([name, 0o600]);
      stored.add('store', readFileSync(path, 'latin1'));
    }
    // It holds the texts, so that events can be replayed.
    expect(stored.placesOf([TEXT])).not.toEqual([]);
    const { apiKey } = apart.sandbox.unipileV1;
    expect(stored.placesOf([apiKey, ...Object.values(secrets)]).length).toBe(0);
  });
});

it('the search finds a mark in every coding', () => {
  const evidence = collectEvidence();
  const codings = [
    `a ${TEXT} b`,
    Buffer.from(`${TEXT}`).toString('base64'),
    Buffer.from(`ab${TEXT}cd`).toString('base64url'),
    Buffer.from(`a${TEXT}`).toString('base64'),
    Buffer.from(TEXT).toString('hex'),
  ];
  evidence.add('here', ...codings);
  expect(evidence.placesOf([TEXT])).toHaveLength(codings.length);
});
