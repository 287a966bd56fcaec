import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Call } from '../../../src/messaging/call.ts';
import { failureOf } from '../../../src/messaging/errors.ts';
import type { Provider } from '../../../src/messaging/provider.ts';
import { Secret } from '../../../src/messaging/secret.ts';
import { type ConnectionSettings, createProvider } from '../../../src/providers/index.ts';
import { type Sandbox, startSandbox, type UnipileV1Control } from '../../../src/sandbox/index.ts';
import { eventually } from '../../support/wait.ts';
import { memoryNotes } from '../linked-api/world.ts';
import { type Json, mutated, odd } from '../odd.ts';
import { caller, testTools } from '../support.ts';
import { type Deed, deedsOf } from './deeds.ts';

interface Played {
  readonly settings: ConnectionSettings;
  readonly control: Pick<UnipileV1Control, 'fault' | 'clearFaults' | 'requests' | 'clearRequests'>;
}

const linkedApi =
  (form: 'workflows' | 'conversations') =>
  ({ linkedApi: { baseUrl, linkedApiToken, identificationTokens, cast, control } }: Sandbox): Played => ({
    control,
    settings: {
      id: 'c',
      provider: 'linked-api',
      form,
      baseUrl,
      linkedApiToken: new Secret(linkedApiToken),
      identificationToken: new Secret(identificationTokens[0] ?? ''),
      people: cast.synchronised.slice(0, 3),
      salesNavigatorPeople: [],
      pollSeconds: 30,
      resyncDays: 25,
    },
  });

const played = {
  'Unipile v1': ({ unipileV1: { baseUrl, apiKey, control } }) => ({
    control,
    settings: {
      id: 'c',
      provider: 'unipile-v1',
      baseUrl,
      apiKey: new Secret(apiKey),
      webhookSecret: new Secret('a-long-webhook-secret-of-a-test'),
    },
  }),
  'Unipile v2': ({ unipileV2: { baseUrl, apiKey, control } }) => ({
    control,
    settings: { id: 'c', provider: 'unipile-v2', baseUrl, apiKey: new Secret(apiKey) },
  }),
  'Linked API by workflows': linkedApi('workflows'),
  'Linked API by conversations': linkedApi('conversations'),
} satisfies Record<string, (sandbox: Sandbox) => Played>;

export const playedNames = Object.keys(played) as (keyof typeof played)[];

/** Whatever one route answers, whoever asks it, a provider throws nothing but what it documents. */
export function everyRoute(name: keyof typeof played, runs: number): void {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ life: false });
    sandbox.linkedApi.control.switches({ jobMs: 1 });
  });
  afterAll(() => sandbox.close());

  const timeout = 120_000 + runs * 10_000;
  it(`${runs} oddities of every route, for everything that asks it`, { timeout }, async () => {
    const { control, settings } = played[name](sandbox);
    const { tools, clock } = testTools({ send: 3_000 });
    let aheadMs = 0;
    clock.now = () => Date.now() + aheadMs;
    let deadline = Number.MAX_SAFE_INTEGER;
    const call: Call = {
      ...caller().call,
      get deadline() {
        return deadline;
      },
    };
    const provider = createProvider(settings, { ...tools, notes: memoryNotes() });
    await settled(provider, call, () => {
      aheadMs += 31_000;
    });
    const asked = new Map<string, { readonly deed: Deed; readonly route: string }>();
    for (const deed of await deedsOf(provider, call)) {
      aheadMs += 400_000;
      control.clearRequests();
      await ask(deed);
      for (const { route } of control.requests()) {
        const what = `${deed.name}: ${route}`;
        if (route && !asked.has(what)) asked.set(what, { deed, route });
      }
    }
    // Known before anything is odd, since that may leave little to be asked.
    expect(asked.size).toBeGreaterThan(5);
    for (const [what, { deed, route }] of asked) {
      await fc.assert(
        fc.asyncProperty(fc.nat(), odd, async (choice, value) => {
          // No pause and no open breaker of the one before.
          aheadMs += 400_000;
          const rewrite = (answer: unknown) => mutated(answer as Json, choice, value);
          control.fault({ route, times: -1, rewrite });
          const broke = await ask(deed);
          control.clearFaults();
          expect({ what, broke }).toEqual({ what, broke: null });
        }),
        { numRuns: runs, endOnFailure: true },
      );
    }

    /** Some jobs say that they run on for as long as anybody waits. */
    function ask(deed: Deed): Promise<unknown> {
      deadline = clock.now() + 5_000;
      return outcome(deed);
    }
  });

  /** Where news are polled, until all is known that there was. */
  async function settled(provider: Provider, call: Call, pass: () => void): Promise<void> {
    const [account] = await provider.listAccounts(call);
    const port = account && provider.open(account);
    if (port?.changes === undefined) return;
    let position: string | null = null;
    await eventually('its chats', async () => {
      ({ position } = (await port.changes?.(position, call)) ?? { position });
      pass();
      return (await port.chats({}).fetch(null, 8, call)).items.length > 0;
    });
  }

  /** What was thrown and is no failure. */
  async function outcome({ ask }: Deed): Promise<unknown> {
    try {
      await ask();
      return null;
    } catch (error) {
      return failureOf(error) === null ? error : null;
    }
  }
}
