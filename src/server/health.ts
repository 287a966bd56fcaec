import type { ServerResponse } from 'node:http';
import type { Store } from '../store/store.ts';
import { answerJson } from './answers.ts';

const patienceMs = 3_000;

/** The process runs. */
export function answerHealth(response: ServerResponse): void {
  answerJson(response, 200, { status: 'ok' });
}

/** Requests may be sent here: the store takes writes and nobody has told the gateway to stop. A provider that is down does not count. */
export async function answerReadiness(
  response: ServerResponse,
  store: Pick<Store, 'check'>,
  isDraining: boolean,
): Promise<void> {
  const takesWrites = await Promise.race([
    store.check().then(
      () => true,
      () => false,
    ),
    new Promise<false>((resolve) => setTimeout(() => resolve(false), patienceMs).unref()),
  ]);
  const isReady = takesWrites && !isDraining;
  answerJson(response, isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready' });
}
