import type { Log } from '../messaging/log.ts';
import type { Provider, RegisteredWebhook } from '../messaging/provider.ts';
import { beginCall } from './calls.ts';

const firstRetryMs = 5_000;
const lastRetryMs = 10 * 60_000;
const callSeconds = 30;

/** Where a connection's vendor sends its webhooks to. */
export function webhookUrl(baseUrl: string, connectionId: string): string {
  return `${baseUrl}/webhooks/${encodeURIComponent(connectionId)}`;
}

/** What is registered at one provider for our address, or what came of registering what is missing. Throws FailureError. */
export async function askForWebhooks(
  provider: Provider,
  baseUrl: string,
  what: 'registered' | 'register',
): Promise<readonly RegisteredWebhook[]> {
  const call = beginCall({ left: null, seconds: callSeconds, upstreamCalls: 100, background: true });
  try {
    const url = webhookUrl(baseUrl, provider.connectionId);
    return (await provider.webhook?.[what](url, call)) ?? [];
  } finally {
    call.end();
  }
}

/** Registers at every provider that pushes, again and again until it has worked. Answers how to stop trying. */
export function keepRegistered(providers: Iterable<Provider>, baseUrl: string, log: Log): () => void {
  const timers = new Map<Provider, NodeJS.Timeout>();
  let isStopped = false;

  async function register(provider: Provider, retryMs: number): Promise<void> {
    const { connectionId } = provider;
    try {
      const webhooks = await askForWebhooks(provider, baseUrl, 'register');
      log.info({ connectionId, webhooks: webhooks.length }, 'Webhooks are registered');
    } catch (error) {
      if (isStopped) return;
      log.warn({ connectionId, error, retryMs }, 'Webhooks could not be registered; it is tried again');
      const again = () => void register(provider, Math.min(retryMs * 2, lastRetryMs));
      timers.set(provider, setTimeout(again, retryMs).unref());
    }
  }

  for (const provider of providers) {
    if (provider.webhook) void register(provider, firstRetryMs);
  }
  return () => {
    isStopped = true;
    for (const timer of timers.values()) clearTimeout(timer);
  };
}
